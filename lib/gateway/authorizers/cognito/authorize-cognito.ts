import { inPhase } from '../../rest/access-phases';
import type { Caller, RoutedCall } from '../../rest/call';
import { matchesWhole } from '../../rest/mapping/java-pattern';
import { Refusal } from '../../rest/refusal';
import type { RestAuthorizerModel, UserPoolModel } from '../../model';
import { identityValue } from '../lambda/identity-source';
import { requireResourceAllow } from '../require-resource-allow';
import { stringifyClaims } from './claims';
import { issuerOf } from './issuer';
import type { TokenPayload } from './pool-verifiers';

/** COGNITO_USER_POOLS: the token first, then the resource policy on its own. */
export function authorizeCognito(call: RoutedCall, authorizer: RestAuthorizerModel): Caller | Promise<Caller> {
  const found = inPhase(call, 'authorizer', () => checkToken(call, authorizer));
  const admit = (caller: Caller): Caller => {
    requireResourceAllow(call);
    return caller;
  };
  return found instanceof Promise ? found.then(admit) : admit(found);
}

function checkToken(call: RoutedCall, authorizer: RestAuthorizerModel): Caller | Promise<Caller> {
  const source = authorizer.identitySources[0] ?? 'method.request.header.Authorization';
  const value = identityValue(source, call, {});
  if (value === undefined) throw unauthorized(`identity source ${source} is missing or empty`);
  const token = value.replace(/^Bearer\s+/i, '');
  const pool = findPool(call, authorizer, token);
  const verified = verify(call, pool, token);
  const admit = (payload: TokenPayload): Caller => {
    checkClaims(call, { authorizer, pool, payload });
    call.trace?.push({
      stage: 'authorize',
      text: `${String(payload.token_use)} token of user pool "${pool.id}", sub "${String(payload.sub)}"`,
    });
    return { identity: {}, authorizer: { claims: stringifyClaims(payload) } };
  };
  return verified instanceof Promise ? verified.then(admit) : admit(verified);
}

/** The pool that the token says it is of, among those of the authorizer. */
function findPool(call: RoutedCall, authorizer: RestAuthorizerModel, token: string): UserPoolModel {
  const pools = call.services.model.userPools.filter(({ arn }) => authorizer.providerArns.includes(arn));
  const issuer = issuerOf(token);
  if (issuer === undefined) throw unauthorized('what was sent is no JSON Web Token');
  const pool = pools.find((candidate) => candidate.issuer === issuer);
  if (pool) return pool;
  const wanted = pools.map((candidate) => candidate.issuer).join(', ');
  throw unauthorized(`the token is of issuer "${issuer}", the authorizer takes those of ${wanted || 'no pool'}`);
}

function verify(call: RoutedCall, pool: UserPoolModel, token: string): TokenPayload | Promise<TokenPayload> {
  const refuse = (error: unknown): never => {
    throw unauthorized(`the token is not valid: ${error instanceof Error ? error.message : String(error)}`);
  };
  try {
    const verified = call.services.state.poolVerifiers.verify(token, pool);
    return verified instanceof Promise ? verified.catch(refuse) : verified;
  } catch (error) {
    return refuse(error);
  }
}

interface Checked {
  readonly authorizer: RestAuthorizerModel;
  readonly pool: UserPoolModel;
  readonly payload: TokenPayload;
}

/** ID tokens open methods without scopes, access tokens those with scopes. */
function checkClaims(call: RoutedCall, { authorizer, pool, payload }: Checked): void {
  checkTimes(call, payload);
  const scopes = call.method.authorizationScopes;
  const use = scopes.length > 0 ? 'access' : 'id';
  if (payload.token_use !== use) {
    const rule = scopes.length > 0 ? 'the method has scopes' : 'the method has no scopes';
    throw unauthorized(`${rule}, so it takes tokens of use "${use}", got "${String(payload.token_use)}"`);
  }
  checkClient({ authorizer, pool, payload });
  if (scopes.length === 0) return;
  const held = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
  if (scopes.some((scope) => held.includes(scope))) return;
  throw new Refusal('ACCESS_DENIED', {
    message: 'Unauthorized',
    caller: { identity: {}, authorizer: { claims: stringifyClaims(payload) } },
    reason: `the token has the scopes "${held.join(' ')}", the method wants one of "${scopes.join(' ')}"`,
  });
}

function checkTimes(call: RoutedCall, { exp, nbf }: TokenPayload): void {
  const now = call.services.clock.now() / 1000;
  if (typeof exp !== 'number') throw unauthorized('the token does not say when it expires');
  if (exp <= now) throw unauthorized(`the token expired at ${new Date(exp * 1000).toUTCString()}`);
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= now)) throw unauthorized('the token is not valid yet');
}

/** Where the template has no clients of the pool, its signature vouches for them. */
function checkClient({ authorizer, pool, payload }: Checked): void {
  const client = payload.token_use === 'access' ? payload.client_id : payload.aud;
  if (typeof client !== 'string') throw unauthorized('the token names no client');
  if (pool.local && pool.clients.length > 0 && !pool.clients.some(({ id }) => id === client)) {
    throw unauthorized(`client "${client}" is none of user pool "${pool.id}"`);
  }
  const expression = authorizer.identityValidationExpression;
  if (expression && !matchesWhole(expression, client)) {
    throw unauthorized(`the token's client "${client}" does not match the validation expression "${expression}"`);
  }
}

function unauthorized(reason: string): Refusal {
  return new Refusal('UNAUTHORIZED', { message: 'Unauthorized', reason });
}
