/** A path that cannot be read. */
export class JsonPathError extends Error {}

/** One step of a path. */
export type PathStep =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'properties'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly by: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'scan' }
  | { readonly kind: 'filter'; readonly test: Filter }
  | { readonly kind: 'function'; readonly name: string };

export type Filter =
  | { readonly kind: 'or' | 'and'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly operand: Filter }
  | { readonly kind: 'exists'; readonly path: readonly PathStep[] }
  | { readonly kind: 'compare'; readonly left: Operand; readonly operator: string; readonly right: Operand };

export type Operand =
  | { readonly kind: 'path'; readonly root: '$' | '@'; readonly path: readonly PathStep[] }
  | { readonly kind: 'value'; readonly value: string | bigint | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Operand[] }
  | { readonly kind: 'regex'; readonly pattern: string };

const NAME = /[^\s.[\](),=!<>&|~@?]+/y;
const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/y;
const INTEGER = /-?\d+/y;
const MAX_NESTING = 50;

/** Paths mostly stand in templates: few, and read often. Those that requests bring shall not fill the memory. */
const CACHED = 500;
const CACHED_LENGTH = 200;
const parsed = new Map<string, readonly PathStep[]>();

/** Reads a path text: `$.a['b'][0]`, `$..c[?(@.d > 1)]`, `$.list.length()`. A missing `$.` is added, as in Jayway. @throws JsonPathError */
export function parseJsonPath(text: string): readonly PathStep[] {
  if (text.length > CACHED_LENGTH) return readPath(text);
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const steps = readPath(text);
  if (parsed.size >= CACHED) parsed.clear();
  parsed.set(text, steps);
  return steps;
}

function readPath(text: string): readonly PathStep[] {
  const trimmed = text.trim();
  const reader = new PathReader(/^[$@]/.test(trimmed) ? trimmed : `$.${trimmed}`);
  return reader.whole();
}

class PathReader {
  private position = 0;
  private nesting = 0;

  constructor(private readonly text: string) {}

  whole(): readonly PathStep[] {
    this.position = 1;
    const steps = this.steps();
    if (this.position < this.text.length) throw this.fault();
    return steps;
  }

  private steps(): PathStep[] {
    const steps: PathStep[] = [];
    for (;;) {
      if (this.take(/\.\./y) !== undefined) {
        steps.push({ kind: 'scan' });
        if (!this.sees(/\[/y)) steps.push(this.named());
      } else if (this.take(/\./y) !== undefined) {
        steps.push(this.named());
      } else if (this.take(/\[\s*/y) !== undefined) {
        steps.push(this.bracket());
        this.expect(/\s*\]/y);
      } else {
        return steps;
      }
    }
  }

  private named(): PathStep {
    if (this.take(/\*/y) !== undefined) return { kind: 'wildcard' };
    const name = this.expect(NAME);
    return this.take(/\(\s*\)/y) === undefined ? { kind: 'property', name } : { kind: 'function', name };
  }

  private bracket(): PathStep {
    if (this.take(/\*/y) !== undefined) return { kind: 'wildcard' };
    if (this.take(/\?\s*\(/y) !== undefined) {
      const test = this.or();
      this.expect(/\s*\)/y);
      return { kind: 'filter', test };
    }
    if (this.sees(/['"]/y)) return this.properties();
    if (this.sees(/(?:-?\d+)?\s*:/y)) return this.slice();
    const indexes = [Number(this.expect(INTEGER))];
    while (this.take(/\s*,\s*/y) !== undefined) indexes.push(Number(this.expect(INTEGER)));
    return { kind: 'indexes', indexes };
  }

  private properties(): PathStep {
    const names = [this.quoted()];
    while (this.take(/\s*,\s*/y) !== undefined) names.push(this.quoted());
    const [name] = names;
    return names.length === 1 && name !== undefined ? { kind: 'property', name } : { kind: 'properties', names };
  }

  private slice(): PathStep {
    const from = this.take(INTEGER);
    this.expect(/\s*:\s*/y);
    const to = this.take(INTEGER);
    const by = this.take(/\s*:\s*/y) === undefined ? undefined : this.take(INTEGER);
    return {
      kind: 'slice',
      from: from === undefined ? undefined : Number(from),
      to: to === undefined ? undefined : Number(to),
      by: Math.max(1, Number(by ?? 1)),
    };
  }

  private or(): Filter {
    let left = this.and();
    while (this.take(/\s*\|\|/y) !== undefined) left = { kind: 'or', left, right: this.and() };
    return left;
  }

  private and(): Filter {
    let left = this.comparison();
    while (this.take(/\s*&&/y) !== undefined) left = { kind: 'and', left, right: this.comparison() };
    return left;
  }

  private comparison(): Filter {
    this.nesting += 1;
    if (this.nesting > MAX_NESTING) throw this.fault();
    const filter = this.bareComparison();
    this.nesting -= 1;
    return filter;
  }

  private bareComparison(): Filter {
    this.take(/\s+/y);
    if (this.take(/!(?!=)/y) !== undefined) return { kind: 'not', operand: this.comparison() };
    if (this.take(/\(/y) !== undefined) {
      const inner = this.or();
      this.expect(/\s*\)/y);
      return inner;
    }
    const left = this.operand();
    const operator = this.take(/\s*(?:==|!=|<=|>=|=~|<|>|(?:in|nin|size|empty|contains)\b)/y)?.trim();
    if (operator !== undefined) return { kind: 'compare', left, operator, right: this.operand() };
    if (left.kind !== 'path') throw this.fault();
    return { kind: 'exists', path: left.path };
  }

  private operand(): Operand {
    this.take(/\s+/y);
    const root = this.take(/[@$]/y);
    if (root === '@' || root === '$') return { kind: 'path', root, path: this.steps() };
    if (this.sees(/['"]/y)) return { kind: 'value', value: this.quoted() };
    const regex = this.take(/\/(?:[^/\\]|\\.)+\/i?/y);
    if (regex !== undefined) return { kind: 'regex', pattern: toPattern(regex) };
    if (this.take(/\[/y) !== undefined) return this.list();
    const word = this.expect(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
    if (word === 'true' || word === 'false') return { kind: 'value', value: word === 'true' };
    if (word === 'null') return { kind: 'value', value: null };
    return { kind: 'value', value: /^-?\d+$/.test(word) ? BigInt(word) : Number(word) };
  }

  private list(): Operand {
    const items: Operand[] = [];
    if (this.take(/\s*\]/y) !== undefined) return { kind: 'list', items };
    do {
      items.push(this.operand());
    } while (this.take(/\s*,/y) !== undefined);
    this.expect(/\s*\]/y);
    return { kind: 'list', items };
  }

  private quoted(): string {
    return this.expect(QUOTED).slice(1, -1).replace(/\\(.)/g, '$1');
  }

  private sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    return pattern.test(this.text);
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.position = pattern.lastIndex;
    return match[0];
  }

  private expect(pattern: RegExp): string {
    const text = this.take(pattern);
    if (text === undefined) throw this.fault();
    return text;
  }

  private fault(): JsonPathError {
    return new JsonPathError(
      `"${this.text.slice(0, 80)}" is no JSON path: stuck at "${this.text.slice(this.position, this.position + 12)}"`,
    );
  }
}

function toPattern(regex: string): string {
  const end = regex.lastIndexOf('/');
  return (regex.endsWith('i') ? '(?i)' : '') + regex.slice(1, end);
}
