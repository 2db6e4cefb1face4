import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Token } from 'aws-cdk-lib/core';
import type { BackendConfig } from '../integrations/backend-config';
import { translateSource, translateTemplate } from './translate-source';

/** Selects the only template or model there is; the backslash makes the dollar sign a literal one. */
export const SELECT_DEFAULT = '\\$default';

const LONGEST_TIMEOUT = 29_000;
const SHORTEST_TIMEOUT = 50;

type Integration = BackendConfig['integration'];

/** What only REST APIs can do, by what the backend writes for it. */
const REST_ONLY: Readonly<Record<string, string>> = {
  connectionType: 'vpcLink is for REST APIs: a WebSocket API reaches a VPC through a function in it',
  tlsConfig: 'skipCertificateCheck is for REST APIs: a WebSocket API calls servers with good certificates only',
  responseTransferMode: 'responseStreaming is for REST APIs: let the function post messages while it works',
};

/** An integration in the words of `AWS::ApiGatewayV2::Integration`, from those of the OpenAPI extension. */
export function renderIntegration(
  apiId: string,
  routeKey: string,
  integration: Integration,
): apigatewayv2.CfnIntegrationProps {
  checkIntegration(integration);
  const { type, httpMethod, uri, credentials, contentHandling, timeoutInMillis, passthroughBehavior } = integration;
  const templates = renderTemplates(integration.requestTemplates);
  const parameters = Object.entries<string>(integration.requestParameters ?? {});
  return {
    apiId,
    integrationType: String(type).toUpperCase(),
    integrationUri: uri === undefined ? '' : Token.asString(uri),
    integrationMethod: type === 'mock' ? undefined : httpMethod,
    credentialsArn: credentials,
    passthroughBehavior: passthroughBehavior?.toUpperCase(),
    contentHandlingStrategy: contentHandling,
    timeoutInMillis,
    ...(templates && { requestTemplates: templates, templateSelectionExpression: SELECT_DEFAULT }),
    ...(parameters.length > 0 && {
      requestParameters: Object.fromEntries(
        parameters.map(([target, source]) => [target, translateSource(source, routeKey)]),
      ),
    }),
  };
}

/** The answers of an integration that does not pass them through. */
export function renderIntegrationResponses({
  responses = {},
}: Integration): Omit<apigatewayv2.CfnIntegrationResponseProps, 'apiId' | 'integrationId'>[] {
  return Object.entries<any>(responses).map(([pattern, response]) => {
    checkHeaders(response.responseParameters ?? {});
    const templates = renderTemplates(response.responseTemplates);
    return {
      integrationResponseKey: pattern === 'default' ? '$default' : `/${pattern}/`,
      contentHandlingStrategy: response.contentHandling,
      ...(templates && { responseTemplates: templates, templateSelectionExpression: SELECT_DEFAULT }),
    };
  });
}

function checkIntegration(integration: Integration): void {
  const restOnly = Object.keys(REST_ONLY).find((name) => integration[name] !== undefined);
  if (restOnly !== undefined) throw new Error(REST_ONLY[restOnly]);
  const timeout = integration.timeoutInMillis as number | undefined;
  if (timeout !== undefined && (timeout < SHORTEST_TIMEOUT || timeout > LONGEST_TIMEOUT)) {
    throw new Error(
      `timeout must be from ${SHORTEST_TIMEOUT} milliseconds to ${LONGEST_TIMEOUT / 1000} seconds, got ${timeout} milliseconds`,
    );
  }
}

/** Messages have no content type, so one template stands for all. */
function renderTemplates(templates: Record<string, string> | undefined): Record<string, string> | undefined {
  const [first, ...others] = Object.entries(templates ?? {});
  if (first === undefined) return undefined;
  if (others.length > 0) {
    const types = Object.keys(templates ?? {}).join('", "');
    throw new Error(`there are templates for "${types}", and a message has no content type: give one template`);
  }
  return { $default: translateTemplate(first[1]) };
}

/** The content type that backends name by themselves means nothing to a message. */
function checkHeaders(parameters: Record<string, string>): void {
  const names = Object.keys(parameters).map((target) => target.replace(/^method\.response\.header\./, ''));
  const header = names.find((name) => name.toLowerCase() !== 'content-type');
  if (header !== undefined) throw new Error(`its answer has the header "${header}", and messages have no headers`);
}
