import { JavaList, JavaMap, type Value } from '../vtl';

/** Deeper documents are refused, as the parser of the service refuses them. */
const MAX_DEPTH = 400;
const NUMBER = /-?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)(?=[\s,:\]}]|$)/y;
const DOUBLE_QUOTED = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const SINGLE_QUOTED = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'/y;
const BARE_VALUE = /[^,\]}]+/y;
const BARE_KEY = /[^:,\]}]+/y;

/** Text that is no JSON, not even to a lenient parser. */
export class JsonError extends Error {}

/**
 * Parses JSON as leniently as json-smart, the parser behind `$input`: keys and text may stand without quotes or in
 * single ones, commas may be left over, and text that starts like nothing else is a string as a whole.
 * @throws JsonError
 */
export function parseLenientJson(text: string): Value {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (!/^[[{"']/.test(trimmed)) return bare(trimmed);
  const parser = new LenientParser(trimmed);
  return parser.document();
}

class LenientParser {
  private position = 0;

  constructor(private readonly text: string) {}

  document(): Value {
    const value = this.value(0);
    if (this.position < this.text.length) throw new JsonError(`unexpected text at ${this.position}`);
    return value;
  }

  private value(depth: number): Value {
    if (depth > MAX_DEPTH) throw new JsonError('nested too deeply');
    this.skipSpace();
    const value = this.bareValue(depth);
    this.skipSpace();
    return value;
  }

  private bareValue(depth: number): Value {
    if (this.skip('{')) return this.object(depth);
    if (this.skip('[')) return this.array(depth);
    const quoted = this.quoted();
    if (quoted !== undefined) return quoted;
    const number = this.take(NUMBER);
    if (number !== undefined) return toNumber(number);
    const word = this.take(BARE_VALUE)?.trim();
    if (word === undefined || word === '' || /^["']/.test(word))
      throw new JsonError(`expected a value at ${this.position}`);
    return bare(word);
  }

  private object(depth: number): JavaMap {
    const map = new JavaMap();
    for (;;) {
      this.skipSpace();
      if (this.skip(',')) continue;
      if (this.skip('}')) return map;
      const name = this.quoted() ?? this.take(BARE_KEY)?.trim();
      this.skipSpace();
      if (name === undefined || !this.skip(':')) throw new JsonError(`expected a key and ":" at ${this.position}`);
      map.entries.set(name, this.value(depth + 1));
      if (!this.skip(',') && this.text[this.position] !== '}') throw new JsonError(`expected "}" at ${this.position}`);
    }
  }

  private array(depth: number): JavaList {
    const items: Value[] = [];
    for (;;) {
      this.skipSpace();
      if (this.skip(',')) continue;
      if (this.skip(']')) return new JavaList(items, 'json');
      items.push(this.value(depth + 1));
      if (!this.skip(',') && this.text[this.position] !== ']') throw new JsonError(`expected "]" at ${this.position}`);
    }
  }

  private quoted(): string | undefined {
    const quote = this.text[this.position];
    if (quote !== '"' && quote !== "'") return undefined;
    const start = this.position + 1;
    const end = this.text.indexOf(quote, start);
    const plain = this.text.slice(start, Math.max(start, end));
    if (end >= 0 && !plain.includes('\\')) {
      this.position = end + 1;
      return plain;
    }
    const escaped = this.take(quote === '"' ? DOUBLE_QUOTED : SINGLE_QUOTED);
    return escaped === undefined ? undefined : unescape(escaped.slice(1, -1));
  }

  private skipSpace(): void {
    while (this.text.charCodeAt(this.position) <= 32) this.position += 1;
  }

  private skip(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.position = pattern.lastIndex;
    return match[0];
  }
}

function bare(word: string): Value {
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  return /^-?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)$/.test(word) ? toNumber(word) : word;
}

function toNumber(text: string): bigint | number {
  return /^-?\d+$/.test(text) ? BigInt(text) : Number(text);
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
