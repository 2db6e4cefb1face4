import { renderVelocity, toValue, type Value } from '../vtl';
import { makeContext, type Overrides } from './context';
import { makeInput, type ParameterPlace } from './input';
import { util } from './text-functions';

export { TemplateError } from '../vtl';
export type { Overrides, RequestOverride, ResponseOverride } from './context';
export type { ParameterPlace } from './input';

/** What a mapping template sees. */
export interface MappingInput {
  /** Text of the payload; an empty one reads as `{}`. */
  readonly body: string;
  /** Asked for when the template looks at them. */
  params(place: ParameterPlace): Readonly<Record<string, string>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** `$context` without the override maps: plain nested values. */
  readonly context: Readonly<Record<string, unknown>>;
  /** What the request template left, for the response template. */
  readonly overrides?: Overrides;
}

/** What a mapping template made. */
export interface MappingResult {
  readonly output: string;
  /** Values as the template set them: a header may be a list, a status may be no status. */
  readonly overrides: Overrides;
}

/**
 * Renders a mapping template of a REST or WebSocket API.
 * @throws TemplateError with line and column
 */
export function renderMapping(template: string, input: MappingInput): MappingResult {
  const given = input.overrides ?? {};
  const context = makeContext(input.context, given);
  const variables = new Map<string, Value>([
    ['input', makeInput(input.body, input.params)],
    ['util', util],
    ['context', context],
    ['stageVariables', toValue(input.stageVariables)],
  ]);
  const output = renderVelocity(template, variables);
  return { output, overrides: context.overrides() };
}
