import { AuthorizerResults } from '../authorizers/authorizer-results';
import type { LocalKeys } from '../authorizers/cognito/local-keys';
import type { PoolVerifiers } from '../authorizers/cognito/pool-verifiers';
import type { Clock } from '../clock';
import type { RequestRates } from '../waf/request-rates';
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
  private readonly clock: Clock;
  private readonly keyFile: string | undefined;
  private rates?: RequestRates;
  private keys?: LocalKeys;
  private verifiers?: PoolVerifiers;

  constructor({ clock, keyFile }: GatewayStateOptions) {
    this.clock = clock;
    this.keyFile = keyFile;
    this.throttles = new TokenBuckets(clock);
    this.quotas = new QuotaCounters(clock);
    this.responses = new ResponseStore(clock);
    this.authorizerResults = new AuthorizerResults(clock);
  }

  /** Loaded when the first user pool asks for it, as is the next. */
  get localKeys(): LocalKeys {
    const load = () =>
      require('../authorizers/cognito/local-keys') as typeof import('../authorizers/cognito/local-keys');
    this.keys ??= new (load().LocalKeys)(this.keyFile);
    return this.keys;
  }

  /** Of firewalls. */
  get requestRates(): RequestRates {
    const load = () => require('../waf/request-rates') as typeof import('../waf/request-rates');
    this.rates ??= new (load().RequestRates)(this.clock);
    return this.rates;
  }

  get poolVerifiers(): PoolVerifiers {
    const load = () =>
      require('../authorizers/cognito/pool-verifiers') as typeof import('../authorizers/cognito/pool-verifiers');
    this.verifiers ??= new (load().PoolVerifiers)(this.localKeys);
    return this.verifiers;
  }

  /** Forgets what the new code of a function would answer otherwise; counts and buckets stay. */
  onReload(): void {
    this.authorizerResults.clear();
    this.responses.flush();
  }
}
