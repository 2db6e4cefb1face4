import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { LocalKeys, mintToken, type TokenSubject } from '../../../lib/gateway/authorizers';

const POOL = 'us-east-1_Pool12345';
const keys = new LocalKeys();
let server: http.Server;
let endpoint: string;
let isDown = false;

beforeAll(async () => {
  server = http.createServer((request, response) => {
    const isThere = request.url === `/${POOL}/.well-known/jwks.json` && !isDown;
    response.writeHead(isThere ? 200 : 500).end(JSON.stringify(keys.get().jwks));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  jest.spyOn(console, 'info').mockImplementation(() => {});
});
afterAll(async () => {
  jest.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  isDown = false;
});

test('lets a user in, and gives the connection what the token says', async () => {
  const token = tokenFor({ sub: 'alice', groups: ['admins', 'staff'], claims: { email: 'a@example.com' } });
  const answer = await decide({}, token);
  expect(answer.principalId).toBe('alice');
  expect(answer.policyDocument.Statement).toEqual([
    { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: 'arn:method' },
  ]);
  expect(answer.context).toMatchObject({ sub: 'alice', email: 'a@example.com', 'cognito:groups': 'admins,staff' });
  for (const value of Object.values(answer.context ?? {}))
    expect(['string', 'number', 'boolean']).toContain(typeof value);
});

test('asks for one of the scopes, where there are any', async () => {
  const environment = { SCOPES: 'chat/read chat/write' };
  const effectOf = async (scopes: string[]) =>
    (await decide(environment, tokenFor({ sub: 'a', scopes }))).policyDocument.Statement[0]?.Effect;
  expect(await effectOf(['chat/write'])).toBe('Allow');
  expect(await effectOf(['orders/read'])).toBe('Deny');
  await expect(decide(environment, tokenFor({ sub: 'a' }))).rejects.toThrow(/^Unauthorized$/);
});

test('takes tokens for the audience alone, where there is one', async () => {
  const token = tokenFor({ sub: 'a', client: 'web' });
  await expect(decide({ AUDIENCE: 'web|app' }, token)).resolves.toMatchObject({ principalId: 'a' });
  await expect(decide({ AUDIENCE: 'we' }, token)).rejects.toThrow(/^Unauthorized$/);
});

describe('refuses with 401', () => {
  test.each<[string, () => string | undefined]>([
    ['no token', () => undefined],
    ['a token that has expired', () => tokenFor({ sub: 'a', expiresInSeconds: -10 })],
    ['a token of another pool', () => tokenFor({ sub: 'a' }, 'us-east-1_Other1234')],
    ['a token that was changed', () => `${tokenFor({ sub: 'a' }).slice(0, -6)}AAAAAA`],
    ['an access token, where identity tokens are asked for', () => tokenFor({ sub: 'a', scopes: ['x'] })],
    ['a token without a signature', () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.AA`],
  ])('%s', async (_case, token) => {
    await expect(decide({}, token())).rejects.toThrow(/^Unauthorized$/);
  });
});

test('fails, and lets nobody in, while the keys of the pool cannot be had', async () => {
  isDown = true;
  await expect(decide({}, tokenFor({ sub: 'a' }))).rejects.toThrow(/the answer has status 500/);
});

function tokenFor(subject: TokenSubject, pool = POOL): string {
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${pool}`;
  const model = { userPools: [{ id: pool, issuer, clients: [], local: true, origin: { path: 'P', logicalId: 'P' } }] };
  return mintToken(subject, { model: model as any, keys, clock: { now: () => Date.now() } });
}

/** Calls the handler as a fresh environment with these variables. */
async function decide(environment: Record<string, string>, token: string | undefined) {
  const variables = {
    USER_POOL_IDS: POOL,
    TOKEN_SOURCES: 'query token',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
    ...environment,
  };
  Object.assign(process.env, variables);
  try {
    let handler: typeof import('../../../lambda/websocket-cognito-authorizer').handler | undefined;
    jest.isolateModules(() => {
      handler = require('../../../lambda/websocket-cognito-authorizer').handler;
    });
    const event = { methodArn: 'arn:method', queryStringParameters: { token } };
    return await handler!(event as unknown as APIGatewayRequestAuthorizerEvent);
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
  }
}
