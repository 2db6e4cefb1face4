import type { IntegrationCall } from '../rest/integrations/integration';
import { parseRequestSource } from '../rest/mapping/parameter-source';
import { requestSources } from '../rest/mapping/request-parameters';
import { sourceValue } from '../rest/mapping/source-value';

/** Neither who calls nor any parameter that is not named keeps two requests apart. */
export function cacheKey(input: IntegrationCall): string {
  const { integration } = input.call.method;
  const values = integration.cacheKeyParameters.map((name) => [name, parameterValue(input, name)]);
  return JSON.stringify([integration.cacheNamespace, input.call.request.method, values]);
}

/** A part of the request; what the integration is sent is followed back to what is mapped to it. */
function parameterValue({ call, context }: IntegrationCall, name: string): string | readonly string[] | undefined {
  const text = name.startsWith('integration.request.') ? call.method.integration.requestParameters[name] : name;
  return text === undefined ? undefined : sourceValue(parseRequestSource(text), requestSources(call, context));
}
