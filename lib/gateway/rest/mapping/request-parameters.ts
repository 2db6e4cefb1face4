import type { HeaderList } from '../../server/raw';
import type { RoutedCall } from '../call';
import { eventHeaders } from '../events/event-headers';
import { Refusal } from '../refusal';
import { type ParameterSource, parseRequestSource } from './parameter-source';
import { headerText, type SourceInput, sourceValue } from './source-value';

/** What parameter mappings, and overrides over them, put into the request to the backend. */
export interface MappedRequest {
  /** Names as the mappings write them. */
  readonly header: [name: string, value: string][];
  readonly querystring: Map<string, string | readonly string[]>;
  readonly path: Map<string, string>;
}

interface ParameterMapping {
  readonly to: 'header' | 'querystring' | 'path';
  readonly name: string;
  readonly source: ParameterSource;
}

const TARGET = /^integration\.request\.(header|querystring|path)\.(.+)$/s;
const parsed = new WeakMap<object, readonly ParameterMapping[]>();

/** Evaluates `integration.request.*` mappings. @throws Refusal 400 for a mapped body that is malformed JSON */
export function mapRequestParameters(
  parameters: Readonly<Record<string, string>>,
  call: RoutedCall,
  context: Readonly<Record<string, unknown>>,
): MappedRequest {
  return evaluateMappings(parameters, () => requestSources(call, context));
}

/** Evaluates mappings over any sources; they are gathered only when there is a mapping. @throws Refusal */
export function evaluateMappings(
  parameters: Readonly<Record<string, string>>,
  sources: () => SourceInput,
): MappedRequest {
  const mapped: MappedRequest = { header: [], querystring: new Map(), path: new Map() };
  const mappings = mappingsOf(parameters);
  if (mappings.length === 0) return mapped;
  const input = sources();
  for (const { to, name, source } of mappings) {
    const value = sourceValue(source, input);
    if (value === undefined) continue;
    if (to === 'querystring') mapped.querystring.set(name, value);
    else if (to === 'header') mapped.header.push([name, headerText(value)]);
    else mapped.path.set(name, typeof value === 'string' ? value : value.join(','));
  }
  return mapped;
}

/** The names of mapped headers. */
export function namesOf(headers: MappedRequest['header']): string[] {
  return headers.map(([name]) => name);
}

function mappingsOf(parameters: Readonly<Record<string, string>>): readonly ParameterMapping[] {
  const known = parsed.get(parameters);
  if (known) return known;
  const mappings = Object.entries(parameters).map(([target, source]) => parseMapping(target, source));
  parsed.set(parameters, mappings);
  return mappings;
}

function parseMapping(target: string, source: string): ParameterMapping {
  const match = TARGET.exec(target);
  if (match) return { to: match[1] as ParameterMapping['to'], name: match[2], source: parseRequestSource(source) };
  return { to: 'header', name: target, source: { from: 'unknown', text: `${target}: ${source}` } };
}

/** What `method.request.*` stands for: the request as the service sees it, with the headers that it adds. */
export function requestSources(call: RoutedCall, context: Readonly<Record<string, unknown>>): SourceInput {
  return new RequestSources(call, context);
}

/** A class, because an object literal with a getter has a hidden class of its own, which outlives its request. */
class RequestSources implements SourceInput {
  private made: HeaderList | undefined;

  constructor(
    private readonly call: RoutedCall,
    readonly context: Readonly<Record<string, unknown>>,
  ) {}

  get headers(): HeaderList {
    this.made ??= eventHeaders(this.call);
    return this.made;
  }

  get query(): SourceInput['query'] {
    return this.call.query;
  }

  get pathParameters(): SourceInput['pathParameters'] {
    return this.call.pathParameters;
  }

  get stageVariables(): SourceInput['stageVariables'] {
    return this.call.stageVariables;
  }

  body(): string {
    return this.call.request.body.toString('utf8');
  }

  onMalformedBody(): Refusal {
    return new Refusal('DEFAULT_4XX', {
      status: 400,
      message: 'Invalid JSON in request body',
      errorType: 'BadRequestException',
      reason: 'a parameter mapping needs the body, which starts like JSON and is malformed',
    });
  }
}
