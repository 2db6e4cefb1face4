import {
  type MappingInput,
  type MappingResult,
  type ParameterPlace,
  renderMapping,
} from '../../../lib/gateway/mapping';

type MappingParameters = Readonly<Record<ParameterPlace, Readonly<Record<string, string>>>>;

interface Given extends Partial<Omit<MappingInput, 'params'>> {
  readonly json?: unknown;
  readonly params?: MappingParameters;
}

const NO_PARAMETERS: MappingParameters = { path: {}, querystring: {}, header: {} };

/** Renders with defaults for what a test does not care about. */
export function map(template: string, { json, params = NO_PARAMETERS, ...rest }: Given = {}): MappingResult {
  return renderMapping(template, {
    body: json === undefined ? '' : JSON.stringify(json),
    params: (place) => params[place],
    stageVariables: {},
    context: {},
    ...rest,
  });
}
