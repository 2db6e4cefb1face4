import type { Clock } from '../clock';
import type { PolicyDocument } from '../model/shared';
import { ExpiringMap } from '../traffic/expiring-map';

/** What a Lambda authorizer answered, checked. */
export interface AuthorizerResult {
  readonly principalId: string;
  readonly policy: PolicyDocument;
  /** Every value as text, as the service passes it on. */
  readonly context: Readonly<Record<string, string>>;
  readonly usageIdentifierKey?: string;
}

const MAX_RESULTS = 20_000;

/** Results of Lambda authorizers, for as long as their TTL says. */
export class AuthorizerResults extends ExpiringMap<AuthorizerResult> {
  constructor(clock: Pick<Clock, 'now'>) {
    super(clock, MAX_RESULTS);
  }
}
