import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Size } from 'aws-cdk-lib/core';
import type { GatewayResponseOptions } from '../../contract/gateway-responses';
import type { FrontDoorApiProps } from '../../front-door-props';
import { RequestValue } from '../../request-value';
import type { Json, Spec } from './spec';

/**
 * Extensions that are read here or follow from the operations, and those of HTTP APIs. Every other one is passed on.
 */
const READ = [
  'api-key-source',
  'binary-media-types',
  'cors',
  'gateway-responses',
  'importexport-version',
  'minimum-compression-size',
  'policy',
  'request-validator',
  'request-validators',
].map((name) => `x-amazon-apigateway-${name}`);

/** Settings of the API as a whole that a document brings along. */
export function readSettings({ document }: Spec): Partial<FrontDoorApiProps> {
  const extension = (name: string) => document[`x-amazon-apigateway-${name}`];
  const compression = extension('minimum-compression-size') as number | undefined;
  const policy = extension('policy') as object | undefined;
  const responses = extension('gateway-responses') as Json | undefined;
  const binaryMediaTypes = extension('binary-media-types') as string[] | undefined;
  const apiKeySource = extension('api-key-source') as apigateway.ApiKeySourceType | undefined;
  return {
    description: document.info?.description ?? document.info?.title,
    ...(binaryMediaTypes && { binaryMediaTypes }),
    ...(apiKeySource && { apiKeySource }),
    ...(compression !== undefined && { compression: Size.bytes(compression) }),
    ...(policy && { resourcePolicy: iam.PolicyDocument.fromJson(policy) }),
    ...(responses && { gatewayResponses: readGatewayResponses(responses) }),
  };
}

/** Extensions of the whole document that are passed on as they are. */
export function otherExtensions({ document }: Spec): [string, unknown][] {
  return Object.entries(document).filter(([key]) => key.startsWith('x-amazon-apigateway-') && !READ.includes(key));
}

function readGatewayResponses(responses: Json): Record<string, GatewayResponseOptions> {
  return Object.fromEntries(
    Object.entries(responses).map(([type, { statusCode, responseParameters = {}, responseTemplates }]) => {
      const headers = Object.entries(responseParameters as Record<string, string>).map(
        ([name, source]) => [name.replace(/^gatewayresponse\.header\./, ''), readValue(source)] as const,
      );
      const template = responseTemplates?.['application/json'] as string | undefined;
      return [
        type,
        {
          ...(statusCode !== undefined && { status: Number(statusCode) }),
          ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
          ...(template !== undefined && { template }),
        },
      ];
    }),
  );
}

function readValue(source: string): RequestValue {
  const [, literal] = /^'(.*)'$/.exec(source) ?? [];
  if (literal !== undefined) return RequestValue.literal(literal);
  const [, place, name] =
    /^(method\.request\.(?:header|querystring|path)|context|stageVariables)\.(.+)$/.exec(source) ?? [];
  const kinds: Record<string, (name: string) => RequestValue> = {
    'method.request.header': RequestValue.header,
    'method.request.querystring': RequestValue.query,
    'method.request.path': RequestValue.path,
    context: RequestValue.context,
    stageVariables: RequestValue.stageVariable,
  };
  const read = place === undefined ? undefined : kinds[place];
  if (!read)
    throw new Error(`x-amazon-apigateway-gateway-responses has the value "${source}", which is none of API Gateway's`);
  return read(name as string);
}
