import { Readable } from 'node:stream';
import { credentialsForRole } from '../../../lib/gateway/authorizers';
import type { RestStageModel, RoleModel } from '../../../lib/gateway/model';
import type { Caller } from '../../../lib/gateway/rest/call';
import type { IntegrationAnswer } from '../../../lib/gateway/rest/integrations/integration';
import { lookUpCache } from '../../../lib/gateway/traffic';
import {
  ACCOUNT,
  arnOf,
  type CallOptions,
  HandClock,
  LOCAL_USER,
  makeCall,
  makeServices,
  origin,
  policy,
} from '../authorizers/routed-call';

const CACHED: Partial<RestStageModel> = {
  cacheClusterSize: '0.5',
  methodSettings: [{ resourcePath: '*', httpMethod: '*', cachingEnabled: true }],
};

const ROLE: RoleModel = {
  origin,
  arn: `arn:aws:iam::${ACCOUNT}:role/Editor`,
  name: 'Editor',
  policies: [
    { Statement: [{ Effect: 'Allow', Action: 'execute-api:InvalidateCache', Resource: arnOf('prod/GET/*') }] },
    policy('Allow', '*'),
  ],
};

const answer = (body: string | Buffer | Readable = 'fresh'): IntegrationAnswer => ({
  status: 200,
  headers: [['X-From', 'backend']],
  body: typeof body === 'string' ? Buffer.from(body) : body,
  report: { latencyMs: 5 },
});

function gateway() {
  const clock = new HandClock();
  const services = makeServices({ clock, model: { roles: new Map([[ROLE.arn, ROLE]]) } });
  const look = (options: CallOptions = {}, caller: Caller = { identity: {} }) =>
    lookUpCache({
      call: makeCall({ services, ...options, stage: { ...CACHED, ...options.stage } }),
      caller,
      context: { identity: { sourceIp: '127.0.0.1' } },
    });
  return { clock, look, services };
}

const keyed = (...cacheKeyParameters: string[]): CallOptions => {
  const { integration } = makeCall().method;
  return { method: { integration: { ...integration, cacheKeyParameters } } };
};

describe('lookUpCache', () => {
  test('gives back what was kept, until it is 300 seconds old', () => {
    const { look, clock } = gateway();
    expect(look().hit).toBeUndefined();
    const first = answer();
    expect(look().keep(first)).toBe(first);
    expect(look().hit).toEqual({ ...first, report: { latencyMs: 0 } });
    clock.advance(299_999);
    expect(look().hit).toBeDefined();
    clock.advance(1);
    expect(look().hit).toBeUndefined();
  });

  test('follows the TTL of the method, then of the stage', () => {
    const { look, clock } = gateway();
    const methodSettings = [
      { resourcePath: '*', httpMethod: '*', cachingEnabled: true, cacheTtlSeconds: 60 },
      { resourcePath: '/orders/{id}', httpMethod: 'GET', cacheTtlSeconds: 10 },
    ];
    const own = { stage: { methodSettings } };
    const other = {
      ...own,
      method: { resourcePath: '/carts', integration: { ...makeCall().method.integration, cacheNamespace: 'carts' } },
    };
    look(own).keep(answer());
    look(other).keep(answer());
    clock.advance(10_000);
    expect([look(own).hit, look(other).hit?.status]).toEqual([undefined, 200]);
  });

  test.each([
    ['no cluster', { stage: { cacheClusterSize: undefined } }],
    ['caching that nobody enabled', { stage: { methodSettings: [] } }],
    [
      'a TTL of 0',
      { stage: { methodSettings: [{ resourcePath: '*', httpMethod: '*', cachingEnabled: true, cacheTtlSeconds: 0 }] } },
    ],
    ['a method that is not GET under a stage-wide setting', { httpMethod: 'POST' }],
    ['HEAD under a stage-wide setting', { httpMethod: 'HEAD' }],
    [
      'a method that switches it off',
      {
        stage: {
          methodSettings: [
            ...(CACHED.methodSettings ?? []),
            { resourcePath: '/orders/{id}', httpMethod: 'GET', cachingEnabled: false },
          ],
        },
      },
    ],
  ] satisfies [string, CallOptions][])('keeps nothing with %s', (_, options) => {
    const { look } = gateway();
    look(options).keep(answer());
    expect(look(options).hit).toBeUndefined();
  });

  test('keeps other methods that enable it themselves', () => {
    const { look } = gateway();
    const methodSettings = [{ resourcePath: '/orders/{id}', httpMethod: 'POST', cachingEnabled: true }];
    const options: CallOptions = { httpMethod: 'POST', stage: { methodSettings } };
    look(options).keep(answer());
    expect(look(options).hit).toBeDefined();
  });

  test('tells requests apart by cache key parameters and by nothing else', () => {
    const { look } = gateway();
    const key = keyed('method.request.querystring.page', 'method.request.header.X-Tenant', 'method.request.path.id');
    const base: CallOptions = { ...key, query: 'page=1&noise=1', headers: [['X-Tenant', 'acme']] };
    look(base).keep(answer());
    expect(look({ ...base, query: 'page=1&noise=2' }, { identity: { user: 'other' } }).hit).toBeDefined();
    expect(look({ ...base, query: 'page=2' }).hit).toBeUndefined();
    expect(look({ ...base, headers: [['X-Tenant', 'globex']] }).hit).toBeUndefined();
    expect(look({ ...base, pathParameters: { id: '8' } }).hit).toBeUndefined();
  });

  test('follows integration parameters back to the request', () => {
    const { look } = gateway();
    const { integration } = makeCall().method;
    const mapped = {
      method: {
        integration: {
          ...integration,
          cacheKeyParameters: ['integration.request.querystring.p'],
          requestParameters: { 'integration.request.querystring.p': 'method.request.querystring.page' },
        },
      },
    };
    look({ ...mapped, query: 'page=1' }).keep(answer());
    expect(look({ ...mapped, query: 'page=1&x=2' }).hit).toBeDefined();
    expect(look({ ...mapped, query: 'page=2' }).hit).toBeUndefined();
  });

  test('two resources share answers only through one namespace', () => {
    const { look } = gateway();
    const { integration } = makeCall().method;
    look().keep(answer());
    expect(look({ method: { resourcePath: '/carts' } }).hit).toBeDefined();
    expect(
      look({ method: { resourcePath: '/carts', integration: { ...integration, cacheNamespace: 'carts' } } }).hit,
    ).toBeUndefined();
  });

  test('keeps neither large answers nor streams', () => {
    const { look } = gateway();
    look().keep(answer(Buffer.alloc(1_048_577)));
    expect(look().hit).toBeUndefined();
    look().keep(answer(Readable.from(['x'])));
    expect(look().hit).toBeUndefined();
    look().keep(answer(Buffer.alloc(1_048_000)));
    expect(look().hit).toBeDefined();
  });

  test("a canary has a cache of its own unless it uses the stage's", () => {
    const { look } = gateway();
    const canary = (useStageCache: boolean) => ({
      isCanaryRequest: true,
      stage: { canary: { percentTraffic: 50, variables: {}, useStageCache } },
    });
    look().keep(answer());
    expect(look(canary(false)).hit).toBeUndefined();
    expect(look(canary(true)).hit).toBeDefined();
    expect(look({ ...canary(false), isCanaryRequest: false }).hit).toBeDefined();
  });

  test('is emptied by name of the stage', () => {
    const { look, services } = gateway();
    look().keep(answer());
    services.state.responses.flush('abcdefghij/dev');
    expect(look().hit).toBeDefined();
    services.state.responses.flush('abcdefghij/prod');
    expect(look().hit).toBeUndefined();
  });
});

describe('Cache-Control: max-age=0', () => {
  const refresh: CallOptions = { headers: [['Cache-Control', 'no-transform, max-age=0']] };
  const WARNING = ['Warning', '199 Cache-control headers were ignored because the caller was unauthorized.'];
  const session = (services: Parameters<typeof credentialsForRole>[0]): Caller => ({
    identity: {
      accessKey: credentialsForRole(services, ROLE.arn).accessKeyId,
      userArn: `arn:aws:sts::${ACCOUNT}:assumed-role/Editor/gatehouse`,
    },
  });

  test('is ignored with a warning for callers who may not', () => {
    const { look } = gateway();
    look().keep(answer('old'));
    const { hit } = look(refresh);
    expect(hit?.body.toString()).toBe('old');
    expect(hit?.headers).toEqual([['X-From', 'backend'], WARNING]);
    expect(look().hit?.headers).toEqual([['X-From', 'backend']]);
  });

  test('warns on a miss too, and keeps the answer without the warning', () => {
    const { look } = gateway();
    expect(look(refresh).keep(answer()).headers).toContainEqual(WARNING);
    expect(look().hit?.headers).not.toContainEqual(WARNING);
  });

  test('replaces the kept answer for the local user, and for a role with execute-api:InvalidateCache', () => {
    const { look, services } = gateway();
    for (const caller of [{ identity: { userArn: LOCAL_USER.userArn } }, session(services)]) {
      look().keep(answer('old'));
      const lookup = look(refresh, caller);
      expect(lookup.hit).toBeUndefined();
      expect(lookup.keep(answer('new')).headers).toEqual([['X-From', 'backend']]);
      expect(look().hit?.body.toString()).toBe('new');
    }
  });

  test('asks for the permission on the method that is called', () => {
    const { look, services } = gateway();
    const methodSettings = [{ resourcePath: '/orders/{id}', httpMethod: 'PUT', cachingEnabled: true }];
    const put: CallOptions = { ...refresh, httpMethod: 'PUT', stage: { methodSettings } };
    look(put).keep(answer('old'));
    expect(look(put, session(services)).hit?.headers).toContainEqual(WARNING);
  });
});
