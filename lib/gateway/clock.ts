/** Where the gateway reads the time. Tests put a clock in its place that moves by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs a function once `ms` have passed on this clock; the answer cancels it. */
  setTimer(run: () => void, ms: number): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(run, ms) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
