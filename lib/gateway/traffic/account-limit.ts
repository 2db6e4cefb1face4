import type { Origin, ThrottleSettings } from '../model';
import type { GatewayServices } from '../services';
import type { BucketDemand, BucketLimit } from './token-buckets';

/** What an account may call in a region until Service Quotas raises it. */
const DEFAULT_LIMIT: BucketLimit = { rate: 10_000, burst: 5_000 };

interface AccountOwned {
  readonly api: { readonly origin: Pick<Origin, 'accountId' | 'region'> };
  readonly services: Pick<GatewayServices, 'accountLimit'>;
}

export function accountLimit({ rateLimit, burstLimit }: ThrottleSettings = {}): BucketLimit {
  return { rate: rateLimit ?? DEFAULT_LIMIT.rate, burst: burstLimit ?? DEFAULT_LIMIT.burst };
}

/** The bucket that all APIs of an account in a region share. */
export function accountBucket({ api, services }: AccountOwned): BucketDemand {
  return { key: `account ${api.origin.accountId} ${api.origin.region}`, limit: services.accountLimit };
}
