import type { Clock } from '../clock';

export interface BucketLimit {
  /** Tokens that come back per second. */
  readonly rate: number;
  /** Tokens that a full bucket holds. */
  readonly burst: number;
}

export interface BucketDemand {
  /** Whose bucket it is: a stage's method, a key of a plan, the account. */
  readonly key: string;
  readonly limit: BucketLimit;
}

interface Bucket {
  tokens: number;
  refilledAt: number;
}

const MAX_BUCKETS = 50_000;

/** Token buckets: they start full, and every request takes one token. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** Takes a token of each bucket, or of none; answers the one that was empty. */
  take(demands: readonly BucketDemand[]): BucketDemand | undefined {
    const now = this.clock.now();
    const buckets = demands.map((demand) => this.refill(demand, now));
    const empty = buckets.findIndex((bucket) => bucket.tokens < 1);
    if (empty !== -1) return demands[empty];
    for (const bucket of buckets) bucket.tokens -= 1;
    return undefined;
  }

  /** Tokens left, for whoever wants to look. */
  remaining(demand: BucketDemand): number {
    return Math.floor(this.refill(demand, this.clock.now()).tokens);
  }

  clear(): void {
    this.buckets.clear();
  }

  private refill({ key, limit }: BucketDemand, now: number): Bucket {
    const bucket = this.buckets.get(key);
    if (!bucket) return this.open(key, { tokens: limit.burst, refilledAt: now });
    const elapsed = Math.max(0, now - bucket.refilledAt);
    bucket.tokens = Math.min(limit.burst, bucket.tokens + (elapsed / 1000) * limit.rate);
    bucket.refilledAt = now;
    return bucket;
  }

  private open(key: string, bucket: Bucket): Bucket {
    if (this.buckets.size >= MAX_BUCKETS) this.buckets.delete(this.buckets.keys().next().value as string);
    this.buckets.set(key, bucket);
    return bucket;
  }
}
