import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Duration } from 'aws-cdk-lib/core';
import {
  Authorizer,
  HeaderValue,
  ProxyApi,
  type ProxyApiProps,
  type ProxyPathOptions,
  RequestValue,
  Upstream,
  type UrlUpstreamOptions,
} from '../../../lib';
import { makeStack } from '../fixtures';
import { LEGACY, makeFront } from './fixtures';

const at = (url: string, options?: UrlUpstreamOptions) => () => makeFront({ upstream: Upstream.url(url, options) });

test('everything wrong is said at once, before anything is made', () => {
  const stack = makeStack();
  const make = () =>
    new ProxyApi(stack, 'Front', {
      apiName: 'front',
      compression: undefined,
      description: '',
      upstream: Upstream.url('http://legacy.example.com', {
        timeout: Duration.seconds(40),
        headers: { 'Content-Length': HeaderValue.literal('0') },
      }),
      mounts: { '/a/': LEGACY, '/b': Upstream.url('ftp://b.example.com') },
      paths: { '/c': { methods: ['get'] } },
      publicPaths: ['LIST /d'],
    });
  expect(make).toThrow('Stack/Front: 8 faults');
  for (const fault of [
    'description must not be empty',
    'upstream: url "http://legacy.example.com" goes over the internet unencrypted: use https, or say allowPlainHttp',
    'upstream: timeout must be from 50 milliseconds to 29 seconds, got 40000 milliseconds, unless the quota was raised: then say so by maxTimeout',
    'upstream: header "Content-Length" is written by API Gateway itself',
    'mount "/a/" must not end with "/": use "/a"',
    'mount "/b": url must start with a literal "https://" and name a host, got "ftp://b.example.com"',
    'path "/c" has the method "get"',
    'path "LIST /d" has the method "LIST"',
  ]) {
    expect(() => {
      stack.node.tryRemoveChild('Front');
      make();
    }).toThrow(fault);
  }
  expect(stack.node.findAll().filter((child) => child.node.path.startsWith('Stack/Front/'))).toEqual([]);
});

describe('the address of an upstream', () => {
  test.each([
    ['https://me:secret@a.example.com', 'url has credentials in it'],
    ['https://a.example.com/{proxy}', 'url "https://a.example.com/{proxy}" has the variable "{proxy}": leave it out'],
    ['https://a.example.com/?a=b', 'url must have no query string'],
    ['https://a.example.com:22', 'url has the port 22'],
    ['https://localhost:8080', 'leads nowhere from API Gateway: give a public host'],
    ['https://10.1.2.3', 'leads nowhere from API Gateway'],
    ['https://172.20.0.1', 'leads nowhere from API Gateway'],
    ['https://[fd00::1]', 'leads nowhere from API Gateway'],
    ['https://db.internal', 'leads nowhere from API Gateway'],
    ['a.example.com', 'url must start with a literal "https://"'],
    ['https://${stageVariables.host}', 'url has the stage variable "host", which stage.variables has not'],
  ])('is refused: %s', (url, fault) => {
    expect(at(url)).toThrow(fault);
  });

  test.each([
    'https://a.example.com/',
    'https://172.32.0.1',
    'https://a.example.com:8443/v1',
    'https://[2001:db8::1]/',
  ])('is accepted: %s', (url) => {
    expect(at(url)).not.toThrow();
  });

  test('may be unencrypted where that is said, and have a variable of the stage', () => {
    expect(at('http://a.example.com', { allowPlainHttp: true })).not.toThrow();
    const upstream = Upstream.url('https://${stageVariables.host}/api');
    expect(() => makeFront({ upstream, stage: { variables: { host: 'a.example.com' } } })).not.toThrow();
  });
});

test('a longer timeout needs a raised quota', () => {
  const upstream = Upstream.url('https://a.example.com', { timeout: Duration.seconds(60) });
  expect(() => makeFront({ upstream })).toThrow('got 60000 milliseconds');
  expect(() => makeFront({ upstream, maxTimeout: Duration.seconds(60) })).not.toThrow();
  expect(at('https://a.example.com', { timeout: Duration.millis(49) })).toThrow('from 50 milliseconds');
});

describe('mounts', () => {
  test.each<[Record<string, Upstream>, string]>([
    [{ '/': LEGACY }, 'mount "/" is the place of upstream: keep one of them'],
    [{ users: LEGACY }, 'mount "users" must have a path that starts with "/"'],
    [{ '/users/{proxy+}': LEGACY }, 'mount "/users/{proxy+}" has a greedy variable: write "/users"'],
    [
      { '/{tenant}/users': LEGACY, '/acme': LEGACY },
      'mount "/acme" hides mount "/{tenant}/users" where "{tenant}" is "acme", because a fixed name goes first: mount "/acme/users" too',
    ],
    [{ '/{a}/x': LEGACY, '/{b}/y': LEGACY }, 'has the variable "{b}" where another route has "{a}" below "/"'],
  ])('are refused: %#', (mounts, fault) => {
    expect(() => makeFront({ mounts })).toThrow(fault);
  });

  test('do not hide each other where both are there', () => {
    const mounts = { '/{tenant}/users': LEGACY, '/acme': LEGACY, '/acme/users': LEGACY };
    expect(() => makeFront({ mounts })).not.toThrow();
  });
});

describe('paths', () => {
  test.each<[string, ProxyPathOptions, string]>([
    ['orders', {}, 'path "orders" must have a path that starts with "/"'],
    ['GET /a', { methods: ['GET'] }, 'path "GET /a" has a method in its key and others in methods'],
    ['/a', { methods: [] }, 'path "/a" has no methods'],
    ['/a/{b+}/c', {}, 'has the greedy variable "{b+}" before the end'],
    ['/a', { rewrite: 'b' }, 'path "/a": rewrite must start with "/", got "b"'],
    ['/a', { rewrite: '/{id}' }, 'path "/a": rewrite has "{id}", which the path has not'],
    ['/a/{b+}', { rewrite: '/{b+}' }, 'path "/a/{b+}": rewrite names a greedy variable without its plus sign'],
    ['/a', { rewrite: '/b?c=d' }, 'path "/a": rewrite must have no query string'],
    ['/a', { timeout: Duration.seconds(30) }, 'path "/a": timeout must be from 50 milliseconds'],
    ['/a', { headers: { Via: HeaderValue.literal('x') } }, 'path "/a": header "Via" never reaches an upstream'],
    ['/a', { headers: { 'X-A': HeaderValue.literal("it's") } }, 'must be printable ASCII without an apostrophe'],
    ['/a', { headers: { 'X-A': HeaderValue.literal('a\r\nb') } }, 'must be printable ASCII'],
    ['/a', { query: { 'a b': RequestValue.literal('x') } }, 'path "/a": query "a b" has a name'],
    ['/a', { methods: ['GET', 'PUT'], operationName: 'a' }, 'path "/a" has an operationName for several methods'],
    ['/a', { upstream: Upstream.url('http://a.example.com') }, 'path "/a": url "http://a.example.com" goes over'],
    ['POST /a', { cache: { keys: [] } }, 'cache is for GET and HEAD'],
    ['/a', { timeot: 1 } as ProxyPathOptions, 'path "/a": unknown option "timeot": did you mean "timeout"?'],
  ])('are refused: %s %#', (key, options, fault) => {
    expect(() => makeFront({ paths: { [key]: options } })).toThrow(fault);
  });

  test.each<[ProxyApiProps, string]>([
    [{ paths: { 'GET /a': {}, '/a': { methods: ['GET'] } } }, 'path "GET /a" and path "/a" both speak of "GET /a"'],
    [
      { paths: { '/a': { authorizer: Authorizer.iam() } }, publicPaths: ['/a'] },
      'path "/a" has an authorizer and is in publicPaths: keep one of them',
    ],
    [{ paths: { '/a/{x}': {}, '/a/{y}/b': {} } }, 'has the variable "{y}" where another route has "{x}" below "/a"'],
    [
      { upstream: undefined, mounts: { '/m': LEGACY }, paths: { '/a': {} } },
      'path "/a" lies below no mount, and there is no upstream for the rest: give it an upstream',
    ],
    [{ upstream: undefined }, 'upstream is missing: give one, or mounts, or paths with upstreams of their own'],
    [{ cors: { allowOrigins: ['*'] }, upstreamCors: true }, 'cors and upstreamCors are both given'],
  ])('are refused together: %#', (props, fault) => {
    expect(() => makeFront(props)).toThrow(fault);
  });
});

test('paths are counted against the quota of path nodes', () => {
  const mounts = Object.fromEntries(Array.from({ length: 150 }, (_, number) => [`/m${number}`, LEGACY]));
  const { stack } = makeFront({ mounts });
  Annotations.fromStack(stack).hasWarning(
    '/Stack/Front',
    Match.stringLikeRegexp("the paths make 302 resources, API Gateway's quota is 300 for each API"),
  );
});

describe('the cache', () => {
  test('never hands the answer of one caller to another', () => {
    expect(() => makeFront({ authorizer: Authorizer.iam(), cache: {} })).toThrow(
      'path "GET /{proxy+}": cache would hand the answer of one caller to all others: name what tells them apart in cache.keys, such ' +
        "as RequestValue.header('Authorization'), or give an empty list if everybody may see the same",
    );
  });

  test('never takes one query string for another', () => {
    expect(() => makeFront({ cache: {} })).toThrow(
      'path "GET /": cache would give the same answer whatever the query string says: name the parameters and headers that matter',
    );
  });

  test('knows a claim only by a header of the upstream', () => {
    expect(() => makeFront({ authorizer: Authorizer.iam(), cache: { keys: [RequestValue.claim('sub')] } })).toThrow(
      'cache.keys takes values of path, query and header, and what the backend gets by "headers" or "query", got context.authorizer.claims.sub',
    );
  });
});

describe('a canary', () => {
  const canary = { url: 'https://next.example.com', percent: 10 };

  test.each<[ProxyApiProps, string]>([
    [{ canary: { ...canary, percent: 101 } }, 'canary.percent must be from 0 to 100, got "101"'],
    [{ canary: { ...canary, url: 'http://next.example.com' } }, 'canary: url "http://next.example.com" goes over'],
    [{ canary: { ...canary, url: 'https://next.example.com/a%20b' } }, 'cannot hold "next.example.com/a%20b"'],
    [
      { canary, upstream: undefined, mounts: { '/a': LEGACY } },
      'canary shares the requests of upstream, which is missing',
    ],
    [{ canary, stage: { variables: { upstream: 'x' } } }, 'stage.variables has "upstream"'],
    [
      { canary, stage: { canary: { baseDeployment: 'x', percent: 1 } } },
      'canary and stage.canary are both given: a stage has one canary',
    ],
    [
      { canary, upstream: Upstream.url('http://a.example.com', { allowPlainHttp: true }) },
      'canary.url must start with "http://" as the upstream does',
    ],
  ])('is refused: %#', (props, fault) => {
    expect(() => makeFront(props)).toThrow(fault);
  });
});
