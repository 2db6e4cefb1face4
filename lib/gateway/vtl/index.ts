import type { Template } from './ast';
import { Budget, DEFAULT_LIMITS, type Limits } from './limits';
import { parseTemplate } from './parser';
import { Renderer } from './renderer';
import { TemplateScope } from './scope';
import { TemplateError } from './template-error';
import type { Value } from './value';

export { javaEquals } from './comparison';
export { Budget, type Limits } from './limits';
export { printJava, printJson } from './print';
export { matchesWhole } from './regex';
export { OperationError, TemplateError } from './template-error';
export { type HostObject, isNumber, JavaList, JavaMap, RecordMap, toPlain, toValue, type Value } from './value';

/** Templates are few and rendered often. The oldest one leaves when more than this many are known. */
const CACHED = 500;
const cache = new Map<string, Template>();

/**
 * Renders a template as Velocity 1.7 does, with API Gateway's differences: what is missing prints nothing, and nothing
 * equals the empty text. Templates see the given variables only, and what they set is set there.
 * @throws TemplateError with line and column
 */
export function renderVelocity(template: string, variables: Map<string, Value>, limits: Partial<Limits> = {}): string {
  const effective = { ...DEFAULT_LIMITS, ...limits };
  if (template.length > effective.templateSize) {
    throw new TemplateError(
      `the template has ${template.length} characters, at most ${effective.templateSize} are allowed`,
      1,
      1,
    );
  }
  return new Renderer(template, new Budget(effective)).render(compile(template), new TemplateScope(variables));
}

/** Parses a template, once per text. @throws TemplateError */
export function compile(template: string): Template {
  const known = cache.get(template);
  if (known !== undefined) return known;
  const parsed = parseTemplate(template);
  const [oldest] = cache.keys();
  if (cache.size >= CACHED && oldest !== undefined) cache.delete(oldest);
  cache.set(template, parsed);
  return parsed;
}
