import type { Refusal } from '../refusal';

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
  const document = '{["\''.includes(text[0]) ? parse(text, onMalformedBody) : {};
  if (path === undefined) return text;
  const value = walk(document, path);
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parse(text: string, onMalformedBody: () => Refusal): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw onMalformedBody();
  }
}

const STEP = /^(?:\.?([^.[\]]+)|\[(\d+)\]|\['([^']*)'\])/;

function walk(document: unknown, path: string): unknown {
  let value = document;
  for (let rest = path; rest !== ''; ) {
    const step = STEP.exec(rest);
    if (!step || typeof value !== 'object' || value === null) return undefined;
    rest = rest.slice(step[0].length);
    const key = step[1] ?? step[2] ?? step[3];
    if (Array.isArray(value) !== (step[2] !== undefined) || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
