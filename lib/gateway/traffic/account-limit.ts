import { GatewayError } from '../errors';
import type { Origin, ThrottleSettings } from '../model';
import type { GatewayServices } from '../services';
import type { BucketDemand, BucketLimit } from './token-buckets';

/** What an account may call in a region until Service Quotas raises it. */
const DEFAULT_LIMIT: BucketLimit = { rate: 10_000, burst: 5_000 };

interface AccountOwned {
  readonly api: { readonly origin: Pick<Origin, 'accountId' | 'region'> };
  readonly services: Pick<GatewayServices, 'accountLimit'>;
}

/** A quota, of which the burst grows with the rate where it is not given, as on AWS. @throws GatewayError */
export function accountLimit({ rateLimit, burstLimit }: ThrottleSettings = {}): BucketLimit {
  checkQuota('rateLimit', rateLimit);
  checkQuota('burstLimit', burstLimit);
  const rate = rateLimit ?? DEFAULT_LIMIT.rate;
  return { rate, burst: burstLimit ?? Math.ceil((rate * DEFAULT_LIMIT.burst) / DEFAULT_LIMIT.rate) };
}

function checkQuota(name: keyof ThrottleSettings, value: number | undefined): void {
  if (value === undefined || (Number.isFinite(value) && value > 0)) return;
  throw new GatewayError('OPTION_INVALID', `accountThrottle.${name} must be a number above 0, got ${value}`);
}

/** The bucket that all APIs of an account in a region share. */
export function accountBucket({ api, services }: AccountOwned): BucketDemand {
  return { key: `account ${api.origin.accountId} ${api.origin.region}`, limit: services.accountLimit };
}
