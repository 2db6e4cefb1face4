import type { GatewayResponseModel } from '../../model';
import { DefinitionFault } from '../faults';
import { optionalText, type Properties, textRecord } from '../read';

const TYPES: ReadonlySet<string> = new Set([
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
]);

const SOURCE = /^(?:'[\s\S]*'|method\.request\.(?:header|path|querystring|body)\b.*|(?:context|stageVariables)\.\S+)$/;

/** One customized error answer, with the names that CloudFormation uses. @throws DefinitionFault */
export function readGatewayResponse(type: string, properties: Properties): GatewayResponseModel {
  if (!TYPES.has(type)) {
    throw new DefinitionFault(
      `Value '${type}' at 'responseType' failed to satisfy constraint: Member must satisfy enum value set: [${[...TYPES].join(', ')}]`,
    );
  }
  const statusCode = optionalText(properties, 'StatusCode');
  if (statusCode !== undefined && !/^[1-5]\d\d$/.test(statusCode)) {
    throw new DefinitionFault(
      `the status code of the gateway response ${type} must have three digits, got "${statusCode}"`,
    );
  }
  const responseParameters = textRecord(properties, 'ResponseParameters');
  for (const [target, source] of Object.entries(responseParameters)) {
    const isTarget = /^gatewayresponse\.header\.\S+$/.test(target);
    if (isTarget && (SOURCE.test(source) || source.includes('{{unknown:'))) continue;
    throw new DefinitionFault(
      `Invalid mapping expression specified in the gateway response ${type}: "${isTarget ? source : target}"`,
    );
  }
  return {
    ...(statusCode !== undefined && { statusCode }),
    responseParameters,
    responseTemplates: textRecord(properties, 'ResponseTemplates'),
  };
}
