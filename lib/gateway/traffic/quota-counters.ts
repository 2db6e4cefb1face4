import type { Clock } from '../clock';
import type { UsagePlanModel } from '../model';

export type Quota = NonNullable<UsagePlanModel['quota']>;

interface Count {
  used: number;
  periodStart: number;
}

const DAY_MS = 86_400_000;

/** Requests used per key and plan; counts begin again at the start of each period, in UTC. */
export class QuotaCounters {
  private readonly counts = new Map<string, Count>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** Counts one request, or answers false and counts nothing when the quota is used up. */
  use(key: string, quota: Quota): boolean {
    const count = this.current(key, quota);
    if (count.used >= quota.limit) return false;
    count.used += 1;
    return true;
  }

  used(key: string, quota: Quota): number {
    return this.current(key, quota).used;
  }

  clear(): void {
    this.counts.clear();
  }

  private current(key: string, quota: Quota): Count {
    const periodStart = startOfPeriod(this.clock.now(), quota);
    const count = this.counts.get(key);
    if (count && count.periodStart === periodStart) return count;
    const fresh = { used: 0, periodStart };
    this.counts.set(key, fresh);
    return fresh;
  }
}

/** Weeks begin on Sunday and months on the first, both moved by the quota's offset in days. */
export function startOfPeriod(now: number, quota: Pick<Quota, 'period' | 'offset'>): number {
  const offset = quota.period === 'DAY' ? 0 : quota.offset * DAY_MS;
  const shifted = new Date(now - offset);
  const day = Date.UTC(shifted.getUTCFullYear(), shifted.getUTCMonth(), shifted.getUTCDate());
  if (quota.period === 'DAY') return day;
  if (quota.period === 'WEEK') return day - shifted.getUTCDay() * DAY_MS + offset;
  return Date.UTC(shifted.getUTCFullYear(), shifted.getUTCMonth(), 1) + offset;
}
