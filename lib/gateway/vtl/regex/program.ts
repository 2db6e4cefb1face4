import { OperationError } from '../template-error';
import type { Anchor, CharacterTest, ParsedPattern, Pattern } from './pattern';

/** One instruction of a compiled pattern. Targets are indexes of instructions. */
export type Instruction =
  | { readonly op: 'character'; readonly test: CharacterTest }
  /** As many of one character as there are, and fewer when it comes back. */
  | { readonly op: 'span'; readonly test: CharacterTest }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { op: 'progress'; readonly slot: number }
  | { readonly op: 'anchor'; readonly anchor: Anchor }
  | { readonly op: 'backreference'; readonly index: number; readonly ignoreCase: boolean }
  | { readonly op: 'look'; readonly ahead: boolean; readonly negative: boolean; readonly body: Program }
  | { readonly op: 'atomic'; readonly body: Program }
  | { readonly op: 'match' };

export type Program = readonly Instruction[];

export interface Compiled {
  readonly program: Program;
  /** Positions that a run keeps: two for each group, then one for each loop. */
  readonly slots: number;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** The text that the pattern is, if it is nothing but text. */
  readonly literal?: string;
  /** What a match must start with, if that is one character. */
  readonly first?: CharacterTest;
}

const MAX_SIZE = 20_000;

/** Turns a pattern into instructions for the matcher. @throws OperationError when it grows too large */
export function compilePattern({ pattern, groups, names }: ParsedPattern): Compiled {
  const compiler = new Compiler(2 * (groups + 1));
  const program = compiler.program(pattern);
  const [first] = program;
  return {
    program,
    slots: compiler.slots,
    groups,
    names,
    literal: literalOf(pattern),
    first: first?.op === 'character' ? first.test : undefined,
  };
}

function literalOf(pattern: Pattern): string | undefined {
  if (pattern.kind === 'character') return pattern.text;
  if (pattern.kind !== 'sequence') return undefined;
  const texts = pattern.items.map((item) => (item.kind === 'character' ? item.text : undefined));
  return texts.includes(undefined) ? undefined : texts.join('');
}

class Compiler {
  private size = 0;

  constructor(public slots: number) {}

  program(pattern: Pattern): Program {
    const code: Instruction[] = [];
    this.emit(code, pattern);
    code.push({ op: 'match' });
    return code;
  }

  private emit(code: Instruction[], pattern: Pattern): void {
    this.size += 1;
    if (this.size > MAX_SIZE) throw new OperationError('the regular expression is too large');
    switch (pattern.kind) {
      case 'empty':
        return;
      case 'character':
        code.push({ op: 'character', test: pattern.test });
        return;
      case 'sequence':
        for (const item of pattern.items) this.emit(code, item);
        return;
      case 'choice':
        return this.choice(code, pattern.options);
      case 'group':
        code.push({ op: 'save', slot: 2 * pattern.index });
        this.emit(code, pattern.body);
        code.push({ op: 'save', slot: 2 * pattern.index + 1 });
        return;
      case 'look':
        code.push({ op: 'look', ahead: pattern.ahead, negative: pattern.negative, body: this.program(pattern.body) });
        return;
      case 'atomic':
        code.push({ op: 'atomic', body: this.program(pattern.body) });
        return;
      case 'backreference':
        code.push({ op: 'backreference', index: pattern.index, ignoreCase: pattern.ignoreCase });
        return;
      case 'anchor':
        code.push({ op: 'anchor', anchor: pattern.anchor });
        return;
      default:
        return this.repeat(code, pattern);
    }
  }

  private choice(code: Instruction[], options: readonly Pattern[]): void {
    const exits: { op: 'jump'; to: number }[] = [];
    options.forEach((option, i) => {
      if (i === options.length - 1) return this.emit(code, option);
      const split = { op: 'split' as const, first: code.length + 1, second: 0 };
      code.push(split);
      this.emit(code, option);
      const exit = { op: 'jump' as const, to: 0 };
      exits.push(exit);
      code.push(exit);
      split.second = code.length;
    });
    for (const exit of exits) exit.to = code.length;
  }

  private repeat(code: Instruction[], pattern: Pattern & { kind: 'repeat' }): void {
    const { body, min, max, mode } = pattern;
    if (mode === 'possessive') {
      code.push({ op: 'atomic', body: this.program({ ...pattern, mode: 'greedy' }) });
      return;
    }
    for (let i = 0; i < min; i += 1) this.emit(code, body);
    if (max === Number.POSITIVE_INFINITY) return this.loop(code, body, mode);
    const splits: { op: 'split'; first: number; second: number }[] = [];
    for (let i = min; i < max; i += 1) {
      const split = { op: 'split' as const, first: code.length + 1, second: 0 };
      splits.push(split);
      code.push(split);
      this.emit(code, body);
    }
    for (const split of splits) aim(split, split.first, code.length, mode);
  }

  private loop(code: Instruction[], body: Pattern, mode: 'greedy' | 'lazy'): void {
    if (body.kind === 'character' && mode === 'greedy') {
      code.push({ op: 'span', test: body.test });
      return;
    }
    const slot = this.slots;
    this.slots += 1;
    const start = code.length;
    const split = { op: 'split' as const, first: 0, second: 0 };
    code.push(split);
    if (body.kind !== 'character') code.push({ op: 'save', slot });
    this.emit(code, body);
    // A round that took nothing ends the loop: it would go on for ever.
    if (body.kind !== 'character') code.push({ op: 'progress', slot });
    code.push({ op: 'jump', to: start });
    aim(split, start + 1, code.length, mode);
  }
}

function aim(split: { first: number; second: number }, into: number, past: number, mode: 'greedy' | 'lazy'): void {
  split.first = mode === 'greedy' ? into : past;
  split.second = mode === 'greedy' ? past : into;
}
