import type { IntegrationType } from '../../model';
import { Refusal } from '../refusal';

const FORBIDDEN = new Set(['content-length', 'transfer-encoding', 'x-amzn-trace-id', 'x-amzn-apigateway-api-id']);
const FORBIDDEN_FOR_AWS = new Set([...FORBIDDEN, 'authorization', 'connection', 'expect', 'proxy-authenticate', 'te']);

/** @throws Refusal for a mapped header that the service sets itself; AWS_PROXY refuses too, though it ignores mappings */
export function refuseForbiddenHeaders(type: IntegrationType, mapped: Iterable<string>): void {
  const forbidden = type === 'AWS' || type === 'AWS_PROXY' ? FORBIDDEN_FOR_AWS : FORBIDDEN;
  for (const name of mapped) {
    if (!forbidden.has(name.toLowerCase())) continue;
    throw new Refusal('API_CONFIGURATION_ERROR', {
      reason: `the header ${name} cannot be mapped to an integration of type ${type}: remove integration.request.header.${name}`,
    });
  }
}
