import type { JwksCache } from 'aws-jwt-verify/jwk';
import type { UserPoolModel } from '../../model';
import type { LocalKeys } from './local-keys';

export type TokenPayload = Readonly<Record<string, unknown>>;

/** Checks signature and issuer of a token; times are left to the caller, who has the gateway's clock. */
type TokenVerifier = (token: string) => TokenPayload | Promise<TokenPayload>;

/** Longer than any clock is wrong. */
const ANY_TIME = Number.MAX_SAFE_INTEGER;

/** The verifiers of user pools, with the keys of the pools behind them. */
export class PoolVerifiers {
  private readonly verifiers = new Map<string, TokenVerifier>();

  /** `jwksCache` replaces the download of a real pool's keys. */
  constructor(
    private readonly localKeys: LocalKeys,
    private readonly jwksCache?: JwksCache,
  ) {}

  /** @throws Error with the reason when the token is not one of the pool. */
  verify(token: string, pool: Pick<UserPoolModel, 'issuer' | 'local'>): TokenPayload | Promise<TokenPayload> {
    const key = `${pool.issuer} ${pool.local}`;
    let verifier = this.verifiers.get(key);
    if (!verifier) {
      verifier = this.create(pool);
      this.verifiers.set(key, verifier);
    }
    return verifier(token);
  }

  private create({ issuer, local }: Pick<UserPoolModel, 'issuer' | 'local'>): TokenVerifier {
    const { JwtVerifier } = require('aws-jwt-verify/jwt-verifier') as typeof import('aws-jwt-verify/jwt-verifier');
    const verifier = JwtVerifier.create(
      { issuer, audience: null, graceSeconds: ANY_TIME, customJwtCheck: ({ header }) => onlyRs256(header.alg) },
      this.jwksCache && !local ? { jwksCache: this.jwksCache } : undefined,
    );
    if (!local) return (token) => verifier.verify(token);
    verifier.cacheJwks({ keys: this.localKeys.get().jwks.keys.map((key) => ({ ...key })) });
    return (token) => verifier.verifySync(token);
  }
}

function onlyRs256(algorithm: string | undefined): void {
  if (algorithm !== 'RS256') throw new Error(`the token is signed with ${algorithm}, user pools sign with RS256`);
}
