import { RequestValue } from '../request-value';
import { renderJsonTemplate } from './template-text';

/** An expression inside a JSON string. Java's escapes are JSON's but for the apostrophe, which JSON does not escape. */
export function escapeInJson(expression: string): string {
  return `$util.escapeJavaScript(${expression}).replaceAll("\\\\'","'")`;
}

/** An expression as a value of a form. */
export function escapeInForm(expression: string): string {
  return `$util.urlEncode(${expression})`;
}

/** A value as a JSON string. */
export function renderJsonString(value: RequestValue): string {
  if (value._literal !== undefined) return renderJsonTemplate(value._literal);
  return `"${escapeInJson(value._expression)}"`;
}

/** An object as JSON, with values of the request wherever they stand in it. */
export function renderJson(value: unknown): string {
  return jsonParts(value)
    .map((part) => part.text ?? part.expression)
    .join('');
}

/** The same as an expression, for JSON that stands in a string of other JSON and must be escaped as a whole. */
export function renderJsonExpression(value: unknown): string {
  const parts = jsonParts(value).map((part) =>
    // Two apostrophes would end a string of the template; JSON has an escape for them.
    part.text === undefined ? part.expression : `'${part.text.replaceAll("'", '\\u0027')}'`,
  );
  return parts.join('+');
}

type JsonPart =
  | { readonly text: string; readonly expression?: undefined }
  | { readonly text?: undefined; readonly expression: string };

/** Parts of the body keep their types, every other value of the request is a string. */
function jsonParts(value: unknown): JsonPart[] {
  if (value instanceof RequestValue) return valueParts(value);
  if (Array.isArray(value)) return joinParts('[', ']', value.map(jsonParts));
  if (typeof value !== 'object' || value === null || 'resolve' in value) return [{ text: renderJsonTemplate(value) }];
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return joinParts(
    '{',
    '}',
    members.map(([key, member]) => [{ text: `${renderJsonTemplate(key)}:` }, ...jsonParts(member)]),
  );
}

function valueParts(value: RequestValue): JsonPart[] {
  if (value._literal !== undefined) return [{ text: renderJsonTemplate(value._literal) }];
  if (value._jsonPath !== undefined) return [{ expression: `$input.json(${quotePath(value._jsonPath)})` }];
  return [{ text: '"' }, { expression: escapeInJson(value._expression) }, { text: '"' }];
}

/** Neighbouring texts become one. */
function joinParts(open: string, close: string, members: readonly JsonPart[][]): JsonPart[] {
  const all = [
    { text: open },
    ...members.flatMap((parts, index) => (index === 0 ? parts : [{ text: ',' }, ...parts])),
    { text: close },
  ];
  return all.reduce<JsonPart[]>((merged, part) => {
    const last = merged.at(-1);
    if (last?.text === undefined || part.text === undefined) return [...merged, part];
    return [...merged.slice(0, -1), { text: last.text + part.text }];
  }, []);
}

/** A value as the value of a form. */
export function renderFormValue(value: RequestValue): string {
  if (value._literal === undefined) return escapeInForm(value._expression);
  return encodeURIComponent(value._literal).replaceAll("'", '%27');
}

function quotePath(path: string): string {
  return `'${path.replaceAll("'", '"')}'`;
}
