import { GATEWAY_RESPONSE_TYPES } from '../../../openapi/gateway-response-types';
import type { GatewayResponseModel } from '../../model';
import { DefinitionFault } from '../faults';
import { optionalText, type Properties, textRecord } from '../read';

const TYPES: ReadonlySet<string> = new Set(GATEWAY_RESPONSE_TYPES);

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
