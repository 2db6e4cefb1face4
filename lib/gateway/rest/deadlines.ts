import type { Clock } from '../clock';

interface Entry {
  readonly at: number;
  expire: (() => void) | undefined;
  /** Where it stands among the others. */
  place: number;
}

/** Ends what takes too long, with one timer for all: a timer for each call would cost more than the call's own stages. */
export class DeadlineScan {
  /**
   * In no order. Not a Set: one that is filled and emptied at every call leaves its old tables behind, and each of them keeps the
   * calls that it knew until the next full garbage collection.
   */
  private readonly entries: Entry[] = [];
  private armedAt = Number.POSITIVE_INFINITY;
  private disarm: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  /** Calls `expire` once `ms` have passed, unless the answer was called before. */
  add(ms: number, expire: () => void): () => void {
    const entry: Entry = { at: this.clock.now() + ms, expire, place: this.entries.length };
    this.entries.push(entry);
    if (entry.at < this.armedAt) this.arm(entry.at);
    return () => this.remove(entry);
  }

  close(): void {
    this.disarm?.();
    for (const entry of [...this.entries]) this.remove(entry);
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
    for (const entry of [...this.entries]) {
      if (entry.at > now) {
        next = Math.min(next, entry.at);
        continue;
      }
      const { expire } = entry;
      this.remove(entry);
      expire?.();
    }
    if (next < this.armedAt) this.arm(next);
  }

  /** The last one takes its place. */
  private remove(entry: Entry): void {
    if (entry.expire === undefined) return;
    entry.expire = undefined;
    const last = this.entries.pop();
    if (last === undefined || last === entry) return;
    this.entries[entry.place] = last;
    last.place = entry.place;
  }
}
