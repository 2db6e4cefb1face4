import type { IntegrationType, WebSocketIntegrationModel, WebSocketIntegrationResponseModel } from '../../model';
import type { Resource } from '../evaluation';
import { DefinitionFault } from '../faults';
import { optionalChoice, optionalNumber, optionalText, type Properties, text, textRecord } from '../read';
import { INTEGRATION_TYPES } from '../rest/integration';
import { requireKnown } from '../unknown';

const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'] as const;
const CONTENT_HANDLING = ['CONVERT_TO_TEXT', 'CONVERT_TO_BINARY'] as const;

/** An integration of `AWS::ApiGatewayV2::Integration`. @throws DefinitionFault */
export function readWebSocketIntegration(
  resource: Resource,
  responses: readonly WebSocketIntegrationResponseModel[],
): WebSocketIntegrationModel {
  const { properties } = resource;
  const type = optionalChoice<IntegrationType>(properties, 'IntegrationType', INTEGRATION_TYPES);
  if (type === undefined) throw new DefinitionFault('IntegrationType is missing');
  const uri = requireKnown('the URI of the integration', optionalText(properties, 'IntegrationUri') ?? '');
  if (type !== 'MOCK') checkUri(type, uri);
  const httpMethod = optionalText(properties, 'IntegrationMethod')?.toUpperCase();
  const credentials = optionalText(properties, 'CredentialsArn');
  const templateSelectionExpression = optionalText(properties, 'TemplateSelectionExpression');
  const contentHandling = optionalChoice(properties, 'ContentHandlingStrategy', CONTENT_HANDLING);
  return {
    id: resource.ref,
    type,
    uri,
    ...(httpMethod !== undefined && { httpMethod }),
    ...(credentials !== undefined && { credentials }),
    requestParameters: textRecord(properties, 'RequestParameters'),
    requestTemplates: textRecord(properties, 'RequestTemplates'),
    ...(templateSelectionExpression !== undefined && { templateSelectionExpression }),
    passthroughBehavior: optionalChoice(properties, 'PassthroughBehavior', PASSTHROUGH) ?? 'WHEN_NO_MATCH',
    ...(contentHandling !== undefined && { contentHandling }),
    timeoutMs: timeoutOf(properties),
    responses,
  };
}

/** A response of `AWS::ApiGatewayV2::IntegrationResponse`. @throws DefinitionFault */
export function readIntegrationResponse(properties: Properties): WebSocketIntegrationResponseModel {
  const key = text(properties, 'IntegrationResponseKey');
  if (key !== '$default' && !/^\/[\s\S]+\/$/.test(key)) {
    throw new DefinitionFault(`IntegrationResponseKey must be $default or a pattern between slashes, got "${key}"`);
  }
  const templateSelectionExpression = optionalText(properties, 'TemplateSelectionExpression');
  const contentHandling = optionalChoice(properties, 'ContentHandlingStrategy', CONTENT_HANDLING);
  return {
    key,
    responseParameters: textRecord(properties, 'ResponseParameters'),
    responseTemplates: textRecord(properties, 'ResponseTemplates'),
    ...(templateSelectionExpression !== undefined && { templateSelectionExpression }),
    ...(contentHandling !== undefined && { contentHandling }),
  };
}

function checkUri(type: IntegrationType, uri: string): void {
  if (type === 'HTTP' || type === 'HTTP_PROXY') {
    if (/^https?:\/\/[^/?#]+/i.test(uri)) return;
    throw new DefinitionFault(`Invalid HTTP endpoint specified for URI: "${uri}"`);
  }
  const parts = uri.split(':');
  if (parts[0] !== 'arn' || parts.length < 6)
    throw new DefinitionFault(`Invalid ARN specified in the request: "${uri}"`);
  if (!/^(?:path|action)\//.test(parts[5])) {
    throw new DefinitionFault(`AWS ARN for integration must contain path or action: "${uri}"`);
  }
}

function timeoutOf(properties: Properties): number {
  const timeout = optionalNumber(properties, 'TimeoutInMillis') ?? 29_000;
  if (timeout >= 50 && timeout <= 29_000) return timeout;
  throw new DefinitionFault(`Timeout should be between 50 ms and 29000 ms: ${timeout}`);
}
