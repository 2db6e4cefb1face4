import { OperationError } from './template-error';

/** What one rendering may use up. */
export interface Limits {
  /** Nodes and elements visited. @default 5000000 */
  readonly steps: number;
  /** Characters of text made, intermediate strings included. @default 67108864 */
  readonly characters: number;
  /** Rounds of one `#foreach`. @default 1000, the quota of API Gateway */
  readonly iterations: number;
  /** Characters of the template. @default 307200, the quota of API Gateway */
  readonly templateSize: number;
  /** Macros and `#evaluate` inside each other. @default 20, as in Velocity */
  readonly depth: number;
}

export const DEFAULT_LIMITS: Limits = {
  steps: 5_000_000,
  characters: 67_108_864,
  iterations: 1000,
  templateSize: 307_200,
  depth: 20,
};

/** Counts down the limits of one rendering, so that no template and no input can hang it or fill the memory. */
export class Budget {
  private steps: number;
  private characters: number;

  constructor(readonly limits: Limits = DEFAULT_LIMITS) {
    this.steps = limits.steps;
    this.characters = limits.characters;
  }

  /** @throws OperationError when nothing is left. */
  spend(steps: number): void {
    this.steps -= steps;
    if (this.steps < 0) throw new OperationError(`the template takes more than ${this.limits.steps} steps`);
  }

  /** @throws OperationError when nothing is left. */
  produce(characters: number): void {
    this.characters -= characters;
    if (this.characters < 0) {
      throw new OperationError(`the template makes more than ${this.limits.characters} characters of text`);
    }
  }
}
