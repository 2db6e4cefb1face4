import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Duration } from 'aws-cdk-lib/core';
import { Authorizer, ProxyApi, RequestValue, Upstream } from '../../../lib';
import { documentIn, makeStack, methodSettings } from '../fixtures';
import { integrationIn, LEGACY, makeFront, publicRoutesIn, targetsIn } from './fixtures';

const REPORTS = Upstream.url('https://reports.example.com/v2');

describe('an upstream', () => {
  test('gets the root and everything below it, under its own path', () => {
    const { stack } = makeFront();
    expect(targetsIn(stack)).toEqual({
      'ANY /': 'https://legacy.example.com/api/',
      'ANY /{proxy+}': 'https://legacy.example.com/api/{proxy}',
    });
  });

  test('asks for signatures unless said otherwise', () => {
    const stack = makeStack();
    new ProxyApi(stack, 'Front', { upstream: LEGACY });
    expect(publicRoutesIn(stack)).toEqual([]);
    expect(documentIn(stack).paths['/']['x-amazon-apigateway-any-method'].security).toEqual([{ sigv4: [] }]);
  });

  test('gets bodies byte by byte', () => {
    const { stack } = makeFront();
    expect(documentIn(stack)['x-amazon-apigateway-binary-media-types']).toEqual(['*/*']);
  });

  test('is called as it says', () => {
    const upstream = Upstream.url('https://a.example.com/', {
      timeout: Duration.seconds(5),
      query: { key: RequestValue.literal('k') },
      responseStreaming: true,
      skipCertificateCheck: true,
    });
    const { stack } = makeFront({ upstream });
    expect(integrationIn(stack, 'ANY /')).toEqual({
      type: 'http_proxy',
      httpMethod: 'ANY',
      uri: 'https://a.example.com/',
      timeoutInMillis: 5000,
      responseTransferMode: 'STREAM',
      requestParameters: { 'integration.request.querystring.key': "'k'" },
      tlsConfig: { insecureSkipVerification: true },
    });
  });
});

describe('mounts', () => {
  test('take their paths and what is below, without the prefix or with it', () => {
    const kept = Upstream.url('https://users.example.com', { keepPrefix: true });
    const { stack } = makeFront({ mounts: { '/reports': REPORTS, '/users': kept } });
    expect(targetsIn(stack)).toEqual({
      'ANY /': 'https://legacy.example.com/api/',
      'ANY /{proxy+}': 'https://legacy.example.com/api/{proxy}',
      'ANY /reports': 'https://reports.example.com/v2',
      'ANY /reports/{proxy+}': 'https://reports.example.com/v2/{proxy}',
      'ANY /users': 'https://users.example.com/users',
      'ANY /users/{proxy+}': 'https://users.example.com/users/{proxy}',
    });
  });

  test('go before each other by their length', () => {
    const inner = Upstream.url('https://inner.example.com');
    const { stack } = makeFront({ mounts: { '/reports': REPORTS, '/reports/daily': inner } });
    expect(targetsIn(stack)).toMatchObject({
      'ANY /reports/{proxy+}': 'https://reports.example.com/v2/{proxy}',
      'ANY /reports/daily': 'https://inner.example.com/',
      'ANY /reports/daily/{proxy+}': 'https://inner.example.com/{proxy}',
    });
  });

  test('do without an upstream for the rest', () => {
    const { stack } = makeFront({ upstream: undefined, mounts: { '/reports': REPORTS } });
    expect(Object.keys(targetsIn(stack))).toEqual(['ANY /reports', 'ANY /reports/{proxy+}']);
  });

  test('may have variables, around which the upstream takes the rest', () => {
    const { stack } = makeFront({ mounts: { '/{tenant}/reports': REPORTS } });
    expect(targetsIn(stack)).toEqual({
      'ANY /': 'https://legacy.example.com/api/',
      'ANY /{tenant}': 'https://legacy.example.com/api/{tenant}',
      'ANY /{tenant}/{proxy+}': 'https://legacy.example.com/api/{tenant}/{proxy}',
      'ANY /{tenant}/reports': 'https://reports.example.com/v2',
      'ANY /{tenant}/reports/{proxy+}': 'https://reports.example.com/v2/{proxy}',
    });
  });
});

describe('paths', () => {
  test('of one method leave the others as they are', () => {
    const { stack } = makeFront({
      authorizer: undefined,
      paths: { 'GET /status': { throttle: { rateLimit: 5, burstLimit: 6 } } },
    });
    expect(targetsIn(stack)).toMatchObject({
      'ANY /status': 'https://legacy.example.com/api/status',
      'GET /status': 'https://legacy.example.com/api/status',
    });
    expect(methodSettings(stack, '/~1status', 'GET')).toMatchObject({ ThrottlingRateLimit: 5 });
    expect(methodSettings(stack, '/~1status', 'ANY')).toBeUndefined();
  });

  test('with a list of methods refuse the others', () => {
    const { stack } = makeFront({ paths: { '/admin': { methods: ['GET', 'POST'], authorizer: Authorizer.iam() } } });
    expect(targetsIn(stack)).toMatchObject({
      'GET /admin': 'https://legacy.example.com/api/admin',
      'POST /admin': 'https://legacy.example.com/api/admin',
      'ANY /admin': 'mock',
    });
    expect(integrationIn(stack, 'ANY /admin')).toMatchObject({
      contentHandling: 'CONVERT_TO_TEXT',
      responses: {
        default: {
          statusCode: '405',
          responseParameters: { 'method.response.header.Allow': "'GET, POST'" },
        },
      },
    });
    expect(publicRoutesIn(stack)).toEqual(['ANY /', 'ANY /{proxy+}']);
  });

  test('have an upstream, a path and a timeout of their own', () => {
    const { stack } = makeFront({
      paths: {
        'GET /orders/{id}': { upstream: REPORTS, rewrite: '/orders/{id}/latest', timeout: Duration.seconds(3) },
      },
    });
    expect(integrationIn(stack, 'GET /orders/{id}')).toMatchObject({
      uri: 'https://reports.example.com/v2/orders/{id}/latest',
      timeoutInMillis: 3000,
      requestParameters: { 'integration.request.path.id': 'method.request.path.id' },
    });
    expect(targetsIn(stack)['ANY /orders/{id}']).toBe('https://legacy.example.com/api/orders/{id}');
  });

  test('lie below the longest mount', () => {
    const { stack } = makeFront({ mounts: { '/reports': REPORTS }, paths: { 'GET /reports/{id}/pdf': {} } });
    expect(targetsIn(stack)).toMatchObject({
      'GET /reports/{id}/pdf': 'https://reports.example.com/v2/{id}/pdf',
      'ANY /reports/{id}/pdf': 'https://reports.example.com/v2/{id}/pdf',
      'ANY /reports/{id}': 'https://reports.example.com/v2/{id}',
      'ANY /reports/{id}/{proxy+}': 'https://reports.example.com/v2/{id}/{proxy}',
    });
    expect(targetsIn(stack)).not.toHaveProperty('ANY /reports/{proxy+}');
  });

  test('name the greedy variable of a place as they like', () => {
    const { stack } = makeFront({ paths: { 'GET /{file+}': { authorizer: Authorizer.iam() } } });
    expect(targetsIn(stack)).toEqual({
      'ANY /': 'https://legacy.example.com/api/',
      'ANY /{file+}': 'https://legacy.example.com/api/{file}',
      'GET /{file+}': 'https://legacy.example.com/api/{file}',
    });
  });
});

describe('public paths', () => {
  test('are open to everybody, and nothing else is', () => {
    const { stack } = makeFront({
      authorizer: Authorizer.iam(),
      apiKeyRequired: true,
      publicPaths: ['GET /status', '/assets/{file+}'],
    });
    expect(publicRoutesIn(stack)).toEqual(['ANY /assets/{file+}', 'GET /status']);
  });

  test('keep what else is said of them', () => {
    const { stack } = makeFront({
      authorizer: Authorizer.iam(),
      paths: { 'GET /status': { rewrite: '/healthz' } },
      publicPaths: ['GET /status'],
    });
    expect(targetsIn(stack)['GET /status']).toBe('https://legacy.example.com/api/healthz');
    expect(publicRoutesIn(stack)).toEqual(['GET /status']);
  });
});

describe('pages of other origins', () => {
  const cors = { allowOrigins: ['https://shop.example.com'] };

  test('have their preflights answered beside whatever is protected', () => {
    const { stack } = makeFront({ authorizer: Authorizer.iam(), cors, publicPaths: ['GET /status'] });
    expect(publicRoutesIn(stack)).toEqual(['GET /status', 'OPTIONS /', 'OPTIONS /status', 'OPTIONS /{proxy+}']);
    expect(integrationIn(stack, 'OPTIONS /{proxy+}')).toMatchObject({
      type: 'mock',
      contentHandling: 'CONVERT_TO_TEXT',
    });
    Annotations.fromStack(stack).hasInfo(
      '/Stack/Front',
      Match.stringLikeRegexp('they must send Access-Control-Allow-Origin themselves'),
    );
  });

  test('reach the upstream with their preflights where it answers them itself', () => {
    const { stack } = makeFront({
      authorizer: Authorizer.iam(),
      apiKeyRequired: true,
      upstreamCors: true,
      paths: { '/admin': { methods: ['GET'] } },
    });
    expect(publicRoutesIn(stack)).toEqual(['OPTIONS /', 'OPTIONS /admin', 'OPTIONS /{proxy+}']);
    expect(targetsIn(stack)).toMatchObject({
      'OPTIONS /admin': 'https://legacy.example.com/api/admin',
      'OPTIONS /{proxy+}': 'https://legacy.example.com/api/{proxy}',
    });
  });
});

describe('the cache', () => {
  const keys = [RequestValue.query('page'), RequestValue.header('Authorization')];

  test('is for GET, beside the route for any method', () => {
    const { stack } = makeFront({ authorizer: Authorizer.iam(), cache: { ttl: Duration.minutes(1), keys } });
    expect(Object.keys(targetsIn(stack))).toEqual(['ANY /', 'ANY /{proxy+}', 'GET /', 'GET /{proxy+}']);
    expect(methodSettings(stack, '/~1{proxy+}', 'GET')).toMatchObject({ CachingEnabled: true, CacheTtlInSeconds: 60 });
    expect(integrationIn(stack, 'GET /{proxy+}').cacheKeyParameters).toEqual([
      'method.request.path.proxy',
      'method.request.querystring.page',
      'method.request.header.Authorization',
    ]);
  });

  test('of one path leaves the others alone', () => {
    const { stack } = makeFront({ paths: { '/catalog': { cache: { keys: [] } } } });
    expect(Object.keys(targetsIn(stack)).filter((key) => key.startsWith('GET'))).toEqual(['GET /catalog']);
  });

  test('can be switched off for a path', () => {
    const { stack } = makeFront({ cache: { keys: [] }, paths: { '/live': { cache: { enabled: false } } } });
    expect(targetsIn(stack)).not.toHaveProperty('GET /live');
    expect(methodSettings(stack, '/~1live', 'ANY')).toBeUndefined();
  });

  test('leaves out what streams past it', () => {
    const stream = Upstream.url('https://stream.example.com', { responseStreaming: true });
    const { stack } = makeFront({ cache: { keys: [] }, mounts: { '/stream': stream }, paths: { 'GET /stream/a': {} } });
    expect(Object.keys(targetsIn(stack)).filter((key) => key.startsWith('GET'))).toEqual([
      'GET /',
      'GET /stream/a',
      'GET /{proxy+}',
    ]);
    expect(methodSettings(stack, '/~1stream~1a', 'GET')).toBeUndefined();
    const paths = { '/stream/a': { cache: { keys: [] } } };
    expect(() => makeFront({ mounts: { '/stream': stream }, paths })).toThrow(
      'path "GET /stream/a": cache never sees answers that stream: keep cache or responseStreaming',
    );
  });
});
