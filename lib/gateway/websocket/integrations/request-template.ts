import { type Overrides, type ParameterPlace, renderMapping } from '../../mapping';
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
    const params = (place: ParameterPlace) => parametersOf(call, place);
    return renderMapping(template, { body, params, stageVariables: call.stage.variables, context, overrides });
  } catch (error) {
    throw new Refusal('API_CONFIGURATION_ERROR', { reason: `mapping template: ${(error as Error).message}` });
  }
}

/** Paths of WebSocket APIs have no parameters. */
function parametersOf(call: RoutedCall['call'], place: ParameterPlace): Record<string, string> {
  const { handshake } = call;
  if (!handshake || place === 'path') return {};
  if (place === 'header') return Object.fromEntries(handshakeHeaders(call, handshake));
  return Object.fromEntries([...handshake.query].map(([name, values]) => [name, values.at(-1) ?? '']));
}
