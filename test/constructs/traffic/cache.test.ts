import { Template } from 'aws-cdk-lib/assertions';
import { Duration } from 'aws-cdk-lib/core';
import { Authorizer, Backend, CacheSize, RequestValue } from '../../../lib';
import { documentIn, integrationOf, makeApi, methodSettings } from '../fixtures';

const open = { backend: Backend.mock(), authorizer: Authorizer.none() };
const stageOf = (stack: Parameters<typeof Template.fromStack>[0]) =>
  Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Stage'))[0]?.Properties;

describe('the cache', () => {
  test('is off in so many words, so that taking it away really does (aws-cdk #32342)', () => {
    const { stack } = makeApi();
    expect(stageOf(stack)).toMatchObject({ CacheClusterEnabled: false });
    expect(stageOf(stack)).not.toHaveProperty('CacheClusterSize');
    expect(methodSettings(stack, '/*', '*')).toMatchObject({ CachingEnabled: false });
  });

  test('of one route makes the cluster, and declares its keys (serverless-api-gateway-caching #110)', () => {
    const { stack, api } = makeApi();
    const keys = [RequestValue.query('page'), RequestValue.header('X-Tenant')];
    api.addRoute('GET /shops/{shop}', { ...open, cache: { ttl: Duration.minutes(1), keys } });
    expect(stageOf(stack)).toMatchObject({ CacheClusterEnabled: true, CacheClusterSize: '0.5' });
    expect(methodSettings(stack, '/~1shops~1{shop}', 'GET')).toMatchObject({
      CachingEnabled: true,
      CacheTtlInSeconds: 60,
      CacheDataEncrypted: true,
      ThrottlingRateLimit: 1000,
    });
    const operation = documentIn(stack).paths['/shops/{shop}'].get;
    expect(operation['x-amazon-apigateway-integration'].cacheKeyParameters).toEqual([
      'method.request.path.shop',
      'method.request.querystring.page',
      'method.request.header.X-Tenant',
    ]);
    expect(operation.parameters.map(({ name, required }: any) => [name, required])).toEqual([
      ['shop', true],
      ['page', undefined],
      ['X-Tenant', undefined],
    ]);
    expect(operation).not.toHaveProperty('x-amazon-apigateway-request-validator');
  });

  test('keeps the answers of several origins apart, each of which names its own', () => {
    const cors = { allowOrigins: ['https://a.example.com', 'https://b.example.com'] };
    const { stack, api } = makeApi({ cors, routes: {} });
    api.addRoute('GET /a', { ...open, cache: { keys: [RequestValue.query('page')] } });
    api.addRoute('GET /b', { ...open, cache: { keys: [RequestValue.header('Origin')] } });
    const { paths } = documentIn(stack);
    const keysOf = (path: string) => paths[path].get['x-amazon-apigateway-integration'].cacheKeyParameters;
    expect(keysOf('/a')).toEqual(['method.request.querystring.page', 'method.request.header.origin']);
    expect(paths['/a'].get.parameters).toContainEqual({ name: 'origin', in: 'header', schema: { type: 'string' } });
    expect(keysOf('/b')).toEqual(['method.request.header.Origin']);
  });

  test('of an API is for every GET route, but for those that say otherwise', () => {
    const { stack, api } = makeApi({
      authorizer: Authorizer.none(),
      cache: { size: CacheSize.GB_6_1, ttl: Duration.minutes(10), encrypted: false },
    });
    api.addRoute('GET /live', { ...open, cache: { enabled: false } });
    api.addRoute('POST /orders', open);
    expect(stageOf(stack)).toMatchObject({ CacheClusterEnabled: true, CacheClusterSize: '6.1' });
    expect(methodSettings(stack, '/~1orders', 'GET')).toMatchObject({
      CachingEnabled: true,
      CacheTtlInSeconds: 600,
      CacheDataEncrypted: false,
    });
    expect(methodSettings(stack, '/~1live', 'GET')).toBeUndefined();
    expect(methodSettings(stack, '/~1orders', 'POST')).toBeUndefined();
    expect(methodSettings(stack, '/*', '*')).toMatchObject({ CachingEnabled: false });
  });

  test('never hands the answer of one caller to another without a word', () => {
    const { api } = makeApi();
    const backend = Backend.mock();
    expect(() => api.addRoute('GET /a', { backend, cache: {} })).toThrow(
      'route "GET /a": cache would hand the answer of one caller to all others',
    );
    expect(() => api.addRoute('GET /b', { backend, cache: { keys: [] } })).not.toThrow();
    expect(() => makeApi({ cache: {} })).toThrow('cache would hand the answer');
  });

  test('of an API says once what tells answers apart', () => {
    const { stack, api } = makeApi({ cache: { keys: [RequestValue.header('Authorization')] } });
    api.addRoute('GET /a', { backend: Backend.mock(), cache: { keys: [RequestValue.query('page')] } });
    const keysOf = (path: string) => integrationOf(stack, path).cacheKeyParameters;
    expect(keysOf('/orders')).toEqual(['method.request.header.Authorization']);
    expect(keysOf('/a')).toEqual(['method.request.querystring.page']);
    expect(documentIn(stack).paths['/orders'].get.parameters).toEqual([
      { name: 'Authorization', in: 'header', schema: { type: 'string' } },
    ]);
  });

  test('tells answers apart by what the backend is given', () => {
    const { stack, api } = makeApi();
    const backend = Backend.httpProxy('https://a.example.com', { headers: { 'X-User': RequestValue.claim('sub') } });
    api.addRoute('GET /a', { backend, cache: { keys: [RequestValue.claim('sub')] } });
    expect(integrationOf(stack, '/a').cacheKeyParameters).toEqual(['integration.request.header.X-User']);
  });

  test.each([
    ['POST /a', {}, 'cache is for GET and HEAD'],
    ['GET /a', { ttl: Duration.hours(2) }, 'cache.ttl must be at most 3600 seconds, got 7200'],
    ['GET /a', { keys: [RequestValue.claim('sub')] }, 'cache.keys takes values of path, query and header'],
  ])('is refused for %s with %j', (key, cache, fault) => {
    expect(() => makeApi().api.addRoute(key, { ...open, cache })).toThrow(fault);
  });
});

test('a route is throttled by itself', () => {
  const { stack, api } = makeApi({ throttle: { rateLimit: 50, burstLimit: 60 } });
  api.addRoute('POST /', { ...open, throttle: { rateLimit: 5 } });
  expect(methodSettings(stack, '/*', '*')).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 60 });
  expect(methodSettings(stack, '/', 'POST')).toMatchObject({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 60 });
});
