import { type MappingInput, type MappingResult, renderMapping } from '../../../lib/gateway/mapping';

/** Renders with defaults for what a test does not care about. */
export function map(template: string, input: Partial<MappingInput> & { readonly json?: unknown } = {}): MappingResult {
  const { json, ...rest } = input;
  return renderMapping(template, {
    body: json === undefined ? '' : JSON.stringify(json),
    params: { path: {}, querystring: {}, header: {} },
    stageVariables: {},
    context: {},
    ...rest,
  });
}
