import type { Budget } from '../limits';
import { OperationError } from '../template-error';
import { Matcher, type Positions } from './matcher';
import { parsePattern } from './parser';
import { type Compiled, compilePattern } from './program';

const MAX_PATTERN = 10_000;
const CACHED = 200;
const cache = new Map<string, Compiled>();

/** `String.matches`. @throws OperationError for a pattern that Java refuses, or when the budget is used up */
export function matchesWhole(text: string, pattern: string, budget: Budget): boolean {
  const compiled = compile(pattern, budget);
  return compiled.literal === undefined
    ? new Matcher(compiled, text, budget).matchAt(0, 'textEnd') !== undefined
    : compiled.literal === text;
}

/** `String.replaceAll` and `String.replaceFirst`. @throws OperationError */
export function replaceMatches(
  text: string,
  pattern: string,
  replacement: string,
  which: 'all' | 'first',
  budget: Budget,
): string {
  const compiled = compile(pattern, budget);
  const pieces: string[] = [];
  let end = 0;
  for (const match of matches(text, compiled, budget)) {
    const [from = 0, to = 0] = match;
    const piece = text.slice(end, from) + expand(replacement, text, match, compiled);
    budget.produce(piece.length);
    pieces.push(piece);
    end = to;
    if (which === 'first') break;
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(end);
}

/** `String.split`. @throws OperationError */
export function splitByRegex(text: string, pattern: string, limit: number, budget: Budget): string[] {
  const pieces: string[] = [];
  let end = 0;
  for (const [from = 0, to = 0] of matches(text, compile(pattern, budget), budget)) {
    if (limit > 0 && pieces.length === limit - 1) break;
    if (to === 0) continue;
    pieces.push(text.slice(end, from));
    end = to;
  }
  if (end === 0 && pieces.length === 0) return [text];
  pieces.push(text.slice(end));
  if (limit === 0) while (pieces.at(-1) === '') pieces.pop();
  return pieces;
}

function compile(pattern: string, budget: Budget): Compiled {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  if (pattern.length > MAX_PATTERN) throw new OperationError('the regular expression is too large');
  budget.spend(pattern.length);
  const compiled = compilePattern(parsePattern(pattern));
  const [oldest] = cache.keys();
  if (cache.size >= CACHED && oldest !== undefined) cache.delete(oldest);
  cache.set(pattern, compiled);
  return compiled;
}

/** All matches from left to right, that do not overlap. */
function* matches(text: string, compiled: Compiled, budget: Budget): Generator<Positions> {
  const { literal } = compiled;
  const matcher = new Matcher(compiled, text, budget);
  let from = 0;
  while (from <= text.length) {
    budget.spend(1);
    const found = literal ? literalMatch(text, literal, from) : matcher.search(from);
    if (found === undefined) return;
    yield found;
    const [start = 0, end = 0] = found;
    from = end > start ? end : end + 1;
  }
}

function literalMatch(text: string, literal: string, from: number): Positions | undefined {
  const at = text.indexOf(literal, from);
  return at < 0 ? undefined : [at, at + literal.length];
}

/** `$1`, `${name}` and backslashes of a replacement. */
function expand(replacement: string, text: string, match: Positions, { groups, names }: Compiled): string {
  if (!/[\\$]/.test(replacement)) return replacement;
  return replacement.replace(
    /\\([\s\S])?|\$(?:\{([a-zA-Z][a-zA-Z0-9]*)\}|(\d))?(\d*)/g,
    (whole, escaped, name, first, more) => {
      if (whole.startsWith('\\')) {
        if (escaped === undefined) throw new OperationError('the replacement ends with a backslash');
        return escaped;
      }
      if (name === undefined && first === undefined)
        throw new OperationError('"$" in a replacement needs a group number');
      if (name !== undefined) return groupText(text, match, names.get(name), `{${name}}`) + more;
      let digits = first as string;
      let rest = more as string;
      while (rest !== '' && Number(digits + rest[0]) <= groups) {
        digits += rest[0];
        rest = rest.slice(1);
      }
      return groupText(text, match, Number(digits) <= groups ? Number(digits) : undefined, digits) + rest;
    },
  );
}

function groupText(text: string, match: Positions, index: number | undefined, shown: string): string {
  if (index === undefined) throw new OperationError(`"$${shown}" in a replacement names no group`);
  const [from = -1, to = -1] = match.slice(2 * index, 2 * index + 2);
  return from < 0 || to < 0 ? '' : text.slice(from, to);
}
