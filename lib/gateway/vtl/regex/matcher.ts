import type { Budget } from '../limits';
import { OperationError } from '../template-error';
import { isLineEnd, isWord, otherCase } from './character-classes';
import type { Anchor } from './pattern';
import type { Compiled, Instruction, Program } from './program';

/** Positions of a match: two for the whole, two for each group; -1 for a group that took no part. */
export type Positions = readonly number[];

interface State {
  readonly pc: number;
  readonly at: number;
  readonly slots: number[];
}

/** A way that was not taken: at `at`, and when it comes to it at each place down to `floor`. */
interface Pending {
  readonly pc: number;
  at: number;
  readonly slots: number[];
  readonly floor: number;
}

const MAX_PENDING = 1_000_000;

/**
 * Runs a compiled pattern by backtracking, with a stack of its own and every step counted: a pattern that would run for
 * ever ends with the budget.
 */
export class Matcher {
  constructor(
    private readonly compiled: Compiled,
    private readonly text: string,
    private readonly budget: Budget,
  ) {}

  /** The first match at or behind a position. */
  search(from: number): Positions | undefined {
    const { first } = this.compiled;
    for (let at = from; at <= this.text.length; at += 1) {
      if (first !== undefined) {
        at = this.skip(first, at);
        if (at >= this.text.length) return undefined;
      }
      const found = this.matchAt(at);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A match that starts here, and ends at the end if wanted. */
  matchAt(at: number, end: 'anywhere' | 'textEnd' = 'anywhere'): Positions | undefined {
    const slots: number[] = new Array(this.compiled.slots).fill(-1);
    slots[0] = at;
    const stop = this.run(this.compiled.program, at, slots, end === 'textEnd' ? this.text.length : undefined);
    if (stop === undefined) return undefined;
    slots[1] = stop;
    return slots.slice(0, 2 * (this.compiled.groups + 1));
  }

  private skip(first: (c: number) => boolean, from: number): number {
    let at = from;
    while (at < this.text.length && !first(this.text.codePointAt(at) as number)) at += 1;
    this.budget.spend(1 + ((at - from) >> 4));
    return at;
  }

  /** Where the program ends, with the slots as it left them; undefined when it fails. */
  private run(program: Program, start: number, slots: number[], mustEnd?: number): number | undefined {
    const pending: Pending[] = [];
    let state: State | undefined = { pc: 0, at: start, slots };
    let steps = 0;
    while (state !== undefined) {
      steps += 1;
      if (steps % 64 === 0) this.budget.spend(64);
      const instruction = program[state.pc] as Instruction;
      if (instruction.op === 'match' && (mustEnd === undefined || state.at === mustEnd)) {
        this.budget.spend(steps % 64);
        slots.splice(0, slots.length, ...state.slots);
        return state.at;
      }
      state = this.advance(instruction, state, pending) ?? retreat(pending, this.text);
    }
    this.budget.spend(steps % 64);
    return undefined;
  }

  private advance(instruction: Instruction, state: State, pending: Pending[]): State | undefined {
    const { pc, at, slots } = state;
    if (pending.length > MAX_PENDING) throw new OperationError('the regular expression leaves too many ways open');
    if (instruction.op === 'jump') return { pc: instruction.to, at, slots };
    if (instruction.op === 'split') {
      pending.push({ pc: instruction.second, at, slots, floor: at });
      return { pc: instruction.first, at, slots };
    }
    if (instruction.op === 'span') {
      const end = this.spanEnd(instruction.test, at);
      if (end > at) pending.push({ pc: pc + 1, at: end, slots, floor: at });
      return { pc: pc + 1, at: end, slots };
    }
    const next = this.step(instruction, at, slots);
    return next && { pc: pc + 1, at: next.at, slots: next.slots };
  }

  private spanEnd(test: (c: number) => boolean, from: number): number {
    let at = from;
    for (;;) {
      const code = this.text.codePointAt(at);
      if (code === undefined || !test(code)) break;
      at += code > 0xffff ? 2 : 1;
    }
    this.budget.spend((at - from) >> 3);
    return at;
  }

  private step(instruction: Instruction, at: number, slots: number[]): { at: number; slots: number[] } | undefined {
    switch (instruction.op) {
      case 'character': {
        const code = this.text.codePointAt(at);
        if (code === undefined || !instruction.test(code)) return undefined;
        return { at: at + (code > 0xffff ? 2 : 1), slots };
      }
      case 'save':
        this.budget.spend(slots.length >> 3);
        return { at, slots: slots.with(instruction.slot, at) };
      case 'progress':
        return slots[instruction.slot] === at ? undefined : { at, slots };
      case 'anchor':
        return this.holds(instruction.anchor, at) ? { at, slots } : undefined;
      case 'backreference':
        return this.backreference(instruction, at, slots);
      case 'look': {
        const inner = [...slots];
        const found = instruction.ahead
          ? this.run(instruction.body, at, inner) !== undefined
          : this.behind(instruction.body, at, inner);
        if (found === instruction.negative) return undefined;
        return { at, slots: instruction.negative ? slots : inner };
      }
      case 'atomic': {
        const inner = [...slots];
        const end = this.run(instruction.body, at, inner);
        return end === undefined ? undefined : { at: end, slots: inner };
      }
      default:
        return undefined;
    }
  }

  private behind(body: Program, at: number, slots: number[]): boolean {
    for (let from = at; from >= 0; from -= 1) {
      this.budget.spend(1);
      if (this.run(body, from, slots, at) !== undefined) return true;
    }
    return false;
  }

  private backreference(
    { index, ignoreCase }: { readonly index: number; readonly ignoreCase: boolean },
    at: number,
    slots: number[],
  ): { at: number; slots: number[] } | undefined {
    const from = index <= this.compiled.groups ? (slots[2 * index] ?? -1) : -1;
    const to = slots[2 * index + 1] ?? -1;
    if (from < 0 || to < 0) return undefined;
    this.budget.spend(1 + ((to - from) >> 4));
    for (let i = 0; i < to - from; i += 1) {
      const a = this.text.charCodeAt(from + i);
      const b = this.text.charCodeAt(at + i);
      if (a !== b && !(ignoreCase && otherCase(a) === b)) return undefined;
    }
    return { at: at + to - from, slots };
  }

  private holds(anchor: Anchor, at: number): boolean {
    const { text } = this;
    switch (anchor) {
      case 'start':
        return at === 0;
      case 'end':
        return at === text.length;
      case 'endOrLineEnd':
        return at === text.length || this.isFinalLineEnd(at);
      case 'lineStart':
        return at === 0 || (at < text.length && isLineEnd(text.charCodeAt(at - 1)) && !this.isInsideCrLf(at));
      case 'lineEnd':
        return at === text.length || (isLineEnd(text.charCodeAt(at)) && !this.isInsideCrLf(at));
      default: {
        const edge = isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at));
        return edge === (anchor === 'wordEdge');
      }
    }
  }

  private isFinalLineEnd(at: number): boolean {
    const { text } = this;
    if (at === text.length - 2 && text.slice(at) === '\r\n') return true;
    return at === text.length - 1 && isLineEnd(text.charCodeAt(at)) && !this.isInsideCrLf(at);
  }

  private isInsideCrLf(at: number): boolean {
    return this.text.charCodeAt(at - 1) === 13 && this.text.charCodeAt(at) === 10;
  }
}

/** The way that was left open last. */
function retreat(pending: Pending[], text: string): State | undefined {
  const last = pending.at(-1);
  if (last === undefined) return undefined;
  const { pc, slots, floor } = last;
  if (last.at > floor) last.at -= isPair(text, last.at - 2) && last.at - 2 >= floor ? 2 : 1;
  if (last.at <= floor) pending.pop();
  return { pc, at: last.at, slots };
}

function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff;
}
