import { type MappingResult, type Overrides, type ParameterPlace, renderMapping } from '../../mapping';
import type { RoutedCall } from '../call';
import { eventHeaders } from '../events/event-headers';
import { Refusal } from '../refusal';

export interface RenderInput {
  readonly call: RoutedCall;
  readonly context: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** What the request template left, for a response template to read and change. */
  readonly overrides?: Overrides;
}

/** @throws Refusal when the template fails; why stays local */
export function renderTemplate(template: string, input: RenderInput): MappingResult {
  const { call, context, body, overrides } = input;
  try {
    return renderMapping(template, {
      body,
      params: (place) => parametersOf(call, place),
      stageVariables: call.stageVariables,
      context,
      overrides,
    });
  } catch (error) {
    throw new Refusal('API_CONFIGURATION_ERROR', { reason: `mapping template: ${(error as Error).message}` });
  }
}

function parametersOf(call: RoutedCall, place: ParameterPlace): Readonly<Record<string, string>> {
  if (place === 'path') return call.pathParameters;
  return place === 'querystring' ? lastValues(call.query) : headerMap(call);
}

function lastValues(query: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const [name, all] of query) values[name] = all[all.length - 1];
  return values;
}

function headerMap(call: RoutedCall): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const [name, value] of eventHeaders(call)) values[name] = value;
  return values;
}
