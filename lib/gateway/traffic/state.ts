import { AuthorizerResults } from '../authorizers/authorizer-results';
import { LocalKeys } from '../authorizers/cognito/local-keys';
import { PoolVerifiers } from '../authorizers/cognito/pool-verifiers';
import type { Clock } from '../clock';
import { QuotaCounters } from './quota-counters';
import { ResponseStore } from './response-store';
import { TokenBuckets } from './token-buckets';

export interface GatewayStateOptions {
  readonly clock: Clock;
  /** File of the key pair that signs tokens of the template's user pools; only in memory without one. */
  readonly keyFile?: string;
}

/** What a gateway remembers between requests. It outlives reloads of the assembly. */
export class GatewayState {
  readonly throttles: TokenBuckets;
  readonly quotas: QuotaCounters;
  readonly responses: ResponseStore;
  readonly authorizerResults: AuthorizerResults;
  readonly localKeys: LocalKeys;
  readonly poolVerifiers: PoolVerifiers;

  constructor({ clock, keyFile }: GatewayStateOptions) {
    this.throttles = new TokenBuckets(clock);
    this.quotas = new QuotaCounters(clock);
    this.responses = new ResponseStore(clock);
    this.authorizerResults = new AuthorizerResults(clock);
    this.localKeys = new LocalKeys(keyFile);
    this.poolVerifiers = new PoolVerifiers(this.localKeys);
  }

  /** Forgets what the new code of a function would answer otherwise; counts and buckets stay. */
  onReload(): void {
    this.authorizerResults.clear();
    this.responses.flush();
  }
}
