import { parseLenientJson } from '../../mapping/json-parser';
import { JsonPathError, readJsonPath } from '../../mapping/json-path';
import { Budget, printJson, type Value } from '../../vtl';
import { Refusal } from '../refusal';

/**
 * `method.request.body` and `integration.response.body`, whole or by a JSONPath without `$.`.
 * A body is parsed only when its first character announces JSON.
 */
export function readBodyPath(
  body: string,
  path: string | undefined,
  onMalformedBody: () => Refusal,
): string | undefined {
  const text = body.trim() || '{}';
  const document = /^[{["']/.test(text) ? parse(text, onMalformedBody) : undefined;
  if (path === undefined) return text;
  const value = read(document, `$.${path}`);
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : printJson(value, new Budget());
}

function parse(text: string, onMalformedBody: () => Refusal): Value {
  try {
    return parseLenientJson(text);
  } catch {
    throw onMalformedBody();
  }
}

function read(document: Value, path: string): Value {
  try {
    return readJsonPath(document, path, new Budget());
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new Refusal('API_CONFIGURATION_ERROR', { reason: `"${path}" is no JSONPath: ${error.message}` });
  }
}
