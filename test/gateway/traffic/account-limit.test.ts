import { accountLimit } from '../../../lib/gateway/traffic/account-limit';

test.each([
  [undefined, { rate: 10_000, burst: 5_000 }],
  [{ rateLimit: 50_000 }, { rate: 50_000, burst: 25_000 }],
  [{ burstLimit: 1 }, { rate: 10_000, burst: 1 }],
])('the quota of an account by %j', (given, limit) => {
  expect(accountLimit(given)).toEqual(limit);
});

test.each([
  [{ rateLimit: 0 }, 'accountThrottle.rateLimit must be a number above 0, got 0'],
  [{ burstLimit: Number.NaN }, 'accountThrottle.burstLimit must be a number above 0, got NaN'],
])('%j is no quota', (given, message) => {
  expect(() => accountLimit(given)).toThrow(message);
});
