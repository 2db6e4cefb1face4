import type { Expression, Reference, Step } from './ast';
import type { Scanner } from './scanner';

const SPACE = /[ \t\r\n]*/y;
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_-]*/y;
const NUMBER = /-?(?:\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|\d+\.(?![.\w])|\d+)/y;
const DOUBLE_QUOTED = /"[^"]*(?:""[^"]*)*"/y;
const SINGLE_QUOTED = /'[^']*(?:''[^']*)*'/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const REFERENCE = /\$!?(?:\{[A-Za-z_]|[A-Za-z_])/y;

export function skipSpace(scanner: Scanner): void {
  scanner.take(SPACE);
}

/** True where a reference starts, backslashes apart. */
export function seesReference(scanner: Scanner): boolean {
  return scanner.sees(REFERENCE);
}

/** `$name`, `$!name`, `${name}` and what follows it. */
export function parseReference(scanner: Scanner, escapes = ''): Reference {
  const start = scanner.position;
  const at = scanner.offset();
  scanner.expect(/\$/y, '"$"');
  const silent = scanner.take(/!/y) !== undefined;
  const formal = scanner.take(/\{/y) !== undefined;
  const name = scanner.expect(IDENTIFIER, 'a name');
  const steps = parseSteps(scanner);
  let alternate: Expression | undefined;
  if (formal) {
    if (scanner.take(/\|/y) !== undefined) alternate = parseOperand(scanner);
    scanner.expect(/\}/y, `"}" behind "\${${name}"`);
  }
  const source = scanner.source.slice(start, scanner.position);
  return { kind: 'reference', at, escapes, silent, name, steps, alternate, source };
}

function parseSteps(scanner: Scanner): Step[] {
  const steps: Step[] = [];
  for (;;) {
    const at = scanner.offset();
    if (scanner.take(/\[/y) !== undefined) {
      const index = scanner.nested(() => parseOperand(scanner));
      scanner.expect(/\]/y, '"]"');
      steps.push({ kind: 'index', at, index });
    } else if (scanner.sees(/\.[A-Za-z]/y)) {
      scanner.position += 1;
      const name = scanner.expect(IDENTIFIER, 'a name');
      if (scanner.take(/\(/y) === undefined) steps.push({ kind: 'property', name });
      else steps.push({ kind: 'method', at, name, args: parseItems(scanner, /\)/y, '")"') });
    } else {
      return steps;
    }
  }
}

/** Operands between commas, up to a closing bracket. */
function parseItems(scanner: Scanner, close: RegExp, wanted: string): Expression[] {
  const items: Expression[] = [];
  skipSpace(scanner);
  if (scanner.take(close) !== undefined) return items;
  do {
    items.push(scanner.nested(() => parseOperand(scanner)));
  } while (scanner.take(/,/y) !== undefined);
  scanner.expect(close, wanted);
  return items;
}

/** What may stand as an argument, an index or an element: no operators, as in Velocity. Spaces around it are taken. */
export function parseOperand(scanner: Scanner): Expression {
  skipSpace(scanner);
  const operand = parseBareOperand(scanner);
  skipSpace(scanner);
  return operand;
}

function parseBareOperand(scanner: Scanner): Expression {
  if (seesReference(scanner)) return parseReference(scanner);
  const start = scanner.position;
  const quoted = scanner.take(DOUBLE_QUOTED);
  if (quoted !== undefined) return parseDoubleQuoted(scanner, quoted, start);
  const single = scanner.take(SINGLE_QUOTED);
  if (single !== undefined) return { kind: 'literal', value: single.slice(1, -1).replaceAll("''", "'") };
  if (scanner.sees(/["']/y)) throw scanner.error('the string has no end');
  const number = scanner.take(NUMBER);
  if (number !== undefined) {
    return { kind: 'literal', value: /^-?\d+$/.test(number) ? BigInt(number) : Number(number) };
  }
  if (scanner.take(/\[/y) !== undefined) return parseListOrRange(scanner);
  if (scanner.take(/\{/y) !== undefined) return parseMap(scanner);
  const word = scanner.take(WORD);
  if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
  if (word === 'null')
    throw scanner.error('"null" is no value in a template, write a name that is never set: $null', start);
  scanner.position = start;
  return scanner.expect(/(?!)/y, 'a value') as never;
}

function parseListOrRange(scanner: Scanner): Expression {
  const at = scanner.offset(scanner.position - 1);
  skipSpace(scanner);
  if (scanner.take(/\]/y) !== undefined) return { kind: 'list', items: [] };
  const first = scanner.nested(() => parseOperand(scanner));
  if (scanner.take(/\.\./y) !== undefined) {
    const to = scanner.nested(() => parseOperand(scanner));
    scanner.expect(/\]/y, '"]"');
    return { kind: 'range', at, from: first, to };
  }
  if (scanner.take(/,/y) === undefined) {
    scanner.expect(/\]/y, '"]"');
    return { kind: 'list', items: [first] };
  }
  return { kind: 'list', items: [first, ...parseItems(scanner, /\]/y, '"]"')] };
}

function parseMap(scanner: Scanner): Expression {
  const members: [Expression, Expression][] = [];
  skipSpace(scanner);
  if (scanner.take(/\}/y) !== undefined) return { kind: 'map', members };
  do {
    const key = scanner.nested(() => parseOperand(scanner));
    scanner.expect(/:/y, '":"');
    members.push([key, scanner.nested(() => parseOperand(scanner))]);
  } while (scanner.take(/,/y) !== undefined);
  scanner.expect(/\}/y, '"}"');
  return { kind: 'map', members };
}

function parseDoubleQuoted(scanner: Scanner, quoted: string, start: number): Expression {
  const text = quoted.slice(1, -1).replace(/\\u([0-9a-fA-F]{4})?/g, (_, hex: string | undefined) => {
    if (hex === undefined) throw scanner.error('"\\u" in a string needs four hexadecimal digits', start);
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  const value = text.replaceAll('""', '"');
  if (!/[$#]/.test(quoted)) return { kind: 'literal', value };
  return { kind: 'interpolation', body: scanner.parseNested(value, scanner, start + 1) };
}
