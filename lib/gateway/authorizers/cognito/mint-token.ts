import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import { GatewayError } from '../../errors';
import type { AssemblyModel, UserPoolModel } from '../../model';
import type { LocalKeys } from './local-keys';

/** A user of a pool of the template, as a token describes one. */
export interface TokenSubject {
  readonly sub: string;
  /** @default - `sub` */
  readonly username?: string;
  /** @default - in no group */
  readonly groups?: readonly string[];
  /** @default - none */
  readonly scopes?: readonly string[];
  /**
   * Id, logical id or construct path of the pool.
   * @default - the only pool of the template
   */
  readonly pool?: string;
  /**
   * Id or name of the app client.
   * @default - the first client of the pool that has the scopes
   */
  readonly client?: string;
  /** @default - `access` with scopes, else `id` */
  readonly use?: 'id' | 'access';
  /**
   * Seconds that the token is good for.
   * @default 3600
   */
  readonly expiresInSeconds?: number;
  /** @default - no others than those above */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface TokenMint {
  readonly model: Pick<AssemblyModel, 'userPools'>;
  readonly keys: Pick<LocalKeys, 'get' | 'sign'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Makes a token that the local Cognito authorizers accept. @throws GatewayError */
export function mintToken(subject: TokenSubject, mint: TokenMint): string {
  const pool = choosePool(mint.model.userPools, subject.pool);
  const use = subject.use ?? (subject.scopes?.length ? 'access' : 'id');
  const client = chooseClient(pool, subject);
  const now = Math.floor(mint.clock.now() / 1000);
  const payload = {
    sub: subject.sub,
    iss: pool.issuer,
    token_use: use,
    ...(use === 'id' ? idClaims(subject, client) : accessClaims(subject, client)),
    ...(subject.groups?.length && { 'cognito:groups': subject.groups }),
    auth_time: now,
    iat: now,
    exp: now + (subject.expiresInSeconds ?? 3600),
    jti: randomUUID(),
    origin_jti: randomUUID(),
    ...subject.claims,
  };
  const header = { kid: mint.keys.get().keyId, alg: 'RS256', typ: 'JWT' };
  const text = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${mint.keys.sign(text)}`;
}

function idClaims(subject: TokenSubject, client: string) {
  return { aud: client, event_id: randomUUID(), 'cognito:username': subject.username ?? subject.sub };
}

function accessClaims(subject: TokenSubject, client: string) {
  const scope = (subject.scopes ?? []).join(' ');
  return { client_id: client, username: subject.username ?? subject.sub, version: 2, ...(scope && { scope }) };
}

function choosePool(pools: readonly UserPoolModel[], wanted: string | undefined): UserPoolModel {
  const local = pools.filter((pool) => pool.local);
  if (wanted !== undefined) {
    const named = pools.find((pool) =>
      [pool.id, pool.origin.logicalId, pool.origin.path, nameOf(pool)].includes(wanted),
    );
    if (named?.local) return named;
    const fault = named ? 'is not in the template, its tokens come from AWS' : 'is not there';
    throw invalid(`user pool "${wanted}" ${fault}; ${listPools(local)}`);
  }
  if (local.length === 1) return local[0];
  throw invalid(local.length === 0 ? listPools(local) : `name the pool: ${listPools(local)}`);
}

function listPools(pools: readonly UserPoolModel[]): string {
  if (pools.length === 0) return 'the template has no user pool of its own';
  return `the template has ${pools.map((pool) => `"${nameOf(pool)}" (${pool.id})`).join(', ')}`;
}

/** The path of the construct that users wrote, not of the resource inside it. */
function nameOf({ origin }: UserPoolModel): string {
  return origin.path.replace(/\/Resource$/, '');
}

/** A pool whose clients are elsewhere takes any. */
function chooseClient(pool: UserPoolModel, { client, scopes = [] }: TokenSubject): string {
  if (pool.clients.length === 0) return client ?? 'local';
  if (client === undefined) {
    const fitting = pool.clients.find((candidate) => scopes.every((scope) => candidate.scopes.includes(scope)));
    return (fitting ?? pool.clients[0]).id;
  }
  const named = pool.clients.find(({ id, name }) => id === client || name === client);
  if (named) return named.id;
  const names = pool.clients.map(({ id, name }) => `"${name}" (${id})`).join(', ');
  throw invalid(`user pool "${nameOf(pool)}" has no client "${client}", it has ${names}`);
}

function invalid(message: string): GatewayError {
  return new GatewayError('OPTION_INVALID', message);
}
