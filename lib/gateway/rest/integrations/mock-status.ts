/**
 * The `statusCode` of a rendered MOCK template, or undefined when the service would not find one. The service reads far
 * more than JSON: `{statusCode: 200}`, single quotes, commas too many, and members that are hardly legible.
 */
export function parseMockStatus(text: string): number | undefined {
  const value = jsonStatus(text);
  if (value !== undefined) return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
  const inner = /^\s*\{([\s\S]+)\}\s*$/.exec(text)?.[1];
  return inner === undefined ? undefined : lenientStatus(inner);
}

/** Undefined: the text is no JSON. */
function jsonStatus(text: string): unknown {
  try {
    const document = JSON.parse(text);
    return document?.statusCode ?? null;
  } catch {
    return undefined;
  }
}

function lenientStatus(inner: string): number | undefined {
  let status: number | undefined;
  for (const member of inner.split(',').map((piece) => piece.trim())) {
    if (member === '') continue;
    const colon = member.indexOf(':');
    if (colon < 0) return undefined;
    const key = member.slice(0, colon).trim() || '""';
    const value = member.slice(colon + 1).trim() || '""';
    if (/^(statusCode|'statusCode'|"statusCode")$/.test(key)) {
      if (!/^[+-]?\d+$/.test(value)) return undefined;
      status = Number(value);
    } else if ('[{'.includes(key[0]) || !isClosed(key, `'"`) || !isClosed(value, `'"[{`)) {
      return undefined;
    }
  }
  return status;
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', "'": "'", '"': '"' };

function isClosed(text: string, openings: string): boolean {
  return !openings.includes(text[0]) || (text.length >= 2 && text.endsWith(CLOSING[text[0]]));
}
