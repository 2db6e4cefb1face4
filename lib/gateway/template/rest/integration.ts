import type { IntegrationType, RestIntegrationModel, RestIntegrationResponseModel } from '../../model';
import { DefinitionFault } from '../faults';
import { optionalChoice, optionalNumber, optionalText, type Properties, textRecord, texts } from '../read';
import { requireKnown, unknownsIn } from '../unknown';

export const INTEGRATION_TYPES = ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'] as const;
const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'] as const;
const CONTENT_HANDLING = ['CONVERT_TO_TEXT', 'CONVERT_TO_BINARY'] as const;
const LAMBDA_OR_FIREHOSE = /^arn:[^:]+:apigateway:[^:]+:(?:lambda:path\/+\d{4}-\d{2}-\d{2}\/functions\/|firehose:)/;

const SOURCE =
  /^(?:'[\s\S]*'|method\.request\.(?:header|multivalueheader|querystring|multivaluequerystring|path)\.\S+|method\.request\.body(?:\b.*)?|(?:context|stageVariables)\.\S+)$/;

/** An integration as `AWS::ApiGateway::Method` writes it. @throws DefinitionFault */
export function readIntegration(integration: Properties, resourceId: string): RestIntegrationModel {
  const type = typeOf(integration);
  const httpMethod = type === 'MOCK' ? undefined : checkedMethod(optionalText(integration, 'IntegrationHttpMethod'));
  const uri = optionalText(integration, 'Uri');
  if (type !== 'MOCK') checkUri(type, uri);
  const timeoutMs = optionalNumber(integration, 'TimeoutInMillis') ?? 29_000;
  if (timeoutMs < 50) throw new DefinitionFault(`Timeout should be between 50 ms and 29000 ms: ${timeoutMs}`);
  const tls = (integration.TlsConfig ?? {}) as Properties;
  const credentials = optionalText(integration, 'Credentials');
  const contentHandling = optionalChoice(integration, 'ContentHandling', CONTENT_HANDLING);
  const isVpcLink = optionalText(integration, 'ConnectionType')?.toUpperCase() === 'VPC_LINK';
  return {
    type,
    ...(httpMethod !== undefined && { httpMethod }),
    ...(uri !== undefined && type !== 'MOCK' && { uri }),
    ...(credentials !== undefined && { credentials }),
    requestParameters: requestParameters(textRecord(integration, 'RequestParameters')),
    requestTemplates: textRecord(integration, 'RequestTemplates'),
    passthroughBehavior: optionalChoice(integration, 'PassthroughBehavior', PASSTHROUGH) ?? 'WHEN_NO_MATCH',
    ...(contentHandling !== undefined && { contentHandling }),
    timeoutMs,
    cacheKeyParameters: texts(integration, 'CacheKeyParameters'),
    cacheNamespace: optionalText(integration, 'CacheNamespace') ?? resourceId,
    ...(isVpcLink && { vpcLinkId: vpcLinkOf(integration) }),
    responseTransferMode:
      optionalText(integration, 'ResponseTransferMode')?.toUpperCase() === 'STREAM' ? 'STREAM' : 'BUFFERED',
    insecureSkipVerification: tls.InsecureSkipVerification === true || tls.InsecureSkipVerification === 'true',
    responses: readResponses(integration),
  };
}

function typeOf(integration: Properties): IntegrationType {
  const written = optionalText(integration, 'Type');
  const type = INTEGRATION_TYPES.find((choice) => choice === written?.toUpperCase());
  if (type !== undefined) return type;
  throw new DefinitionFault(
    `Value '${written ?? ''}' at 'putIntegrationInput.type' failed to satisfy constraint: Member must satisfy enum value set: [${INTEGRATION_TYPES.join(', ')}]`,
  );
}

function vpcLinkOf(integration: Properties): string {
  const id = optionalText(integration, 'ConnectionId');
  if (id === undefined || id === '') throw new DefinitionFault('a VPC_LINK integration needs a ConnectionId');
  return id;
}

function checkedMethod(method: string | undefined): string {
  if (method === undefined || method === '')
    throw new DefinitionFault('Enumeration value for HttpMethod must be non-empty');
  return method.toUpperCase();
}

function checkUri(type: IntegrationType, uri: string | undefined): void {
  requireKnown('the URI of the integration', uri);
  if (type === 'HTTP' || type === 'HTTP_PROXY') {
    if (uri !== undefined && /^https?:\/\/[^/?#]+/i.test(uri)) return;
    throw new DefinitionFault(`Invalid HTTP endpoint specified for URI: "${uri ?? ''}"`);
  }
  checkArn(uri ?? '');
  if (type === 'AWS_PROXY' && !LAMBDA_OR_FIREHOSE.test(uri ?? '')) {
    throw new DefinitionFault(
      `Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations: "${uri}"`,
    );
  }
}

function checkArn(uri: string): void {
  const parts = uri.split(':');
  if (parts[0] !== 'arn' || parts.length < 6)
    throw new DefinitionFault(`Invalid ARN specified in the request: "${uri}"`);
  if (!/^(?:path|action)\//.test(parts[5])) {
    throw new DefinitionFault(`AWS ARN for integration must contain path or action: "${uri}"`);
  }
}

function requestParameters(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [target, source] of Object.entries(parameters)) {
    if (!/^integration\.request\.(?:header|querystring|path)\.\S+$/.test(target)) throw invalidMapping(target);
    if (unknownsIn(source).length === 0 && !SOURCE.test(source)) throw invalidMapping(source);
  }
  return parameters;
}

function invalidMapping(expression: string): DefinitionFault {
  return new DefinitionFault(
    `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${expression}]`,
  );
}

function readResponses(integration: Properties): RestIntegrationResponseModel[] {
  const list = (integration.IntegrationResponses ?? []) as readonly Properties[];
  return list.map((response) => {
    const selectionPattern = optionalText(response, 'SelectionPattern');
    const contentHandling = optionalChoice(response, 'ContentHandling', CONTENT_HANDLING);
    return {
      statusCode: checkedStatus(optionalText(response, 'StatusCode')),
      ...(selectionPattern !== undefined && selectionPattern !== '' && { selectionPattern }),
      responseParameters: textRecord(response, 'ResponseParameters'),
      responseTemplates: textRecord(response, 'ResponseTemplates'),
      ...(contentHandling !== undefined && { contentHandling }),
    };
  });
}

function checkedStatus(status: string | undefined): string {
  if (status !== undefined && /^[1-5]\d\d$/.test(status)) return status;
  throw new DefinitionFault(`an integration response needs a StatusCode of three digits, got "${status ?? ''}"`);
}
