const compiled = { exact: new Map<string, RegExp>(), ignoringCase: new Map<string, RegExp>() };
const MAX_COMPILED = 5_000;

/** `*` is any text, slashes and colons too; `?` is one character. */
export function matchesGlob(pattern: string, text: string, options: { readonly ignoreCase: boolean }): boolean {
  if (!/[*?]/.test(pattern)) {
    return options.ignoreCase ? pattern.toLowerCase() === text.toLowerCase() : pattern === text;
  }
  const known = options.ignoreCase ? compiled.ignoringCase : compiled.exact;
  let expression = known.get(pattern);
  if (!expression) {
    if (known.size >= MAX_COMPILED) known.clear();
    expression = toExpression(pattern, options.ignoreCase);
    known.set(pattern, expression);
  }
  return expression.test(text);
}

/** Runs of `*` fold into one, and each `*` gives back nothing once the text behind it was found, so no text takes long. */
function toExpression(pattern: string, ignoreCase: boolean): RegExp {
  const literals = pattern
    .replace(/\*+/g, '*')
    .split('*')
    .map((part) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('?', '[^]'));
  const [first, ...others] = literals;
  const last = others.pop() as string | undefined;
  if (last === undefined) return new RegExp(`^${first}$`, ignoreCase ? 'i' : '');
  const middle = others.map((part, index) => `(?=([^]*?${part}))\\${index + 1}`).join('');
  return new RegExp(`^${first}${middle}[^]*${last}$`, ignoreCase ? 'i' : '');
}
