import { findRouteKeyFaults, parseRouteKey } from '../../lib/constructs/route-key';

describe('route keys', () => {
  test.each(['GET /', 'POST /orders', 'ANY /{proxy+}', 'GET /a/{id}/b', 'DELETE /v1.2/a_b-c:d,e', 'OPTIONS /x'])(
    '%s is good',
    (key) => expect(findRouteKeyFaults(key)).toEqual([]),
  );

  test.each([
    ['/orders', 'must read "METHOD /path"'],
    ['GET  /orders', 'must read "METHOD /path"'],
    ['get /orders', 'has the method "get", allowed are GET'],
    ['TRACE /orders', 'has the method "TRACE"'],
    ['GET orders', 'must have a path that starts with "/", got "orders"'],
    ['GET /orders/', 'must not end with "/": use "/orders"'],
    ['GET /a//b', 'has an empty segment'],
    ['GET /a b', 'must read "METHOD /path"'],
    ['GET /é', 'has the segment "é", allowed are letters'],
    ['GET /a*', 'has the segment "a*"'],
    ['GET /x{id}', 'a variable is a whole segment'],
    ['GET /{id', 'a variable is a whole segment'],
    ['GET /{}', 'a variable is a whole segment'],
    ['GET /{proxy+}/x', 'has the greedy variable "{proxy+}" before the end'],
  ])('%s is refused', (key, fault) => expect(findRouteKeyFaults(key).join()).toContain(fault));

  test('all faults of a key are told at once', () => {
    expect(findRouteKeyFaults('get /a//b*')).toHaveLength(3);
  });

  test('a key is taken apart', () => {
    expect(parseRouteKey('GET /a/{id}')).toEqual({ method: 'GET', path: '/a/{id}', segments: ['a', '{id}'] });
    expect(parseRouteKey('GET /').segments).toEqual([]);
  });
});
