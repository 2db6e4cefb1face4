import { type HeaderList, headerValues } from '../../server/raw';
import { Refusal } from '../refusal';
import { lookUp, textOf } from '../substitution';
import { readBodyPath } from './body-path';
import type { ParameterSource } from './parameter-source';

/** What the values of a mapping are read from. */
export interface SourceInput {
  /** Values as text, not as bytes. */
  readonly headers: HeaderList;
  readonly headerNames?: 'as written' | 'any case';
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, unknown>>;
  body(): string;
  /** What a body that looks like JSON and is not is answered with. */
  onMalformedBody(): Refusal;
}

/** The value of a source; undefined when it has none, or an empty one: then nothing is mapped. */
export function sourceValue(source: ParameterSource, input: SourceInput): string | readonly string[] | undefined {
  const value = rawValue(source, input);
  return value === undefined || value.length === 0 ? undefined : value;
}

function rawValue(source: ParameterSource, input: SourceInput): string | readonly string[] | undefined {
  switch (source.from) {
    case 'static':
      return source.value;
    case 'path':
      return own(input.pathParameters, source.name);
    case 'querystring':
      return input.query.get(source.name)?.at(-1);
    case 'multivaluequerystring':
      return single(input.query.get(source.name));
    case 'header':
      return mappedHeaderValues(input, source.name).at(-1);
    case 'multivalueheader':
      return mappedHeaderValues(input, source.name).join(',');
    case 'body':
      return readBodyPath(input.body(), source.path, () => input.onMalformedBody());
    case 'stageVariables':
      return own(input.stageVariables, source.name);
    case 'context':
      return textOf(lookUp(input.context, source.name));
    case 'unknown':
      throw new Refusal('API_CONFIGURATION_ERROR', {
        reason: `"${source.text}" is no source of a parameter mapping; write a fixed text between single quotes`,
      });
  }
}

// A stand-in for a service of AWS spells header names its own way; everything else is compared as it is written.
function mappedHeaderValues({ headers, headerNames }: SourceInput, name: string): string[] {
  if (headerNames === 'any case') return headerValues(headers, name);
  return headers.filter(([sent]) => sent === name).map(([, value]) => value);
}

function single(values: readonly string[] | undefined): string | readonly string[] | undefined {
  return values?.length === 1 ? values[0] : values;
}

function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** A value as it stands in a header field: UTF-8, one character a byte. */
export function headerText(value: string | readonly string[]): string {
  return utf8Bytes(typeof value === 'string' ? value : value.join(','));
}

/** The UTF-8 bytes of a text, one character each. */
export function utf8Bytes(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** The text of UTF-8 bytes, one character each. */
export function utf8Text(bytes: string): string {
  return /^[\x20-\x7e]*$/.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}
