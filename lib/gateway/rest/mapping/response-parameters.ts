import type { HeaderList } from '../../server/raw';
import { Refusal } from '../refusal';
import { type ConvertedBody, textOf } from './content-handling';
import { type ParameterSource, parseResponseSource } from './parameter-source';
import { headerText, type SourceInput, sourceValue, utf8Text } from './source-value';

/** What `integration.response.*` and the variables stand for. */
export interface ResponseSources {
  readonly headers: HeaderList;
  readonly headerNames: 'as written' | 'any case';
  readonly body: ConvertedBody;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, unknown>>;
}

const TARGET = 'method.response.header.';
const parsed = new WeakMap<object, readonly (readonly [name: string, source: ParameterSource])[]>();

/** Evaluates `method.response.header.*` mappings, in their order. @throws Refusal */
export function mapResponseParameters(
  parameters: Readonly<Record<string, string>>,
  sources: ResponseSources,
): Map<string, string> {
  const mapped = new Map<string, string>();
  const mappings = mappingsOf(parameters);
  if (mappings.length === 0) return mapped;
  const input = responseInput(sources);
  for (const [name, source] of mappings) {
    const value = sourceValue(source, input);
    if (value !== undefined) mapped.set(name, headerText(value));
  }
  return mapped;
}

function mappingsOf(parameters: Readonly<Record<string, string>>) {
  const known = parsed.get(parameters);
  if (known) return known;
  const mappings = Object.entries(parameters).map(([target, source]) => parseMapping(target, source));
  parsed.set(parameters, mappings);
  return mappings;
}

function parseMapping(target: string, source: string): readonly [string, ParameterSource] {
  if (target.startsWith(TARGET)) return [target.slice(TARGET.length), parseResponseSource(source)];
  return [target, { from: 'unknown', text: `${target}: ${source}` }];
}

function responseInput(sources: ResponseSources): SourceInput {
  return {
    headers: sources.headers.map(([name, value]) => [name, utf8Text(value)]),
    headerNames: sources.headerNames,
    query: new Map(),
    pathParameters: {},
    stageVariables: sources.stageVariables,
    context: sources.context,
    body: () => textOf(sources.body),
    onMalformedBody: () =>
      new Refusal('API_CONFIGURATION_ERROR', {
        reason: 'a response parameter needs the body of the backend, which starts like JSON and is malformed',
      }),
  };
}
