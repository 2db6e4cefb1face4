import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FunctionModel } from '../model';
import type { GatewayServices } from '../services';
import type { SignedPrincipal } from './condition-context';
import type { SigningCredentials } from './sigv4';

/** Keys of a caller and who that is. */
export interface CallerCredentials extends SigningCredentials {
  readonly principal: SignedPrincipal;
}

/** Keys as a function's environment has them. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface RoleSessionOptions {
  /**
   * Name of the session; of a function, the function's name.
   * @default - `gatehouse`
   */
  readonly sessionName?: string;
  /**
   * Milliseconds since the epoch from which on the keys are refused.
   * @default - they do not expire
   */
  readonly expiresAt?: number;
}

interface Session {
  readonly roleArn: string;
  readonly name: string;
  readonly expiresAt?: number;
}

/**
 * Temporary keys of a role: what signs with them is judged by the role's policies in the template. They follow
 * from the gateway's own keys, so they stay good across reloads and are worth nothing elsewhere.
 */
export function credentialsForRole(
  services: Pick<GatewayServices, 'credentials'>,
  roleArn: string,
  options: RoleSessionOptions = {},
): RoleCredentials {
  const session: Session = {
    roleArn,
    name: options.sessionName ?? 'gatehouse',
    ...(options.expiresAt !== undefined && { expiresAt: options.expiresAt }),
  };
  const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
  const { secretAccessKey } = services.credentials;
  return {
    accessKeyId: `ASIA${upperId(`key ${secretAccessKey} ${payload}`)}`,
    secretAccessKey: derive(secretAccessKey, `secret ${payload}`, 'base64').slice(0, 40),
    sessionToken: `${payload}.${derive(secretAccessKey, `token ${payload}`, 'base64url')}`,
  };
}

/**
 * Keys for a function's environment: those of its role, or, where the template does not have the role and so
 * nobody knows its policies, the local user's.
 */
export function credentialsForFunction(
  services: Pick<GatewayServices, 'credentials' | 'model'>,
  fn: Pick<FunctionModel, 'name' | 'roleArn'>,
): SigningCredentials {
  if (fn.roleArn === undefined || !services.model.roles.has(fn.roleArn)) return services.credentials;
  return credentialsForRole(services, fn.roleArn, { sessionName: fn.name });
}

/** Whose an access key id is: the local user's, or a role's by its session token. */
export function findCaller(
  services: Pick<GatewayServices, 'credentials'>,
  presented: { readonly accessKeyId: string; readonly sessionToken: string | undefined; readonly accountId: string },
): CallerCredentials | undefined {
  const { credentials } = services;
  if (presented.accessKeyId === credentials.accessKeyId) {
    return { ...credentials, principal: localUser(services, presented.accountId) };
  }
  const session = readSession(presented.sessionToken, credentials.secretAccessKey);
  if (!session) return undefined;
  const keys = credentialsForRole(services, session.roleArn, {
    sessionName: session.name,
    expiresAt: session.expiresAt,
  });
  if (keys.accessKeyId !== presented.accessKeyId) return undefined;
  return { ...keys, expiresAt: session.expiresAt, principal: sessionPrincipal(session) };
}

/** The principal behind `identity.userArn` of a call that was authorized before. */
export function principalOfUser(
  services: Pick<GatewayServices, 'credentials' | 'model'>,
  userArn: string | null | undefined,
  accountId: string,
): SignedPrincipal | undefined {
  if (!userArn) return undefined;
  if (userArn === services.credentials.userArn) return localUser(services, accountId);
  const [, account, name, session] = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(userArn) ?? [];
  const role = [...services.model.roles.values()].find(
    (candidate) => candidate.name === name && candidate.arn.split(':')[4] === account,
  );
  return role && sessionPrincipal({ roleArn: role.arn, name: session });
}

/** The local user stands for an administrator of whichever account the API is in. */
function localUser({ credentials }: Pick<GatewayServices, 'credentials'>, accountId: string): SignedPrincipal {
  const { userArn } = credentials;
  return { accountId, arn: userArn, userId: `AIDA${upperId(userArn)}`, userName: userArn.split('/').pop() };
}

function readSession(token: string | undefined, secret: string): Session | undefined {
  const [payload, mark, ...more] = token?.split('.') ?? [];
  if (!payload || !mark || more.length > 0) return undefined;
  const expected = Buffer.from(derive(secret, `token ${payload}`, 'base64url'));
  const actual = Buffer.from(mark);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Session;
}

function sessionPrincipal({ roleArn, name }: Session): SignedPrincipal {
  const [, partition = 'aws', , , accountId = ''] = roleArn.split(':');
  const roleName = roleArn.split('/').pop() ?? '';
  return {
    accountId,
    roleArn,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${name}`,
    userId: `AROA${upperId(roleArn)}:${name}`,
  };
}

function derive(secret: string, text: string, encoding: 'base64' | 'base64url'): string {
  return createHmac('sha256', secret).update(text).digest(encoding);
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Sixteen upper-case letters and digits, as the ids of IAM end. */
function upperId(text: string): string {
  const bytes = createHash('sha256').update(text).digest();
  return Array.from({ length: 16 }, (_, index) => LETTERS[bytes[index] % 32]).join('');
}
