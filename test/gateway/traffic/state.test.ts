import { ExpiringMap } from '../../../lib/gateway/traffic/expiring-map';
import { QuotaCounters, startOfPeriod } from '../../../lib/gateway/traffic/quota-counters';
import { GatewayState } from '../../../lib/gateway/traffic/state';
import { TokenBuckets } from '../../../lib/gateway/traffic/token-buckets';
import { HandClock } from '../authorizers/routed-call';

describe('TokenBuckets', () => {
  const ACCOUNT = { key: 'account', limit: { rate: 10_000, burst: 5_000 } };
  const send = (buckets: TokenBuckets, requests: number, demand = ACCOUNT): number => {
    let passed = 0;
    for (let sent = 0; sent < requests; sent += 1) if (!buckets.take([demand])) passed += 1;
    return passed;
  };

  test('10,000 requests spread evenly over a second all pass', () => {
    const clock = new HandClock();
    const buckets = new TokenBuckets(clock);
    let passed = 0;
    for (let ms = 0; ms < 1_000; ms += 1) {
      passed += send(buckets, 10);
      clock.advance(1);
    }
    expect(passed).toBe(10_000);
  });

  test('10,000 requests in the first millisecond: 5,000 pass', () => {
    expect(send(new TokenBuckets(new HandClock()), 10_000)).toBe(5_000);
  });

  test('5,000 in the first millisecond, and 5,000 evenly over the other 999: all pass', () => {
    const clock = new HandClock();
    const buckets = new TokenBuckets(clock);
    expect(send(buckets, 5_000)).toBe(5_000);
    let passed = 0;
    for (let ms = 1; ms < 1_000; ms += 1) {
      clock.advance(1);
      passed += send(buckets, 5);
    }
    expect(passed).toBe(4_995);
  });

  test('5,000 in the first millisecond, and 5,000 at 101 ms: 1,000 of them pass', () => {
    const clock = new HandClock();
    const buckets = new TokenBuckets(clock);
    send(buckets, 5_000);
    clock.advance(100);
    expect(send(buckets, 5_000)).toBe(1_000);
  });

  test('holds no more than its burst, however long it rests', () => {
    const clock = new HandClock();
    const buckets = new TokenBuckets(clock);
    send(buckets, 5_000);
    clock.advance(3_600_000);
    expect(send(buckets, 10_000)).toBe(5_000);
  });

  test('takes a token of every bucket, or of none', () => {
    const buckets = new TokenBuckets(new HandClock());
    const narrow = { key: 'narrow', limit: { rate: 1, burst: 1 } };
    expect(buckets.take([ACCOUNT, narrow])).toBeUndefined();
    expect(buckets.take([ACCOUNT, narrow])).toBe(narrow);
    expect(buckets.remaining(ACCOUNT)).toBe(4_999);
  });

  test('a burst of 0 lets nobody through', () => {
    expect(send(new TokenBuckets(new HandClock()), 3, { key: 'shut', limit: { rate: 0, burst: 0 } })).toBe(0);
  });

  test('a clock that goes back gives no tokens and takes none', () => {
    const clock = new HandClock();
    const buckets = new TokenBuckets(clock);
    send(buckets, 5_000);
    clock.advance(-1_000);
    expect(send(buckets, 1)).toBe(0);
  });
});

describe('QuotaCounters', () => {
  const at = (text: string) => Date.parse(text);
  const start = (text: string, period: 'DAY' | 'WEEK' | 'MONTH', offset = 0) =>
    new Date(startOfPeriod(at(text), { period, offset })).toISOString();

  test.each([
    ['2026-01-15T23:59:59Z', 'DAY', 0, '2026-01-15T00:00:00.000Z'],
    ['2026-01-15T12:00:00Z', 'WEEK', 0, '2026-01-11T00:00:00.000Z'],
    ['2026-01-11T00:00:00Z', 'WEEK', 0, '2026-01-11T00:00:00.000Z'],
    ['2026-01-15T12:00:00Z', 'WEEK', 5, '2026-01-09T00:00:00.000Z'],
    ['2026-01-16T00:00:00Z', 'WEEK', 5, '2026-01-16T00:00:00.000Z'],
    ['2026-01-15T12:00:00Z', 'MONTH', 0, '2026-01-01T00:00:00.000Z'],
    ['2026-01-15T12:00:00Z', 'MONTH', 20, '2025-12-21T00:00:00.000Z'],
    ['2026-03-01T00:00:00Z', 'MONTH', 27, '2026-02-28T00:00:00.000Z'],
  ] as const)('%s, %s with offset %d began at %s', (now, period, offset, expected) => {
    expect(start(now, period, offset)).toBe(expected);
  });

  test('count up to the limit, and begin again with the next period', () => {
    const clock = new HandClock(at('2026-01-15T23:59:00Z'));
    const counters = new QuotaCounters(clock);
    const quota = { limit: 2, offset: 0, period: 'DAY' as const };
    expect([1, 2, 3].map(() => counters.use('k', quota))).toEqual([true, true, false]);
    expect(counters.used('k', quota)).toBe(2);
    expect(counters.use('other', quota)).toBe(true);
    clock.advance(60_000);
    expect(counters.use('k', quota)).toBe(true);
    expect(counters.used('k', quota)).toBe(1);
  });

  test('a quota of 0 is a quota', () => {
    expect(new QuotaCounters(new HandClock()).use('k', { limit: 0, offset: 0, period: 'MONTH' })).toBe(false);
  });
});

describe('ExpiringMap', () => {
  test('makes room by the oldest entries, and refuses what is larger than itself', () => {
    const map = new ExpiringMap<string>(new HandClock(), 10);
    map.set('a', 'a', { ttlMs: 1_000, weight: 4 });
    map.set('b', 'b', { ttlMs: 1_000, weight: 4 });
    map.set('c', 'c', { ttlMs: 1_000, weight: 4 });
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, 'b', 'c']);
    map.set('d', 'd', { ttlMs: 1_000, weight: 11 });
    expect([map.get('b'), map.get('d'), map.size]).toEqual(['b', undefined, 2]);
  });

  test('replaces an entry without counting it twice', () => {
    const map = new ExpiringMap<number>(new HandClock(), 10);
    for (let n = 0; n < 20; n += 1) map.set('same', n, { ttlMs: 1_000, weight: 6 });
    map.set('other', 0, { ttlMs: 1_000, weight: 4 });
    expect([map.get('same'), map.get('other')]).toEqual([19, 0]);
  });
});

test('a reload forgets results of old code, and no counts', () => {
  const state = new GatewayState({ clock: new HandClock() });
  const quota = { limit: 5, offset: 0, period: 'DAY' as const };
  state.quotas.use('k', quota);
  state.authorizerResults.set('a', { principalId: 'p', policy: { Statement: [] }, context: {} }, { ttlMs: 1_000 });
  state.responses
    .cluster('api/prod', '0.5')
    .set('r', { status: 200, headers: [], body: Buffer.alloc(0) }, { ttlMs: 1_000 });
  state.onReload();
  expect(state.quotas.used('k', quota)).toBe(1);
  expect(state.authorizerResults.get('a')).toBeUndefined();
  expect(state.responses.cluster('api/prod', '0.5').get('r')).toBeUndefined();
});
