import { OperationError } from '../template-error';
import { otherCase, property, shorthand } from './character-classes';
import type { CharacterTest } from './pattern';

/** Reads escapes and character classes of a Java regular expression. */
export class ClassParser {
  protected position = 0;

  constructor(protected readonly source: string) {}

  protected get atEnd(): boolean {
    return this.position >= this.source.length;
  }

  protected take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.source);
    if (match === null) return undefined;
    this.position = pattern.lastIndex;
    return match[0];
  }

  protected sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    return pattern.test(this.source);
  }

  protected codePoint(): string {
    const code = this.source.codePointAt(this.position);
    if (code === undefined) throw this.fault('unexpected end');
    const text = String.fromCodePoint(code);
    this.position += text.length;
    return text;
  }

  protected fault(reason: string): OperationError {
    return new OperationError(
      `"${this.source.slice(0, 80)}" is no regular expression: ${reason} near index ${this.position}`,
    );
  }

  /** What stands behind a backslash: a character, or a class of them. */
  protected escape(): string | CharacterTest {
    const code = this.take(/x\{[0-9a-fA-F]{1,6}\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}/y);
    if (code !== undefined) return this.fromCode(Number.parseInt(code.replace(/[xu{}]/g, ''), 16));
    const octal = this.take(/0[0-3]?[0-7]{1,2}/y);
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    const control = this.take(/c[\s\S]/y);
    if (control !== undefined) return String.fromCodePoint(control.charCodeAt(1) ^ 64);
    const named = this.take(/[pP](?:\{\^?[\w=]+\}|[A-Z])/y);
    if (named !== undefined) return this.property(named);
    const letter = this.codePoint();
    const test = shorthand(letter);
    if (test !== undefined) return test;
    const plain = CONTROLS[letter];
    if (plain !== undefined) return plain;
    if (/[a-zA-Z]/.test(letter)) throw this.fault(`unknown escape "\\${letter}"`);
    return letter;
  }

  /** What stands behind `[`, with the closing bracket. */
  protected characterClass(ignoreCase: boolean, depth = 0): CharacterTest {
    if (depth > 20) throw this.fault('nested too deeply');
    const negative = this.take(/\^/y) !== undefined;
    const intersected: CharacterTest[] = [];
    let tests: CharacterTest[] = [];
    for (;;) {
      // A bracket right at the start is a character of the class.
      const isEmpty = tests.length === 0 && intersected.length === 0;
      if (!isEmpty && this.take(/\]/y) !== undefined) break;
      if (this.atEnd) throw this.fault('unclosed character class');
      if (this.take(/&&/y) !== undefined) {
        intersected.push(union(tests));
        tests = [];
      } else if (this.take(/\[/y) !== undefined) {
        tests.push(this.characterClass(ignoreCase, depth + 1));
      } else {
        tests.push(this.classItem(ignoreCase));
      }
    }
    if (tests.length > 0) intersected.push(union(tests));
    const test: CharacterTest = (c) => intersected.every((one) => one(c));
    return negative ? (c) => !test(c) : test;
  }

  private classItem(ignoreCase: boolean): CharacterTest {
    const first = this.classCharacter();
    if (typeof first !== 'string') return first;
    const from = first.codePointAt(0) as number;
    if (!this.sees(/-(?![\]&[])/y)) return ranged(from, from, ignoreCase);
    this.position += 1;
    const last = this.classCharacter();
    if (typeof last !== 'string') return union([ranged(from, from, ignoreCase), (c) => c === 45, last]);
    const to = last.codePointAt(0) as number;
    if (to < from) throw this.fault('illegal character range');
    return ranged(from, to, ignoreCase);
  }

  private classCharacter(): string | CharacterTest {
    const literal = this.take(/\\Q[\s\S]\\E/y);
    if (literal !== undefined) return literal.charAt(2);
    return this.take(/\\/y) === undefined ? this.codePoint() : this.escape();
  }

  private property(text: string): CharacterTest {
    const name = text.slice(1).replace(/[{}^]/g, '');
    const test = property(name);
    if (test === undefined) throw this.fault(`unknown property "${name}"`);
    return text.startsWith('P') !== text.includes('^') ? (c) => !test(c) : test;
  }

  private fromCode(code: number): string {
    if (code > 0x10ffff) throw this.fault('the code point is too large');
    return String.fromCodePoint(code);
  }
}

const CONTROLS: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  f: '\f',
  a: '\u0007',
  e: '\u001b',
};

function union(tests: readonly CharacterTest[]): CharacterTest {
  return (c) => tests.some((test) => test(c));
}

function ranged(from: number, to: number, ignoreCase: boolean): CharacterTest {
  const inside: CharacterTest = (c) => c >= from && c <= to;
  return ignoreCase ? (c) => inside(c) || inside(otherCase(c)) : inside;
}
