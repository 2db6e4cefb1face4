import {
  type MappingInput,
  type MappingParameters,
  type MappingResult,
  renderMapping,
} from '../../../lib/gateway/mapping';

interface Given extends Partial<Omit<MappingInput, 'params'>> {
  readonly json?: unknown;
  readonly params?: MappingParameters;
}

const NO_PARAMETERS: MappingParameters = { path: {}, querystring: {}, header: {} };

/** Renders with defaults for what a test does not care about. */
export function map(template: string, { json, params = NO_PARAMETERS, ...rest }: Given = {}): MappingResult {
  return renderMapping(template, {
    body: json === undefined ? '' : JSON.stringify(json),
    params: () => params,
    stageVariables: {},
    context: {},
    ...rest,
  });
}
