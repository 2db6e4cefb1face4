import type { Template } from './ast';
import { TemplateError } from './template-error';

/** Blocks, brackets and parentheses inside each other: more would overflow the stack. */
const MAX_NESTING = 150;

/** A place in a template's text, moved forward by the parsers. */
export class Scanner {
  position = 0;

  constructor(
    readonly source: string,
    /** Parses the text of a double-quoted string as a template. */
    readonly parseNested: (text: string, from: Scanner, at: number) => Template,
    /** For text inside a string: the scanner it stands in, and where. */
    private readonly outer?: { readonly scanner: Scanner; readonly at: number },
    private nesting = 0,
  ) {}

  get atEnd(): boolean {
    return this.position >= this.source.length;
  }

  /** Tries a sticky expression here, and moves behind it. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.source);
    if (match === null) return undefined;
    this.position = pattern.lastIndex;
    return match[0];
  }

  /** Tries a sticky expression here, without moving. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    return pattern.test(this.source);
  }

  /** @throws TemplateError when something else stands here. */
  expect(pattern: RegExp, wanted: string): string {
    const text = this.take(pattern);
    if (text === undefined) throw this.error(`expected ${wanted}, got ${this.describe()}`);
    return text;
  }

  /** Runs a parser one level deeper. */
  nested<T>(parse: () => T): T {
    this.nesting += 1;
    if (this.nesting > MAX_NESTING) throw this.error('the template is nested too deeply');
    const result = parse();
    this.nesting -= 1;
    return result;
  }

  /** A scanner for text inside this one that reports errors at the right place. */
  inside(text: string, at: number): Scanner {
    return new Scanner(text, this.parseNested, { scanner: this, at }, this.nesting + 1);
  }

  error(reason: string, at = this.position): TemplateError {
    return this.outer === undefined
      ? TemplateError.at(this.source, at, reason)
      : this.outer.scanner.error(reason, this.outer.at + at);
  }

  /** An offset of this text as one of the whole template. */
  offset(at = this.position): number {
    return this.outer === undefined ? at : this.outer.scanner.offset(this.outer.at + at);
  }

  private describe(): string {
    if (this.atEnd) return 'the end of the template';
    return `"${this.source.slice(this.position, this.position + 12).split('\n')[0]}"`;
  }
}
