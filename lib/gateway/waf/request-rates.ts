import type { Clock } from '../clock';

/** Requests are counted in slices of a window, of so many milliseconds. */
const SLICE_MS = 10_000;
/** Callers whose counts are kept at once. */
const MAX_KEYS = 10_000;

/** How many requests came in the last minutes, by rule and caller. */
export class RequestRates {
  /** Number of the slice → count. */
  private readonly counts = new Map<string, Map<number, number>>();

  constructor(private readonly clock: Clock) {}

  /** Counts a request, and answers how many there were in the window, with this one. */
  count(key: string, windowMs: number): number {
    const now = Math.floor(this.clock.now() / SLICE_MS);
    const oldest = now - Math.ceil(windowMs / SLICE_MS) + 1;
    const slices = this.counts.get(key) ?? new Map<number, number>();
    slices.set(now, (slices.get(now) ?? 0) + 1);
    // The one that was counted last stands last: who is forgotten first was silent for longest.
    this.counts.delete(key);
    this.counts.set(key, slices);
    if (this.counts.size > MAX_KEYS) this.counts.delete(this.counts.keys().next().value as string);
    let sum = 0;
    for (const [slice, count] of slices) {
      if (slice < oldest) slices.delete(slice);
      else sum += count;
    }
    return sum;
  }
}
