import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Authorizer, HeaderValue, ProxyApi, RequestValue, Upstream } from '../../../lib';
import { LocalApi } from '../../../lib/testing';
import { echo, type Echo } from './echo';

const ORIGIN = 'https://shop.example.com';

describe('a front door', () => {
  let api: LocalApi;
  const answer = async (...request: Parameters<LocalApi['fetch']>): Promise<Echo> => {
    const response = await api.fetch(...request);
    expect(response.status).toBe(200);
    return (await response.json()) as Echo;
  };
  const alice = () => ({ as: api.user({ sub: 'alice' }) });

  beforeAll(async () => {
    const stack = new Stack(new App(), 'Stack');
    const pool = new cognito.UserPool(stack, 'Pool');
    const headers = {
      'X-User': HeaderValue.claim('sub'),
      'X-Real-IP': HeaderValue.clientAddress(),
      'X-Request-Id': HeaderValue.requestId(),
      'X-Front': HeaderValue.literal('gatehouse'),
    };
    new ProxyApi(stack, 'Front', {
      upstream: Upstream.url('https://legacy.example.com/api', {
        headers,
        query: { via: RequestValue.literal('front') },
      }),
      mounts: {
        '/users': Upstream.url('https://users.example.com', { headers: { Host: HeaderValue.host() } }),
        '/users/admin': Upstream.url('https://admin.example.com/v1'),
        '/reports': Upstream.url('https://reports.example.com', { keepPrefix: true }),
      },
      paths: {
        'GET /orders/{id}': { rewrite: '/v2/orders/{id}' },
        '/closed': { methods: ['GET'] },
        'GET /limited': { throttle: { rateLimit: 1, burstLimit: 1 } },
        'GET /mine': {
          cache: { ttl: Duration.minutes(1), keys: [RequestValue.claim('sub'), RequestValue.query('page')] },
        },
      },
      publicPaths: ['GET /status', '/users/open'],
      authorizer: Authorizer.cognito(pool),
      cors: { allowOrigins: [ORIGIN], allowCredentials: true },
    });
    api = await LocalApi.of(stack);
    for (const host of ['legacy', 'users', 'admin', 'reports'])
      await api.stub(`https://${host}.example.com`, echo(host));
  });

  test('lets nobody in but whom it knows', async () => {
    for (const path of ['/', '/a/b', '/users', '/users/7', '/reports/x', '/closed']) {
      expect((await api.fetch('GET', path)).status).toBe(401);
    }
    expect((await api.fetch('POST', '/status')).status).toBe(401);
    expect((await api.fetch('GET', '/status/more')).status).toBe(401);
    expect(await answer('GET', '/status')).toMatchObject({ server: 'legacy', path: '/api/status' });
    expect(await answer('DELETE', '/users/open')).toMatchObject({ server: 'users', path: '/open' });
  });

  test.each([
    ['/', 'legacy', '/api/'],
    ['/a/b', 'legacy', '/api/a/b'],
    ['/a%20b/%C3%BC+c', 'legacy', '/api/a%20b/%C3%BC+c'],
    ['/a//b', 'legacy', '/api/a//b'],
    ['/users', 'users', '/'],
    ['/users/7/mail', 'users', '/7/mail'],
    ['/users/admin', 'admin', '/v1'],
    ['/users/admin/x', 'admin', '/v1/x'],
    ['/usersandmore', 'legacy', '/api/usersandmore'],
    ['/reports', 'reports', '/reports'],
    ['/reports/2024', 'reports', '/reports/2024'],
    ['/orders/7', 'legacy', '/api/v2/orders/7'],
    ['/orders/7/items', 'legacy', '/api/orders/7/items'],
  ])('sends %s to %s as %s', async (path, server, seen) => {
    expect(await answer('GET', path, alice())).toMatchObject({ server, path: seen });
  });

  test('adds to the query string, and keeps what the caller repeats', async () => {
    const { query } = await answer('GET', '/search?q=a%26b&q=c', alice());
    expect(query).toEqual([
      ['q', 'a&b'],
      ['q', 'c'],
      ['via', 'front'],
    ]);
  });

  test('tells the upstream who calls, whatever the caller claims', async () => {
    const forged = {
      'X-User': 'root',
      'x-real-ip': '1.2.3.4',
      'X-FRONT': 'mine',
      'X-Request-Id': 'r',
      'X-Own': 'kept',
    };
    const { headers } = await answer('GET', '/a', { ...alice(), headers: forged, sourceIp: '203.0.113.9' });
    expect(headers).toMatchObject({
      'x-user': 'alice',
      'x-real-ip': '203.0.113.9',
      'x-front': 'gatehouse',
      'x-own': 'kept',
      host: 'legacy.example.com',
    });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect((await answer('GET', '/status', { headers: forged })).headers['x-user']).toBe('-');
  });

  test('tells the upstream the host that was called, where it is asked to', async () => {
    const { headers } = await answer('GET', '/users/7', alice());
    expect(headers.host).toBe(new URL(api.url).host);
  });

  test('passes methods on, and refuses those that a path has not', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(await answer(method, '/a', { ...alice(), body: 'x' })).toMatchObject({ method });
    }
    const refusal = await api.fetch('POST', '/closed', alice());
    expect([refusal.status, refusal.headers.get('allow')]).toEqual([405, 'GET']);
    expect(await refusal.json()).toEqual({ message: 'Method Not Allowed' });
    expect(await answer('GET', '/closed', alice())).toMatchObject({ path: '/api/closed' });
  });

  test('limits a path by itself', async () => {
    expect((await api.fetch('GET', '/limited', alice())).status).toBe(200);
    expect((await api.fetch('GET', '/limited', alice())).status).toBe(429);
    expect((await api.fetch('POST', '/limited', alice())).status).toBe(200);
  });

  test('answers preflights itself, and names the origin in its refusals', async () => {
    for (const path of ['/', '/a/b', '/users/7', '/status', '/closed']) {
      const headers = { Origin: ORIGIN, 'Access-Control-Request-Method': 'PUT' };
      const preflight = await api.fetch('OPTIONS', path, { headers });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
    }
    const refusal = await api.fetch('GET', '/a', { headers: { Origin: ORIGIN } });
    expect([refusal.status, refusal.headers.get('access-control-allow-origin')]).toEqual([401, ORIGIN]);
  });

  test('keeps answers for each caller by the claim that the cache is told', async () => {
    const fetchAs = (sub: string, query = {}) => answer('GET', '/mine', { as: api.user({ sub }), query });
    const first = await fetchAs('alice');
    expect(await fetchAs('alice')).toEqual(first);
    expect((await fetchAs('bob')).headers['x-user']).toBe('bob');
    expect((await fetchAs('alice', { page: 2 })).headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    const forged = await answer('GET', '/mine', { as: api.user({ sub: 'bob' }), headers: { 'X-User': 'alice' } });
    expect(forged.headers['x-user']).toBe('bob');
    api.clock.advance({ minutes: 2 });
    expect((await fetchAs('alice')).headers['x-request-id']).not.toBe(first.headers['x-request-id']);
  });
});

test('an upstream that answers pages of other origins gets their preflights without credentials', async () => {
  const stack = new Stack(new App(), 'Stack');
  new ProxyApi(stack, 'Front', { upstream: Upstream.url('https://legacy.example.com'), upstreamCors: true });
  const api = await LocalApi.of(stack);
  await api.stub('https://legacy.example.com', ({ method }) => ({
    status: method === 'OPTIONS' ? 204 : 200,
    headers: { 'Access-Control-Allow-Origin': ORIGIN },
  }));
  const preflight = await api.fetch('OPTIONS', '/a', { headers: { Origin: ORIGIN } });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
  expect((await api.fetch('GET', '/a')).status).toBe(403);
  expect((await api.fetch('GET', '/a', { as: api.signed })).headers.get('access-control-allow-origin')).toBe(ORIGIN);
});

test('a canary takes its share of the requests to another server', async () => {
  const stack = new Stack(new App(), 'Stack');
  new ProxyApi(stack, 'Front', {
    upstream: Upstream.url('https://legacy.example.com/api'),
    canary: { url: 'https://next.example.com/v2', percent: 50 },
    authorizer: Authorizer.none(),
  });
  const api = await LocalApi.of(stack);
  await api.stub('https://legacy.example.com', echo('legacy'));
  await api.stub('https://next.example.com', echo('next'));
  const seen = new Set<string>();
  for (let i = 0; i < 64; i++) {
    const { server, path } = (await (await api.fetch('GET', '/a')).json()) as Echo;
    seen.add(`${server}${path}`);
  }
  expect([...seen].sort()).toEqual(['legacy/api/a', 'next/v2/a']);
});

test('servers behind load balancers are reached by the names that they have locally', async () => {
  const stack = new Stack(new App(), 'Stack');
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
  const certificateName = 'orders.example.com';
  new ProxyApi(stack, 'Front', {
    mounts: {
      '/users': Upstream.loadBalancer(new elbv2.NetworkLoadBalancer(stack, 'Users', { vpc })),
      '/orders': Upstream.loadBalancer(new elbv2.ApplicationLoadBalancer(stack, 'Orders', { vpc }), {
        certificateName,
      }),
    },
    authorizer: Authorizer.none(),
  });
  const api = await LocalApi.of(stack);
  await api.stub(`https://${certificateName}`, echo('orders'));
  expect(await (await api.fetch('GET', '/orders/7')).json()).toMatchObject({ server: 'orders', path: '/7' });
  expect((await api.fetch('GET', '/users/7')).status).toBe(504);
  expect(JSON.stringify(api.events)).toMatch(/is behind the VPC link \w+; say where to send it: --upstream /);
});

test('only what a document describes passes, and everything else is forbidden', async () => {
  const stack = new Stack(new App(), 'Stack');
  const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
  ProxyApi.fromOpenApi(stack, 'Front', {
    document: {
      openapi: '3.0.3',
      info: { title: 'Pets', version: '1' },
      paths: {
        '/pets': {
          get: { operationId: 'listPets', responses: { 200: { description: 'ok' } } },
          post: {
            operationId: 'addPet',
            requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['name'] } } } },
            responses: { 201: { description: 'made' } },
          },
        },
        '/pets/{id}': { get: { operationId: 'getPet', parameters, responses: { 200: { description: 'ok' } } } },
        '/toys/{id}': { get: { parameters, responses: { 200: { description: 'ok' } } } },
      },
    },
    upstream: Upstream.url('https://pets.example.com/api'),
    mounts: { '/toys': Upstream.url('https://toys.example.com') },
    operations: { getPet: { rewrite: '/v2/pets/{id}' } },
    authorizer: Authorizer.none(),
  });
  const api = await LocalApi.of(stack);
  await api.stub('https://pets.example.com', echo('pets'));
  await api.stub('https://toys.example.com', echo('toys'));
  const seen = async (method: string, path: string, body?: unknown) => {
    const response = await api.fetch(method, path, { body });
    if (response.status !== 200) return response.status;
    const { server, path: target } = (await response.json()) as Echo;
    return `${server}${target}`;
  };
  expect(await seen('GET', '/pets')).toBe('pets/api/pets');
  expect(await seen('GET', '/pets/7')).toBe('pets/api/v2/pets/7');
  expect(await seen('GET', '/toys/7')).toBe('toys/7');
  expect(await seen('POST', '/pets', { name: 'Tom' })).toBe('pets/api/pets');
  expect(await seen('POST', '/pets', {})).toBe(400);
  for (const [method, path] of [
    ['DELETE', '/pets/7'],
    ['GET', '/'],
    ['GET', '/pets/7/toys'],
    ['GET', '/toys'],
  ] as const) {
    expect(await seen(method, path)).toBe(403);
  }
});
