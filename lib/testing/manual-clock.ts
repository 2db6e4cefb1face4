import type { Clock } from '../gateway/clock';

/** A span of time. What is left out is zero. */
export interface TimeSpan {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/**
 * A clock that stands still until it is moved: caches expire, buckets refill, tokens run out and deadlines pass only by
 * `advance`. Processes of functions have their own time, and their timeouts are real.
 */
export class ManualClock implements Clock {
  private time: number;
  private readonly timers = new Set<Timer>();

  /** Starts at a point in time, by default at the present one. */
  constructor(start: Date | number = Date.now()) {
    this.time = Number(start);
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.time;
  }

  /** Moves forward, and runs everything that falls due on the way, in order. */
  advance(by: TimeSpan): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = by;
    const span = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
    if (!(span >= 0)) throw new Error(`advance takes a span of time that is not negative, got ${JSON.stringify(by)}`);
    const end = this.time + span;
    for (let next = this.earliest(end); next !== undefined; next = this.earliest(end)) {
      this.timers.delete(next);
      this.time = Math.max(this.time, next.at);
      next.run();
    }
    this.time = end;
  }

  /** Runs a function once `ms` have passed on this clock; the answer cancels it. */
  setTimer(run: () => void, ms: number): () => void {
    if (ms <= 0) {
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    }
    const timer = { at: this.time + ms, run };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  private earliest(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) {
      if (timer.at <= end && (first === undefined || timer.at < first.at)) first = timer;
    }
    return first;
  }
}
