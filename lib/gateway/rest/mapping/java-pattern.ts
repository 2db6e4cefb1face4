const compiled = new Map<string, RegExp>();

/** Java's `text.matches(pattern)`. @throws SyntaxError */
export function matchesWhole(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = translate(pattern);
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

const FLAGS = /^\(\?([imsx]+)\)/;

const CLASSES: Readonly<Record<string, string>> = {
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Upper: 'A-Z',
  Lower: 'a-z',
  Punct: '!-\\/:-@\\[-`{-~',
  Space: '\\s',
  XDigit: '0-9a-fA-F',
};

function translate(pattern: string): RegExp {
  const inline = FLAGS.exec(pattern);
  const flags = inline ? [...inline[1]].filter((flag) => 'ims'.includes(flag)).join('') : '';
  const source = (inline ? pattern.slice(inline[0].length) : pattern)
    .replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, literal: string) => literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .replace(/\\p\{(\w+)\}/g, (whole, name: string) => (CLASSES[name] ? `[${CLASSES[name]}]` : whole))
    .replace(/\\[AzZ]/g, (anchor) => (anchor === '\\A' ? '^' : '$'))
    .replace(/([*+?}])\+/g, '$1');
  return new RegExp(`^(?:${source})$`, flags);
}
