import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorize, LocalKeys, mintToken, type TokenSubject } from '../../../../lib/gateway/authorizers';
import { PoolVerifiers } from '../../../../lib/gateway/authorizers/cognito/pool-verifiers';
import type { UserPoolModel } from '../../../../lib/gateway/model';
import { type CallOptions, HandClock, makeCall, makeServices, origin, policy, refusalOf } from '../routed-call';

const POOL: UserPoolModel = {
  origin: { ...origin, logicalId: 'Pool', path: 'Stack/Pool/Resource' },
  id: 'us-east-1_Local0001',
  arn: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Local0001',
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Local0001',
  clients: [
    { id: 'client1', name: 'web', scopes: [] },
    { id: 'client2', name: 'batch', scopes: ['orders/read', 'orders/write'] },
  ],
  local: true,
};
const OTHER: UserPoolModel = { ...POOL, id: 'us-east-1_Other0002', arn: `${POOL.arn}x`, issuer: `${POOL.issuer}x` };

const clock = new HandClock();
const services = makeServices({ clock, model: { userPools: [POOL, OTHER] } });
const keys = services.state.localKeys;
const mint = (subject: Partial<TokenSubject> = {}) =>
  mintToken({ sub: 'alice', pool: POOL.id, ...subject }, { model: services.model, keys, clock });

const ask = async (token: string | undefined, options: CallOptions = {}) =>
  authorize(
    makeCall({
      services,
      authorizer: { type: 'COGNITO_USER_POOLS', providerArns: [POOL.arn], ...options.authorizer },
      headers: token === undefined ? [] : [['Authorization', token]],
      ...options,
    }),
  );

const withScopes = (...authorizationScopes: string[]) => ({
  method: { authorizationType: 'COGNITO_USER_POOLS' as const, authorizerId: 'auth01', authorizationScopes },
});

describe('methods without scopes', () => {
  test('take an ID token, and put its claims into the context as text', async () => {
    const token = mint({ groups: ['admin', 'ops'], claims: { email_verified: true, nested: { a: 1 } } });
    expect(await ask(token)).toEqual({
      identity: {},
      authorizer: {
        claims: expect.objectContaining({
          sub: 'alice',
          aud: 'client1',
          iss: POOL.issuer,
          token_use: 'id',
          'cognito:username': 'alice',
          'cognito:groups': 'admin,ops',
          email_verified: 'true',
          nested: '{"a":1}',
          auth_time: '1768478400',
          iat: 'Thu Jan 15 12:00:00 UTC 2026',
          exp: 'Thu Jan 15 13:00:00 UTC 2026',
        }),
      },
    });
  });

  test('take it behind "Bearer" too', async () => {
    expect(await ask(`Bearer ${mint()}`)).toBeDefined();
    expect(await ask(`bearer  ${mint()}`)).toBeDefined();
  });

  test('need not wait for a local pool', () => {
    const call = makeCall({
      services,
      authorizer: { type: 'COGNITO_USER_POOLS', providerArns: [POOL.arn] },
      headers: [['Authorization', mint()]],
    });
    expect(authorize(call)).not.toBeInstanceOf(Promise);
  });

  test('refuse an access token', async () => {
    const refusal = await refusalOf(() => ask(mint({ use: 'access' })));
    expect(refusal.type).toBe('UNAUTHORIZED');
    expect(refusal.options.reason).toContain('takes tokens of use "id", got "access"');
  });
});

describe('methods with scopes', () => {
  test('take an access token with one of them', async () => {
    const token = mint({ scopes: ['orders/read', 'x/y'] });
    expect(await ask(token, withScopes('orders/admin', 'orders/read'))).toMatchObject({
      authorizer: { claims: { client_id: 'client1', scope: 'orders/read x/y', username: 'alice', version: '2' } },
    });
  });

  test('answer 403 to an access token without any', async () => {
    const refusal = await refusalOf(() => ask(mint({ scopes: ['orders/write'] }), withScopes('orders/read')));
    expect(refusal.type).toBe('ACCESS_DENIED');
    expect(refusal.options.message).toBe('Unauthorized');
    expect(refusal.options.reason).toContain('"orders/write"');
  });

  test('refuse an ID token, even one that claims the scope', async () => {
    const token = mint({ use: 'id', claims: { scope: 'orders/read' } });
    expect((await refusalOf(() => ask(token, withScopes('orders/read')))).type).toBe('UNAUTHORIZED');
  });
});

describe('what is refused with 401', () => {
  test.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['no token at all', 'hello'],
    ['three parts that are none', 'a.b.c'],
    ['a token of another pool', mint({ pool: OTHER.id })],
    ['a client of elsewhere', mint({ claims: { aud: 'stranger' } })],
    ['no client', mint({ claims: { aud: undefined } })],
    ['another use', mint({ claims: { token_use: 'refresh' } })],
    ['no expiry', mint({ claims: { exp: undefined } })],
    ['an expiry that is text', mint({ claims: { exp: '9999999999' } })],
    ['a token of the future', mint({ claims: { nbf: 9_999_999_999 } })],
    ['a changed payload', changePayload(mint(), { sub: 'mallory' })],
    ['no signature', mint().replace(/[^.]*$/, '')],
    [
      'a signature of other keys',
      mintToken({ sub: 'alice', pool: POOL.id }, { model: services.model, keys: new LocalKeys(), clock }),
    ],
    ['algorithm "none"', changeHeader(mint(), { alg: 'none' }).replace(/[^.]*$/, '')],
    ['algorithm HS256', changeHeader(mint(), { alg: 'HS256' })],
    ['an unknown key id', changeHeader(mint(), { kid: 'other' })],
  ])('%s', async (_, token) => {
    const refusal = await refusalOf(() => ask(token));
    expect(refusal.type).toBe('UNAUTHORIZED');
    expect(refusal.options.reason).not.toBe('');
  });

  test('a token whose hour is over, by the clock of the gateway', async () => {
    const token = mint();
    clock.advance(3_599_000);
    expect(await ask(token)).toBeDefined();
    clock.advance(1_000);
    expect((await refusalOf(() => ask(token))).options.reason).toBe(
      'the token expired at Thu, 15 Jan 2026 13:00:00 GMT',
    );
  });

  test('a client that the validation expression does not match', async () => {
    const authorizer = {
      type: 'COGNITO_USER_POOLS' as const,
      providerArns: [POOL.arn],
      identityValidationExpression: 'client[2-9]',
    };
    const options = (token: string): CallOptions => ({ authorizer, headers: [['Authorization', token]] });
    expect(await ask(undefined, options(mint({ client: 'batch' })))).toBeDefined();
    expect((await refusalOf(() => ask(undefined, options(mint())))).options.reason).toContain('"client1"');
  });
});

test('a resource policy must allow, once the token is good', async () => {
  const headers = [['Authorization', mint()]] as const;
  const denied = { policy: policy('Deny', 'execute-api:/*', { Principal: '*' }) };
  const allowed = { policy: policy('Allow', 'execute-api:/*', { Principal: '*' }) };
  const authorizer = { type: 'COGNITO_USER_POOLS' as const, providerArns: [POOL.arn] };
  const call = (api: object) => {
    const whole = makeCall({ services, authorizer, headers });
    return { ...whole, api: { ...whole.api, ...api } };
  };
  expect(await authorize(call(allowed))).toBeDefined();
  expect((await refusalOf(() => authorize(call(denied)))).type).toBe('ACCESS_DENIED');
});

describe('real pools', () => {
  const signer = new LocalKeys();
  const fetched: string[] = [];
  const jwks = {
    getJwk: async (uri: string) => {
      fetched.push(uri);
      return { ...signer.get().jwks.keys[0] };
    },
  };

  test('are asked for their keys', async () => {
    const verifiers = new PoolVerifiers(new LocalKeys(), jwks as never);
    const token = mintToken({ sub: 'bob', pool: POOL.id }, { model: services.model, keys: signer, clock });
    expect(await verifiers.verify(token, { issuer: POOL.issuer, local: false })).toMatchObject({ sub: 'bob' });
    expect(fetched).toEqual([`${POOL.issuer}/.well-known/jwks.json`]);
    await expect(verifiers.verify(mint(), { issuer: POOL.issuer, local: false })).rejects.toThrow('Invalid signature');
  });
});

describe('mintToken', () => {
  test('names what there is when it is asked for what there is not', () => {
    expect(() => mint({ pool: 'Nope' })).toThrow(
      'user pool "Nope" is not there; the template has "Stack/Pool" (us-east-1_Local0001)',
    );
    expect(() => mint({ client: 'nope' })).toThrow('has no client "nope", it has "web" (client1), "batch" (client2)');
    expect(() => mintToken({ sub: 'a' }, { model: { userPools: [] }, keys, clock })).toThrow('no user pool of its own');
    const real = { userPools: [{ ...POOL, local: false }] };
    expect(() => mintToken({ sub: 'a', pool: POOL.id }, { model: real, keys, clock })).toThrow(
      'its tokens come from AWS',
    );
  });

  test('prefers the client that has the scopes', () => {
    const payload = JSON.parse(Buffer.from(mint({ scopes: ['orders/read'] }).split('.')[1], 'base64url').toString());
    expect(payload).toMatchObject({ client_id: 'client2', token_use: 'access', exp: payload.iat + 3600 });
  });
});

describe('LocalKeys', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('share one pair through a file that only its owner reads', () => {
    const file = join(folder, '.gatehouse', 'keys.json');
    const first = new LocalKeys(file).get();
    expect(new LocalKeys(file).get().jwks).toEqual(first.jwks);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, '.gatehouse', '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('say which file is damaged', () => {
    const file = join(folder, 'keys.json');
    writeFileSync(file, '{}');
    expect(() => new LocalKeys(file).get()).toThrow(`"${file}" holds no key pair (it has no privateKey)`);
  });
});

function changePayload(token: string, change: object): string {
  return changePart(token, 1, change);
}

function changeHeader(token: string, change: object): string {
  return changePart(token, 0, change);
}

function changePart(token: string, index: number, change: object): string {
  const parts = token.split('.');
  const value = { ...JSON.parse(Buffer.from(parts[index], 'base64url').toString()), ...change };
  return parts.with(index, Buffer.from(JSON.stringify(value)).toString('base64url')).join('.');
}
