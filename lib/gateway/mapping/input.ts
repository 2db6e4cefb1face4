import {
  type Budget,
  type HostObject,
  JavaMap,
  OperationError,
  printJson,
  RecordMap,
  toValue,
  type Value,
} from '../vtl';
import { JsonError, parseLenientJson } from './json-parser';
import { JsonPathError, readJsonPath } from './json-path';

const PLACES = ['path', 'querystring', 'header'] as const;

/** Where a parameter of a request stands. */
export type ParameterPlace = (typeof PLACES)[number];

/** `$input`. The body is parsed once, on first use. */
export function makeInput(
  body: string,
  params: (place: ParameterPlace) => Readonly<Record<string, string>>,
): HostObject {
  const text = body === '' ? '{}' : body;
  const read = memoize(() => parse(text));
  const maps = PLACES.map((place) => [place, memoize(() => new RecordMap(params(place), toValue))] as const);
  const path = (expression: Value, budget: Budget): Value => evaluate(read(), expression, budget);
  return {
    host: 'input',
    property: (name) => (name === 'body' ? text : undefined),
    call(name, args, budget) {
      if (name === 'body' || name === 'getBody') return text;
      if (name === 'path') return path(args[0], budget);
      if (name === 'json') {
        const found = path(args[0], budget);
        return found === undefined || found === null ? '""' : printJson(found, budget);
      }
      if (name !== 'params') return undefined;
      if (args.length === 0) return new JavaMap(maps.map(([place, map]) => [place, map()] as const));
      for (const [, map] of maps) {
        const value = map().get(args[0]);
        if (value !== undefined) return value;
      }
      return '';
    },
  };
}

function parse(text: string): Value {
  try {
    return parseLenientJson(text);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function evaluate(document: Value, expression: Value, budget: Budget): Value {
  if (document === undefined) return undefined;
  try {
    return readJsonPath(document, typeof expression === 'string' ? expression : '$', budget);
  } catch (error) {
    if (error instanceof JsonPathError) throw new OperationError(error.message);
    throw error;
  }
}

function memoize<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
