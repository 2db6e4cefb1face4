/** `RELIABILITY=full` runs the counts that are promised; the everyday run takes samples of the same. */
export const isFull = process.env.RELIABILITY === 'full';

export function count(sample: number, full: number): number {
  return isFull ? full : sample;
}

/** Tells a figure of the full run. */
export function report(figures: Readonly<Record<string, unknown>>): void {
  if (isFull) process.stderr.write(`${expect.getState().currentTestName}: ${JSON.stringify(figures)}\n`);
}

/** Pseudo-random numbers that are the same in every run. */
export class Dice {
  constructor(private seed: number) {}

  /** From 0 up to, not including, `end`. */
  below(end: number): number {
    this.seed = (Math.imul(this.seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.seed / 2 ** 32) * end);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)];
  }

  /** Bytes of any value, one character each. */
  latin1(length: number): string {
    return Array.from({ length }, () => String.fromCharCode(this.below(256))).join('');
  }
}

if (isFull) jest.setTimeout(1_800_000);
