import type { Statement, Template } from './ast';
import { parseDirective, seesBlockEnd } from './directive-parser';
import { parseReference, seesReference } from './operand-parser';
import { Scanner } from './scanner';

const TEXT = /[^$#\\]+/y;
const LINE_COMMENT = /##[^\r\n]*(?:\r\n|\r|\n)?/y;
const BLOCK_COMMENT = /#\*[\s\S]*?\*#/y;
const LITERAL = /#\[\[([\s\S]*?)\]\]#/y;
const DIRECTIVE = /#(?:@?[A-Za-z_][A-Za-z0-9_@]*|\{@?[A-Za-z_][A-Za-z0-9_@]*\})/y;
const SET = /[ \t]*#(?:set|\{set\}) *\(/y;
const ESCAPED_REFERENCE = /\\+(?=\$!?(?:\{[A-Za-z_]|[A-Za-z_]))/y;
const ESCAPED_DIRECTIVE = /(\\+)#(?:\{?(@?[A-Za-z_][A-Za-z0-9_@]*)\}?)/y;
const KEYWORDS: ReadonlySet<string> = new Set(
  'if elseif else end set foreach macro define evaluate break stop include parse literal'.split(' '),
);

/** Reads a template's text. @throws TemplateError */
export function parseTemplate(source: string): Template {
  return parseAll(new Scanner(source, (text, from, at) => parseAll(from.inside(text, at))));
}

function parseAll(scanner: Scanner): Template {
  const body = parseStatements(scanner, new Set());
  if (!scanner.atEnd) throw scanner.error(`"${scanner.take(DIRECTIVE)}" has no directive that it belongs to`);
  return body;
}

/** Statements up to the end, or up to an `#else`, `#elseif` or `#end` that the caller takes. */
function parseStatements(scanner: Scanner, macros: Set<string>): Statement[] {
  const statements: Statement[] = [];
  while (!scanner.atEnd && !seesBlockEnd(scanner)) {
    const statement = parseStatement(scanner, macros);
    if (statement === undefined) continue;
    const last = statements.at(-1);
    if (statement.kind === 'text' && last?.kind === 'text') {
      statements[statements.length - 1] = { kind: 'text', text: last.text + statement.text };
    } else {
      statements.push(statement);
    }
  }
  return statements;
}

function parseStatement(scanner: Scanner, macros: Set<string>): Statement | undefined {
  // Only #set takes the spaces before it, and only where nothing but another element ended before them.
  if (scanner.sees(SET)) {
    scanner.take(/[ \t]+/y);
    return parseDirective(scanner, (s) => parseStatements(s, macros), macros);
  }
  const text = scanner.take(TEXT);
  if (text !== undefined) return { kind: 'text', text };
  if (scanner.sees(/\\/y)) return parseEscape(scanner, macros);
  if (seesReference(scanner)) return parseReference(scanner);
  if (scanner.take(LINE_COMMENT) !== undefined || scanner.take(BLOCK_COMMENT) !== undefined) return undefined;
  if (scanner.sees(/#\*/y)) throw scanner.error('the comment has no end "*#"');
  const literal = scanner.take(LITERAL);
  if (literal !== undefined) return { kind: 'text', text: literal.slice(3, -3) };
  if (scanner.sees(/#\[\[/y)) throw scanner.error('the text has no end "]]#"');
  if (scanner.sees(DIRECTIVE)) return parseDirective(scanner, (s) => parseStatements(s, macros), macros);
  return { kind: 'text', text: scanner.expect(/[\s\S]/y, 'text') };
}

/** Backslashes count only before a reference or a directive that exists. */
function parseEscape(scanner: Scanner, macros: ReadonlySet<string>): Statement {
  const escapes = scanner.take(ESCAPED_REFERENCE);
  if (escapes !== undefined) return parseReference(scanner, escapes);
  ESCAPED_DIRECTIVE.lastIndex = scanner.position;
  const match = ESCAPED_DIRECTIVE.exec(scanner.source);
  const [whole = '', slashes = '', name = ''] = match ?? [];
  if (match === null || !(KEYWORDS.has(name) || macros.has(name))) {
    return { kind: 'text', text: scanner.expect(/\\+/y, 'a backslash') };
  }
  const half = '\\'.repeat(Math.floor(slashes.length / 2));
  if (slashes.length % 2 === 0) {
    scanner.position += slashes.length;
    return { kind: 'text', text: name === 'set' ? slashes : half };
  }
  scanner.position += whole.length;
  return { kind: 'text', text: half + whole.slice(slashes.length) };
}
