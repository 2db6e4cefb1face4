const NONE: ReadonlyMap<string, readonly string[]> = new Map();

/** Query parameters by name, form-decoded, values in order of appearance. */
export function parseQuery(query: string): ReadonlyMap<string, readonly string[]> {
  if (query === '') return NONE;
  const parameters = new Map<string, string[]>();
  for (const piece of query.split('&')) {
    if (piece === '') continue;
    const equals = piece.indexOf('=');
    const name = decodeForm(equals < 0 ? piece : piece.slice(0, equals));
    const value = equals < 0 ? '' : decodeForm(piece.slice(equals + 1));
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
  }
  return parameters;
}

/** Decodes `+` and percent-encoded UTF-8; text that is not validly encoded stays as it is. */
function decodeForm(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced.replace(/(?:%[0-9a-f]{2})+/gi, decodeOrKeep);
  }
}

function decodeOrKeep(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
