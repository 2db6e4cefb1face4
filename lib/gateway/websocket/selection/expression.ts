/** Part of a selection expression: fixed text, or a variable (`request.body.action`). */
export type ExpressionPart = string | { readonly variable: string };

/** `\$`, `${…}`, `$…` up to a character that no path has, or anything else. */
const TOKEN = /\\\$|\$\{([^}]*)\}|\$([A-Za-z][^\s/${}\\]*)|[^\\$]+|[\s\S]/g;

const parsed = new Map<string, readonly ExpressionPart[]>();

/** Reads a selection expression; each is read once. */
export function parseExpression(expression: string): readonly ExpressionPart[] {
  const known = parsed.get(expression);
  if (known) return known;
  const parts = [...expression.matchAll(TOKEN)].map(([text, wrapped, bare]): ExpressionPart => {
    const variable = wrapped ?? bare;
    if (variable !== undefined) return { variable };
    return text === '\\$' ? '$' : text;
  });
  parsed.set(expression, parts);
  return parts;
}
