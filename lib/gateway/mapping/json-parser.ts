import { JavaList, JavaMap, type Value } from '../vtl';

/** Deeper documents are refused, as the parser of the service refuses them. */
const MAX_DEPTH = 400;
const SPACE = /[^!-\uffff]*/y;
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
    this.take(SPACE);
    const value = this.bareValue(depth);
    this.take(SPACE);
    return value;
  }

  private bareValue(depth: number): Value {
    if (this.skip('{')) return this.object(depth);
    if (this.skip('[')) return this.array(depth);
    const quoted = this.take(DOUBLE_QUOTED) ?? this.take(SINGLE_QUOTED);
    if (quoted !== undefined) return unescape(quoted.slice(1, -1));
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
      this.take(SPACE);
      if (this.skip(',')) continue;
      if (this.skip('}')) return map;
      const key = this.take(DOUBLE_QUOTED) ?? this.take(SINGLE_QUOTED);
      const name = key === undefined ? this.take(BARE_KEY)?.trim() : unescape(key.slice(1, -1));
      this.take(SPACE);
      if (name === undefined || !this.skip(':')) throw new JsonError(`expected a key and ":" at ${this.position}`);
      map.entries.set(name, this.value(depth + 1));
      if (!this.skip(',') && this.text[this.position] !== '}') throw new JsonError(`expected "}" at ${this.position}`);
    }
  }

  private array(depth: number): JavaList {
    const items: Value[] = [];
    for (;;) {
      this.take(SPACE);
      if (this.skip(',')) continue;
      if (this.skip(']')) return new JavaList(items, 'json');
      items.push(this.value(depth + 1));
      if (!this.skip(',') && this.text[this.position] !== ']') throw new JsonError(`expected "]" at ${this.position}`);
    }
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
