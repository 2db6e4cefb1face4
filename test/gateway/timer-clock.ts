import type { Clock } from '../../lib/gateway/clock';

/** A clock that moves by hand and runs the timers that it passes. */
export class TimerClock implements Clock {
  private readonly timers = new Set<{ readonly at: number; readonly run: () => void }>();

  constructor(private ms = Date.UTC(2026, 0, 2, 3, 4, 5)) {}

  now(): number {
    return this.ms;
  }

  setTimer(run: () => void, ms: number): () => void {
    const timer = { at: this.ms + ms, run };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  advance(ms: number): void {
    this.ms += ms;
    for (const timer of this.timers) {
      if (timer.at > this.ms) continue;
      this.timers.delete(timer);
      timer.run();
    }
  }
}
