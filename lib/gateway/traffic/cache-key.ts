import type { IntegrationCall } from '../rest/integrations/integration';
import { parseRequestSource } from '../rest/mapping/parameter-source';
import { sourceValue } from '../rest/mapping/source-value';
import { Refusal } from '../rest/refusal';

/** Neither who calls nor any parameter that is not named keeps two requests apart. */
export function cacheKey(input: IntegrationCall): string {
  const { integration } = input.call.method;
  const values = integration.cacheKeyParameters.map((name) => [name, parameterValue(input, name)]);
  return JSON.stringify([integration.cacheNamespace, input.call.request.method, values]);
}

/** A part of the request; what the integration is sent is followed back to what is mapped to it. */
function parameterValue({ call, context }: IntegrationCall, name: string): string | readonly string[] | undefined {
  const text = name.startsWith('integration.request.') ? call.method.integration.requestParameters[name] : name;
  if (text === undefined) return undefined;
  return sourceValue(parseRequestSource(text), {
    headers: call.request.headers,
    query: call.query,
    pathParameters: call.pathParameters,
    stageVariables: call.stageVariables,
    context,
    body: () => call.request.body.toString('utf8'),
    onMalformedBody: () =>
      new Refusal('DEFAULT_4XX', {
        status: 400,
        message: 'Invalid JSON in request body',
        reason: `cache key parameter "${name}" needs a JSON body`,
      }),
  });
}
