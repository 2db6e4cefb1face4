import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import {
  AttributeKind,
  Authorizer,
  Backend,
  type CorsOptions,
  DynamoDbBackend,
  RequestValue,
  ResponseValue,
  ServerlessApi,
  type ServerlessApiProps,
} from '../../lib';
import { LocalApi } from '../../lib/testing';
import { makeFunction } from '../constructs/fixtures';

const SHOP = 'https://shop.example.com';
const ADMIN = 'https://admin.example.com';
const FOREIGN = 'https://evil.example';
const mock = { backend: Backend.mock({ body: { ok: true } }) };

async function start(make: (stack: Stack) => ServerlessApiProps) {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1', account: '111111111111' } });
  const api = new ServerlessApi(stack, 'Api', make(stack));
  return { stack, construct: api, local: () => LocalApi.of(stack) };
}

const corsOf = ({ headers }: Response) => ({
  origin: headers.get('access-control-allow-origin'),
  credentials: headers.get('access-control-allow-credentials'),
  vary: headers.get('vary'),
});

describe('CORS, as a browser sees it', () => {
  const open = async (cors: CorsOptions) => {
    const { local } = await start((stack) => ({
      cors,
      authorizer: Authorizer.none(),
      routes: {
        'GET /mock': mock,
        'GET /guarded': { ...mock, authorizer: Authorizer.iam() },
        'ANY /any/{proxy+}': { handler: makeFunction(stack), authorizer: Authorizer.iam() },
      },
    }));
    return local();
  };

  test('several origins with credentials', async () => {
    const api = await open({ allowOrigins: [SHOP, ADMIN], allowCredentials: true, maxAge: Duration.hours(1) });
    const preflight = (Origin: string, path = '/any/thing') =>
      api.fetch('OPTIONS', path, { headers: { Origin, 'Access-Control-Request-Method': 'POST' } });
    const allowed = await preflight(ADMIN);
    expect(allowed.status).toBe(204);
    expect(corsOf(allowed)).toEqual({ origin: ADMIN, credentials: 'true', vary: 'Origin' });
    expect(allowed.headers.get('access-control-allow-methods')).toBe('DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('Authorization');
    expect(allowed.headers.get('access-control-max-age')).toBe('3600');
    expect(corsOf(await preflight(FOREIGN))).toEqual({ origin: null, credentials: null, vary: 'Origin' });

    const answer = (origin: string) => api.fetch('GET', '/mock', { headers: { origin } });
    expect(corsOf(await answer(SHOP))).toEqual({ origin: SHOP, credentials: 'true', vary: 'Origin' });
    expect(await (await answer(SHOP)).json()).toEqual({ ok: true });
    expect(corsOf(await answer(FOREIGN))).toEqual({ origin: null, credentials: null, vary: 'Origin' });

    const refused = await api.fetch('GET', '/guarded', { headers: { origin: ADMIN } });
    expect(refused.status).toBe(403);
    expect(corsOf(refused)).toEqual({ origin: ADMIN, credentials: null, vary: 'Origin' });
    const foreign = await api.fetch('GET', '/nowhere', { headers: { origin: FOREIGN } });
    expect(corsOf(foreign).credentials).toBeNull();
  });

  test('one origin with credentials', async () => {
    const api = await open({ allowOrigins: [SHOP], allowCredentials: true });
    const fixed = { origin: SHOP, credentials: 'true', vary: null };
    expect(corsOf(await api.fetch('OPTIONS', '/mock', { headers: { Origin: SHOP } }))).toEqual(fixed);
    expect(corsOf(await api.fetch('GET', '/mock', { headers: { Origin: SHOP } }))).toEqual(fixed);
    expect(corsOf(await api.fetch('GET', '/guarded', { headers: { Origin: SHOP } }))).toEqual(fixed);
  });
});

test('a contract refuses what it does not allow', async () => {
  const { local } = await start(() => ({
    authorizer: Authorizer.none(),
    gatewayResponses: {
      BAD_REQUEST_BODY: { status: 422, template: '{"reason":"$context.error.validationErrorString"}' },
    },
    routes: {
      'POST /orders': {
        ...mock,
        requestBody: {
          type: 'object',
          required: ['item'],
          properties: { item: { type: 'string' } },
          additionalProperties: false,
        },
        requiredParameters: [RequestValue.query('tenant')],
      },
    },
  }));
  const api = await local();
  const post = (body: unknown, query: Record<string, string> = { tenant: 'a' }) =>
    api.fetch('POST', '/orders', { body, query });
  expect((await post({ item: 'book' })).status).toBe(200);
  expect((await post({ item: 7 })).status).toBe(422);
  expect((await post({ item: 'book', more: 1 })).status).toBe(422);
  const missing = await post({ item: 'book' }, {});
  expect(missing.status).toBe(400);
  expect(await missing.json()).toEqual({ message: 'Missing required request parameters: [tenant]' });
});

test('callers are let in by tokens, keys, functions and policies', async () => {
  const { local, construct, stack } = await start((scope) => {
    const pool = new cognito.UserPool(scope, 'Pool');
    return {
      authorizer: Authorizer.cognito(pool),
      routes: {
        'GET /me': mock,
        'GET /admin': { ...mock, authorizer: Authorizer.cognito(pool, { scopes: ['orders/admin'] }) },
        'GET /partner': { ...mock, authorizer: Authorizer.none(), apiKeyRequired: true },
        'GET /custom': {
          ...mock,
          authorizer: Authorizer.request(makeFunction(scope, 'Authorize'), {
            identitySources: [RequestValue.header('X-Token')],
          }),
        },
        'GET /signed': { ...mock, authorizer: Authorizer.iam() },
      },
    };
  });
  construct.addUsagePlan('Gold', { throttle: { rateLimit: 100, burstLimit: 100 } }).addKey('acme');
  const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
  construct.route('GET /signed').grantInvoke(role);
  const stranger = new iam.Role(stack, 'Stranger', { assumedBy: new iam.AccountRootPrincipal() });
  const api = await local();
  api.stubFunction('Authorize', ({ headers, methodArn }) => ({
    principalId: 'someone',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Action: 'execute-api:Invoke', Effect: headers['X-Token'] === 'good' ? 'Allow' : 'Deny', Resource: methodArn },
      ],
    },
  }));
  const status = async (path: string, options = {}) => (await api.fetch('GET', path, options)).status;
  expect(await status('/me')).toBe(401);
  expect(await status('/me', { as: api.user({ sub: 'alice' }) })).toBe(200);
  expect(await status('/admin', { as: api.user({ sub: 'alice', scopes: ['orders/admin'] }) })).toBe(200);
  expect(await status('/admin', { as: api.user({ sub: 'alice', scopes: ['orders/read'] }) })).not.toBe(200);
  expect(await status('/partner')).toBe(403);
  expect(await status('/partner', { as: api.key('acme') })).toBe(200);
  expect(await status('/custom')).toBe(401);
  expect(await status('/custom', { headers: { 'X-Token': 'good' } })).toBe(200);
  expect(await status('/custom', { headers: { 'X-Token': 'bad' } })).toBe(403);
  expect(await status('/signed')).toBe(403);
  expect(await status('/signed', { as: api.role(role) })).toBe(200);
  expect(await status('/signed', { as: api.role(stranger) })).toBe(403);
});

test('answers are cached by their keys, and no longer than they may be', async () => {
  const { local } = await start((stack) => ({
    authorizer: Authorizer.none(),
    routes: {
      'GET /shops/{shop}': {
        handler: makeFunction(stack),
        cache: { ttl: Duration.minutes(1), keys: [RequestValue.query('page')] },
      },
    },
  }));
  const api = await local();
  let served = 0;
  api.stubFunction('GET /shops/{shop}', () => ({ statusCode: 200, body: String(++served) }));
  const get = async (path: string) => (await api.fetch('GET', path)).text();
  expect([await get('/shops/a?page=1'), await get('/shops/a?page=1'), await get('/shops/a?page=1&other=2')]).toEqual([
    '1',
    '1',
    '1',
  ]);
  expect([await get('/shops/a?page=2'), await get('/shops/b?page=1')]).toEqual(['2', '3']);
  api.clock.advance({ minutes: 2 });
  expect(await get('/shops/a?page=1')).toBe('4');
});

test('items are read and written without a function', async () => {
  const { local } = await start((stack) => {
    const table = new dynamodb.Table(stack, 'Table', {
      partitionKey: { name: 'shop', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    });
    const key = { shop: RequestValue.path('shop'), id: RequestValue.path('id') };
    return {
      authorizer: Authorizer.none(),
      routes: {
        'PUT /shops/{shop}/orders/{id}': {
          backend: DynamoDbBackend.putItem(table, {
            item: {
              ...key,
              item: RequestValue.body('$.item'),
              count: RequestValue.body('$.count'),
              lines: RequestValue.body('$.lines'),
            },
            kinds: { count: AttributeKind.NUMBER, lines: AttributeKind.JSON },
            onlyIfNew: true,
          }),
        },
        'GET /shops/{shop}/orders/{id}': { backend: DynamoDbBackend.getItem(table, { key }) },
        'DELETE /shops/{shop}/orders/{id}': { backend: DynamoDbBackend.deleteItem(table, { key }) },
        'GET /shops/{shop}/orders': {
          backend: DynamoDbBackend.query(table, {
            key: { shop: RequestValue.path('shop') },
            limit: 2,
            pageBy: ['shop', 'id'],
          }),
        },
      },
    };
  });
  const api = await local();
  const put = (id: string) =>
    api.fetch('PUT', `/shops/a/orders/${id}`, { body: { item: `it's "${id}"`, count: 2.5, lines: [1] } });
  expect([(await put('1')).status, (await put('2')).status, (await put('3')).status]).toEqual([201, 201, 201]);
  const again = await put('1');
  expect([again.status, await again.json()]).toEqual([409, { message: 'Conflict' }]);
  const found = await api.fetch('GET', '/shops/a/orders/1');
  expect(await found.json()).toEqual({ shop: 'a', id: '1', item: 'it\'s "1"', count: 2.5, lines: '[1]' });
  expect((await api.fetch('GET', '/shops/a/orders/9')).status).toBe(404);
  const page = await (await api.fetch('GET', '/shops/a/orders')).json();
  expect(page.items.map(({ id }: any) => id)).toEqual(['1', '2']);
  const next = await (await api.fetch('GET', '/shops/a/orders', { query: { nextToken: page.nextToken } })).json();
  expect(next.items.map(({ id }: any) => id)).toEqual(['3']);
  expect((await api.fetch('DELETE', '/shops/a/orders/1')).status).toBe(204);
  expect((await api.fetch('DELETE', '/shops/a/orders/1')).status).toBe(404);
});

test('servers and functions are called as they are, or transformed', async () => {
  const { local } = await start((stack) => ({
    authorizer: Authorizer.none(),
    routes: {
      'ANY /legacy/{proxy+}': {
        backend: Backend.httpProxy('https://legacy.example.com/v1/{proxy}', {
          headers: { 'X-Origin': RequestValue.literal('gate') },
        }),
      },
      'GET /custom/{id}': { backend: Backend.httpCustom('https://legacy.example.com/things/{id}') },
      'POST /transformed': {
        backend: Backend.lambdaCustom(makeFunction(stack, 'Custom'), {
          request: { templates: { 'application/json': `{"name":$input.json('$.user.name')}` } },
          responses: [
            { status: 201, headers: { Location: ResponseValue.body('$.url') } },
            { status: 404, pattern: '.*not found.*', templates: { 'application/json': '{"message":"Not found"}' } },
          ],
        }),
      },
    },
  }));
  const api = await local();
  await api.stub('https://legacy.example.com', ({ method, path, headers }) =>
    path === '/things/7'
      ? { status: 404, body: { secret: true } }
      : { body: { method, path, from: headers['x-origin'] } },
  );
  const proxied = await api.fetch('PATCH', '/legacy/a/b%20c', { body: {} });
  expect(await proxied.json()).toEqual({ method: 'PATCH', path: '/v1/a/b%20c', from: 'gate' });
  const hidden = await api.fetch('GET', '/custom/7');
  expect([hidden.status, await hidden.json()]).toEqual([404, { message: 'Not found' }]);

  api.stubFunction('Custom', ({ name }) => {
    if (name === 'nobody') throw new Error('user not found');
    return { url: `/users/${name}` };
  });
  const created = await api.fetch('POST', '/transformed', { body: { user: { name: 'ann' } } });
  expect([created.status, created.headers.get('location')]).toEqual([201, '/users/ann']);
  const failed = await api.fetch('POST', '/transformed', { body: { user: { name: 'nobody' } } });
  expect([failed.status, await failed.text()]).toEqual([404, '{"message":"Not found"}']);
});

test('routes and plans are throttled', async () => {
  const { local, construct } = await start(() => ({
    authorizer: Authorizer.none(),
    routes: {
      'GET /slow': { ...mock, throttle: { rateLimit: 1, burstLimit: 2 } },
      'GET /partner': { ...mock, apiKeyRequired: true },
    },
  }));
  construct.addUsagePlan('Small', { quota: { limit: 2, period: apigateway.Period.DAY } }).addKey('acme');
  const api = await local();
  const statuses = async (path: string, options = {}) =>
    [
      await api.fetch('GET', path, options),
      await api.fetch('GET', path, options),
      await api.fetch('GET', path, options),
    ].map(({ status }) => status);
  expect(await statuses('/slow')).toEqual([200, 200, 429]);
  expect(await statuses('/partner', { as: api.key('acme') })).toEqual([200, 200, 429]);
});

test('the account is throttled as its quota says', async () => {
  const { stack } = await start(() => ({ authorizer: Authorizer.none(), routes: { 'GET /open': mock } }));
  const api = await LocalApi.of(stack, { accountThrottle: { rateLimit: 2, burstLimit: 1 } });
  const status = async () => (await api.fetch('GET', '/open')).status;
  expect([await status(), await status()]).toEqual([200, 429]);
  api.clock.advance({ milliseconds: 500 });
  expect(await status()).toBe(200);
});
