import { type MappingParameters, type Overrides, renderMapping } from '../../mapping';
import { Refusal } from '../../rest/refusal';
import type { RoutedCall } from '../call';
import { handshakeHeaders } from '../events/event';
import { JsonBody } from '../selection/json-body';
import { evaluateSelection, type SelectionSources } from '../selection/evaluate';

/** Messages have no type: a template for this one, as REST APIs key theirs, counts as that for everything else. */
const JSON_TYPE = 'application/json';

/** The template that a selection expression names, or that for everything else. */
export function chooseTemplate(
  templates: Readonly<Record<string, string>>,
  expression: string | undefined,
  sources: SelectionSources,
): string | undefined {
  const key = evaluateSelection(expression ?? '\\$default', sources);
  return [key, '$default', JSON_TYPE]
    .map((name) => (Object.hasOwn(templates, name) ? templates[name] : ''))
    .find(Boolean);
}

/** What selection expressions of a request may name. */
export function requestSources({ call, context }: RoutedCall): SelectionSources {
  return {
    body: new JsonBody(call.body),
    headers: call.handshake?.request.headers,
    query: call.handshake?.query,
    context,
    stageVariables: call.stage.variables,
  };
}

/** @throws Refusal when the template fails; why stays local */
export function renderTemplate(template: string, { call, context }: RoutedCall, body: string, overrides?: Overrides) {
  try {
    const params = () => parametersOf(call);
    return renderMapping(template, { body, params, stageVariables: call.stage.variables, context, overrides });
  } catch (error) {
    throw new Refusal('API_CONFIGURATION_ERROR', { reason: `mapping template: ${(error as Error).message}` });
  }
}

function parametersOf(call: RoutedCall['call']): MappingParameters {
  const { handshake } = call;
  if (!handshake) return { path: {}, querystring: {}, header: {} };
  const last = [...handshake.query].map(([name, values]) => [name, values.at(-1) ?? ''] as const);
  return {
    path: {},
    querystring: Object.fromEntries(last),
    header: Object.fromEntries(handshakeHeaders(call, handshake)),
  };
}
