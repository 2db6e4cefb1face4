import type { Clock } from '../clock';

interface Entry<V> {
  readonly value: V;
  readonly expiresAt: number;
  readonly weight: number;
}

/** A map whose entries end at a time, and whose oldest entries make room when it is full. */
export class ExpiringMap<V> {
  private readonly entries = new Map<string, Entry<V>>();
  private weight = 0;

  /** `capacity` counts whatever `set` counts: entries by default, bytes where a weight is given. */
  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    private readonly capacity: number,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    if (entry.expiresAt > this.clock.now()) return entry.value;
    this.delete(key);
    return undefined;
  }

  set(key: string, value: V, options: { readonly ttlMs: number; readonly weight?: number }): void {
    this.delete(key);
    const weight = options.weight ?? 1;
    if (weight > this.capacity) return;
    while (this.weight + weight > this.capacity) this.deleteOldest();
    this.entries.set(key, { value, weight, expiresAt: this.clock.now() + options.ttlMs });
    this.weight += weight;
  }

  delete(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.weight -= entry.weight;
  }

  clear(): void {
    this.entries.clear();
    this.weight = 0;
  }

  private deleteOldest(): void {
    const oldest = this.entries.keys().next();
    if (!oldest.done) this.delete(oldest.value);
  }
}
