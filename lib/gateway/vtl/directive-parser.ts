import type { Branch, Expression, Statement, Template } from './ast';
import { parseExpression } from './expression-parser';
import { parseOperand, parseReference, skipSpace } from './operand-parser';
import type { Scanner } from './scanner';

/** Reads statements up to the end of a block. */
export type ParseBody = (scanner: Scanner) => Template;

const NAME = /#(?:@?[A-Za-z_][A-Za-z0-9_@]*|\{@?[A-Za-z_][A-Za-z0-9_@]*\})/y;
const BLOCK_END = /#(?:(?:end|else|elseif)(?![A-Za-z0-9_@])|\{(?:end|else|elseif)\})/y;
/** A closing parenthesis, `#else` and `#end` take the rest of their line when it is empty. */
const REST_OF_LINE = /[ \t]*(?:\r\n|\r|\n)/y;
const OPEN = /[ \t\r\n]*\(/y;
const OPEN_SET = / *\(/y;
const WORD = /[A-Za-z_@][A-Za-z0-9_@]*/y;

export function seesBlockEnd(scanner: Scanner): boolean {
  return scanner.sees(BLOCK_END);
}

/** Any directive. Names of macros are added to `macros`, for escapes behind them. */
export function parseDirective(scanner: Scanner, parseBody: ParseBody, macros: Set<string>): Statement {
  const start = scanner.position;
  const at = scanner.offset();
  const name = takeName(scanner);
  const context = { scanner, parseBody, macros, start, at, name };
  const hasArguments = scanner.sees(OPEN);
  if (name === 'set' && scanner.sees(OPEN_SET)) return parseSet(context);
  if (name === 'if') return parseIf(context);
  if (name === 'foreach') return parseForeach(context);
  if (name === 'macro') return parseMacro(context);
  if (name === 'define') return parseDefine(context);
  if (name === 'evaluate') return { kind: 'evaluate', at, argument: parseOnlyArgument(context) };
  if (name === 'break' || name === 'stop') {
    return hasArguments ? { kind: name, at, scope: parseOnlyArgument(context) } : { kind: name, at };
  }
  if (name === 'include' || name === 'parse') {
    throw scanner.error(`"#${name}" reads files, which mapping templates cannot`, start);
  }
  return parseCall(context);
}

interface DirectiveContext {
  readonly scanner: Scanner;
  readonly parseBody: ParseBody;
  readonly macros: Set<string>;
  readonly start: number;
  readonly at: number;
  readonly name: string;
}

function takeName(scanner: Scanner): string {
  return scanner.expect(NAME, 'a directive').replace(/[#{}]/g, '');
}

function open({ scanner, name }: DirectiveContext): void {
  scanner.expect(OPEN, `"(" behind "#${name}"`);
}

function close(scanner: Scanner): void {
  skipSpace(scanner);
  scanner.expect(/\)/y, '")"');
  scanner.take(REST_OF_LINE);
}

function parseSet(context: DirectiveContext): Statement {
  const { scanner, at } = context;
  open(context);
  skipSpace(scanner);
  const target = parseReference(scanner);
  const last = target.steps.at(-1);
  if (last?.kind === 'method') throw scanner.error(`"${target.source}" is the answer of a method, which cannot be set`);
  skipSpace(scanner);
  scanner.expect(/=(?!=)/y, '"="');
  const value = parseExpression(scanner);
  close(scanner);
  return { kind: 'set', at, target, value };
}

function parseCondition(context: DirectiveContext): Expression {
  open(context);
  const condition = parseExpression(context.scanner);
  close(context.scanner);
  return condition;
}

function parseIf(context: DirectiveContext): Statement {
  const { scanner, at, start } = context;
  const branches: Branch[] = [];
  let condition: Expression | undefined = parseCondition(context);
  for (;;) {
    const body = scanner.nested(() => context.parseBody(scanner));
    branches.push({ condition, body });
    if (scanner.atEnd) throw scanner.error('"#if" has no "#end"', start);
    const name = takeName(scanner);
    if (name === 'end') {
      scanner.take(REST_OF_LINE);
      return { kind: 'if', at, branches };
    }
    if (condition === undefined) throw scanner.error(`"#${name}" stands behind "#else"`);
    condition = name === 'elseif' ? parseCondition({ ...context, name }) : undefined;
    if (name === 'else') scanner.take(REST_OF_LINE);
  }
}

/** A body and its `#end`. */
function parseBlock({ scanner, parseBody, name, start }: DirectiveContext): Template {
  const body = scanner.nested(() => parseBody(scanner));
  if (scanner.atEnd) throw scanner.error(`"#${name}" has no "#end"`, start);
  const end = takeName(scanner);
  if (end !== 'end') throw scanner.error(`"#${end}" stands in "#${name}", expected "#end"`);
  scanner.take(REST_OF_LINE);
  return body;
}

function parseForeach(context: DirectiveContext): Statement {
  const { scanner, at } = context;
  open(context);
  skipSpace(scanner);
  const variable = parseReference(scanner).name;
  skipSpace(scanner);
  scanner.expect(/in(?![A-Za-z0-9_])/y, '"in"');
  const list = parseOperand(scanner);
  close(scanner);
  return { kind: 'foreach', at, variable, list, body: parseBlock(context) };
}

function parseMacro(context: DirectiveContext): Statement {
  const { scanner, at } = context;
  open(context);
  skipSpace(scanner);
  const name = scanner.expect(WORD, 'the name of the macro');
  const parameters = parseArguments(scanner).map((argument) => {
    if (argument.kind === 'reference') return argument.name;
    throw scanner.error(`the parameters of the macro "${name}" must be references like $value`);
  });
  context.macros.add(name);
  return { kind: 'macro', at, macro: { name, parameters, body: parseBlock(context) } };
}

function parseDefine(context: DirectiveContext): Statement {
  const { scanner, at } = context;
  open(context);
  skipSpace(scanner);
  const { name } = parseReference(scanner);
  close(scanner);
  return { kind: 'define', at, name, body: parseBlock(context) };
}

function parseOnlyArgument(context: DirectiveContext): Expression {
  open(context);
  const argument = parseOperand(context.scanner);
  close(context.scanner);
  return argument;
}

/** Operands with spaces or commas between them, and the closing parenthesis. Bare words are for names that are no macro. */
function parseArguments(scanner: Scanner): Expression[] {
  const args: Expression[] = [];
  skipSpace(scanner);
  while (!scanner.sees(/\)/y)) {
    const word = scanner.sees(/(?:true|false)(?!\w)/y) ? undefined : scanner.take(WORD);
    args.push(word === undefined ? scanner.nested(() => parseOperand(scanner)) : { kind: 'literal', value: word });
    scanner.take(/,/y);
    skipSpace(scanner);
  }
  close(scanner);
  return args;
}

function parseCall(context: DirectiveContext): Statement {
  const { scanner, start, at, name } = context;
  const hasArguments = scanner.take(OPEN) !== undefined;
  const args = hasArguments ? parseArguments(scanner) : [];
  const call = { kind: 'call', at, args } as const;
  if (!name.startsWith('@') || !hasArguments) {
    return { ...call, name, source: scanner.source.slice(start, scanner.position) };
  }
  const body = parseBlock(context);
  return { ...call, name: name.slice(1), body, source: scanner.source.slice(start, scanner.position) };
}
