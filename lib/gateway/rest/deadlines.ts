import type { Clock } from '../clock';

interface Entry {
  readonly at: number;
  readonly expire: () => void;
}

/** Ends what takes too long, with one timer for all: a timer for each call would cost more than the call's own stages. */
export class DeadlineScan {
  private readonly entries = new Set<Entry>();
  private armedAt = Number.POSITIVE_INFINITY;
  private disarm: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  /** Calls `expire` once `ms` have passed, unless the answer was called before. */
  add(ms: number, expire: () => void): () => void {
    const entry: Entry = { at: this.clock.now() + ms, expire };
    this.entries.add(entry);
    if (entry.at < this.armedAt) this.arm(entry.at);
    return () => this.entries.delete(entry);
  }

  close(): void {
    this.disarm?.();
    this.entries.clear();
    this.armedAt = Number.POSITIVE_INFINITY;
  }

  private arm(at: number): void {
    this.disarm?.();
    this.armedAt = at;
    this.disarm = this.clock.setTimer(() => this.scan(), Math.max(0, at - this.clock.now()));
  }

  private scan(): void {
    const now = this.clock.now();
    this.armedAt = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    for (const entry of this.entries) {
      if (entry.at > now) {
        next = Math.min(next, entry.at);
        continue;
      }
      this.entries.delete(entry);
      entry.expire();
    }
    if (next < this.armedAt) this.arm(next);
  }
}
