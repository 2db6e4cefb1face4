import type { BinaryOperator, Expression } from './ast';
import { parseOperand, skipSpace } from './operand-parser';
import type { Scanner } from './scanner';

/** Operators from the weakest to the strongest, with the words that stand for them. */
const LEVELS: readonly (readonly [RegExp, Readonly<Record<string, BinaryOperator>>])[] = [
  [/\|\||or\b/y, { '||': 'or', or: 'or' }],
  [/&&|and\b/y, { '&&': 'and', and: 'and' }],
  [/==|!=|(?:eq|ne)\b/y, { '==': '==', '!=': '!=', eq: '==', ne: '!=' }],
  [
    /<=|>=|<|>|(?:lt|le|gt|ge)\b/y,
    { '<': '<', '>': '>', '<=': '<=', '>=': '>=', lt: '<', le: '<=', gt: '>', ge: '>=' },
  ],
  // "-1" is a number wherever it stands: Velocity does not subtract without a space behind the minus.
  [/\+|-(?!\.?\d)/y, { '+': '+', '-': '-' }],
  [/[*/%]/y, { '*': '*', '/': '/', '%': '%' }],
];

/** What may stand in `#if`, `#elseif` and on the right of `#set`. */
export function parseExpression(scanner: Scanner): Expression {
  return scanner.nested(() => parseLevel(scanner, 0));
}

function parseLevel(scanner: Scanner, level: number): Expression {
  const entry = LEVELS[level];
  if (entry === undefined) return parseUnary(scanner);
  const [pattern, operators] = entry;
  let left = parseLevel(scanner, level + 1);
  for (;;) {
    const at = scanner.offset();
    const operator = operators[scanner.take(pattern) ?? ''];
    if (operator === undefined) return left;
    left = { kind: 'binary', at, operator, left, right: parseLevel(scanner, level + 1) };
  }
}

function parseUnary(scanner: Scanner): Expression {
  skipSpace(scanner);
  if (scanner.take(/!|not\b/y) !== undefined) {
    return { kind: 'not', operand: scanner.nested(() => parseUnary(scanner)) };
  }
  if (scanner.take(/\(/y) === undefined) return parseOperand(scanner);
  const inner = parseExpression(scanner);
  scanner.expect(/\)/y, '")"');
  skipSpace(scanner);
  return inner;
}
