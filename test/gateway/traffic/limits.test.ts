import type { TraceEntry } from '../../../lib/gateway/events';
import type { ApiKeyModel, UsagePlanModel } from '../../../lib/gateway/model';
import type { Caller } from '../../../lib/gateway/rest/call';
import { checkApiKey, checkQuota, checkThrottle } from '../../../lib/gateway/traffic';
import { usageOf } from '../../../lib/gateway/traffic/usage';
import {
  API_ID,
  type CallOptions,
  HandClock,
  makeCall,
  makeServices,
  origin,
  refusalOf,
} from '../authorizers/routed-call';

const ANYONE: Caller = { identity: {} };

const key = (id: string, more: Partial<ApiKeyModel> = {}): ApiKeyModel => ({
  origin,
  id,
  name: id,
  value: `value-of-${id}-20-characters`,
  enabled: true,
  ...more,
});

const plan = (more: Partial<UsagePlanModel> = {}): UsagePlanModel => ({
  origin,
  id: 'plan01',
  name: 'Gold',
  stages: [{ apiId: API_ID, stage: 'prod', throttle: {} }],
  keyIds: ['k1', 'k2', 'off'],
  ...more,
});

function gateway(plans: UsagePlanModel[] = [plan()], accountLimit = { rate: 10_000, burst: 5_000 }) {
  const clock = new HandClock();
  const apiKeys = [key('k1'), key('k2'), key('off', { enabled: false }), key('loose')];
  const services = makeServices({ clock, accountLimit, model: { apiKeys, usagePlans: plans } });
  const call = (id: string | undefined, options: CallOptions = {}) =>
    makeCall({
      services,
      headers: id === undefined ? [] : [['X-API-Key', `value-of-${id}-20-characters`]],
      ...options,
      method: { apiKeyRequired: true, ...options.method },
    });
  const pass = (id: string, options?: CallOptions): 'passes' | string => {
    const routed = call(id, options);
    try {
      const use = checkApiKey(routed, ANYONE);
      checkThrottle(routed, use);
      checkQuota(routed, use);
      return 'passes';
    } catch (error) {
      return (error as { type: string }).type;
    }
  };
  return { clock, call, pass, services };
}

describe('checkApiKey', () => {
  test('finds key and plan', () => {
    expect(checkApiKey(gateway().call('k1'), ANYONE)).toEqual({
      apiKey: 'value-of-k1-20-characters',
      apiKeyId: 'k1',
      usagePlanId: 'plan01',
    });
  });

  test('ignores keys where none is required', () => {
    expect(checkApiKey(gateway().call('k1', { method: { apiKeyRequired: false } }), ANYONE)).toBeUndefined();
  });

  test.each([
    ['no key', undefined, 'there is no x-api-key header'],
    ['an unknown key', 'nobody', 'no API key of the template'],
    ['a disabled key', 'off', '"off" is disabled'],
    ['a key of no plan', 'loose', 'is in no usage plan of stage "prod"'],
  ])('%s is forbidden', async (_, id, reason) => {
    const refusal = await refusalOf(() => checkApiKey(gateway().call(id), ANYONE));
    expect([refusal.type, refusal.options.message]).toEqual(['INVALID_API_KEY', 'Forbidden']);
    expect(refusal.options.reason).toContain(reason);
  });

  test('a key of another stage, and of another API, is forbidden', async () => {
    for (const options of [{ stage: { name: 'dev' } }, { api: { id: 'another000' } }]) {
      expect((await refusalOf(() => checkApiKey(gateway().call('k1', options), ANYONE))).type).toBe('INVALID_API_KEY');
    }
  });

  test('with source AUTHORIZER the authorizer names the key, and the header means nothing', async () => {
    const { call } = gateway();
    const api = { apiKeySource: 'AUTHORIZER' as const };
    const caller = { ...ANYONE, usageIdentifierKey: 'value-of-k2-20-characters' };
    expect(checkApiKey(call(undefined, { api }), caller)).toMatchObject({ apiKeyId: 'k2' });
    expect((await refusalOf(() => checkApiKey(call('k1', { api }), ANYONE))).type).toBe('INVALID_API_KEY');
    expect((await refusalOf(() => checkApiKey(call(undefined), caller))).type).toBe('INVALID_API_KEY');
  });
});

describe('throttles of usage plans', () => {
  test('count each key for itself, over all methods', () => {
    const { pass, clock } = gateway([plan({ throttle: { rateLimit: 1, burstLimit: 2 } })]);
    const other = { method: { resourcePath: '/carts' } };
    expect([pass('k1'), pass('k1', other), pass('k1'), pass('k2')]).toEqual([
      'passes',
      'passes',
      'THROTTLED',
      'passes',
    ]);
    clock.advance(1_000);
    expect([pass('k1'), pass('k1')]).toEqual(['passes', 'THROTTLED']);
  });

  test('of a method come before those of the plan', () => {
    const throttle = { '/orders/{id}/GET': { rateLimit: 1, burstLimit: 1 } };
    const stages = [{ apiId: API_ID, stage: 'prod', throttle }];
    const { pass } = gateway([plan({ stages, throttle: { rateLimit: 10, burstLimit: 10 } })]);
    expect([pass('k1'), pass('k1'), pass('k1', { httpMethod: 'POST' })]).toEqual(['passes', 'THROTTLED', 'passes']);
  });

  test('of ANY hold for the methods that it serves', () => {
    const stages = [
      { apiId: API_ID, stage: 'prod', throttle: { '/orders/{id}/ANY': { rateLimit: 1, burstLimit: 1 } } },
    ];
    const { pass } = gateway([plan({ stages })]);
    const method = { httpMethod: 'ANY' };
    expect([pass('k1', { method }), pass('k1', { method, httpMethod: 'PUT' })]).toEqual(['passes', 'THROTTLED']);
  });

  test('do not hold where no key is required', () => {
    const { pass } = gateway([
      plan({ throttle: { rateLimit: 0, burstLimit: 0 }, quota: { limit: 0, offset: 0, period: 'DAY' } }),
    ]);
    expect(pass('k1', { method: { apiKeyRequired: false } })).toBe('passes');
  });
});

describe('throttles of stages', () => {
  const settings = (resourcePath: string, httpMethod: string, rate: number, burst: number) => ({
    resourcePath,
    httpMethod,
    throttlingRateLimit: rate,
    throttlingBurstLimit: burst,
  });

  test('are shared by all callers and methods', () => {
    const { pass } = gateway();
    const stage = { methodSettings: [settings('/*', '*', 1, 1)] };
    expect([pass('k1', { stage }), pass('k2', { stage, method: { resourcePath: '/carts' } })]).toEqual([
      'passes',
      'THROTTLED',
    ]);
  });

  test('of a method are its own', () => {
    const { pass } = gateway();
    const stage = { methodSettings: [settings('*', '*', 1, 1), settings('/orders/{id}', 'GET', 5, 2)] };
    const answers = [
      pass('k1', { stage }),
      pass('k1', { stage }),
      pass('k1', { stage }),
      pass('k1', { stage, httpMethod: 'PUT' }),
    ];
    expect(answers).toEqual(['passes', 'passes', 'THROTTLED', 'passes']);
  });

  test('are none where nothing is set, but for the account', () => {
    const { pass } = gateway();
    expect(Array.from({ length: 100 }, () => pass('k1')).every((answer) => answer === 'passes')).toBe(true);
  });

  test('of the account hold for all stages together', () => {
    const { pass } = gateway([plan()], { rate: 1, burst: 2 });
    const stage = { methodSettings: [settings('*', '*', 50, 50)] };
    expect([pass('k1'), pass('k2', { stage }), pass('k1', { stage })]).toEqual(['passes', 'passes', 'THROTTLED']);
  });
});

describe('checkQuota', () => {
  test('counts by key until the period ends', () => {
    const { pass, clock } = gateway([plan({ quota: { limit: 2, offset: 0, period: 'DAY' } })]);
    expect([pass('k1'), pass('k1'), pass('k1'), pass('k2')]).toEqual(['passes', 'passes', 'QUOTA_EXCEEDED', 'passes']);
    clock.advance(12 * 3_600_000);
    expect(pass('k1')).toBe('passes');
  });

  test('is not used up by throttled calls', () => {
    const { pass, clock } = gateway([
      plan({ throttle: { rateLimit: 1, burstLimit: 1 }, quota: { limit: 2, offset: 0, period: 'DAY' } }),
    ]);
    expect([pass('k1'), pass('k1'), pass('k1')]).toEqual(['passes', 'THROTTLED', 'THROTTLED']);
    clock.advance(1_000);
    expect(pass('k1')).toBe('passes');
  });
});

describe('usageOf', () => {
  test('tells what each key has used and what is left, until the period ends', () => {
    const { pass, clock, services } = gateway([plan({ quota: { limit: 3, offset: 0, period: 'DAY' } })]);
    for (let n = 0; n < 4; n += 1) pass('k1');
    const gold = { usagePlan: 'Gold', period: 'DAY' };
    expect(usageOf(services.model, services.state)).toEqual([
      { ...gold, apiKey: 'k1', used: 3, remaining: 0 },
      { ...gold, apiKey: 'k2', used: 0, remaining: 3 },
      { ...gold, apiKey: 'off', used: 0, remaining: 3 },
    ]);
    clock.advance(12 * 3_600_000);
    expect(usageOf(services.model, services.state)[0]).toMatchObject({ used: 0, remaining: 3 });
  });

  test('counts the requests of a plan without a quota by day', () => {
    const { pass, services } = gateway([plan({ keyIds: ['k1'] })]);
    pass('k1');
    expect(usageOf(services.model, services.state)).toEqual([
      { usagePlan: 'Gold', apiKey: 'k1', period: 'DAY', used: 1 },
    ]);
  });

  test('stands in the trace of a request', () => {
    const { call, services } = gateway([plan({ quota: { limit: 3, offset: 0, period: 'WEEK' } })]);
    const trace: TraceEntry[] = [];
    const use = { apiKey: 'value', apiKeyId: 'k1', usagePlanId: 'plan01' };
    checkQuota({ ...call('k1'), services, trace }, use);
    expect(trace).toEqual([{ stage: 'quota', text: 'request 1 of 3 this week' }]);
  });
});
