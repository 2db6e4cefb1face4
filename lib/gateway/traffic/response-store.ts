import type { Clock } from '../clock';
import type { HeaderList } from '../server/raw';
import { ExpiringMap } from './expiring-map';

const BYTES_PER_GB = 1024 ** 3;
/** One process holds what a cluster holds on AWS, so large clusters are cut to what a laptop has. */
const MAX_CLUSTER_BYTES = 256 * 1024 ** 2;

/** An integration's answer as the cache keeps it. */
export interface CachedAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** Answers kept by the cache clusters of stages. */
export class ResponseStore {
  private readonly clusters = new Map<string, ExpiringMap<CachedAnswer>>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** The cluster of a stage, `api/stage`; `size` in GB, as `0.5`. */
  cluster(name: string, size: string): ExpiringMap<CachedAnswer> {
    const known = this.clusters.get(name);
    if (known) return known;
    const capacity = Math.min(Number(size) * BYTES_PER_GB || MAX_CLUSTER_BYTES, MAX_CLUSTER_BYTES);
    const cluster = new ExpiringMap<CachedAnswer>(this.clock, capacity);
    this.clusters.set(name, cluster);
    return cluster;
  }

  /** Empties the cache of a stage, `api/stage`, its canary's too; of all stages without a name. */
  flush(name?: string): void {
    for (const [known, cluster] of this.clusters) {
      if (name === undefined || known === name || known === `${name}/canary`) cluster.clear();
    }
  }
}
