import { RouteRegistry } from '../../lib/constructs/route-registry';

describe('routes together', () => {
  const registry = (...keys: string[]) => {
    const routes = new RouteRegistry();
    for (const key of keys) routes.add(key);
    return routes;
  };

  test('a route is there once', () => {
    expect(() => registry('GET /a', 'GET /a')).toThrow('route "GET /a" is there already');
    expect(() => registry('GET /a', 'POST /a', 'ANY /a')).not.toThrow();
  });

  test('a variable has one name in a place', () => {
    expect(() => registry('GET /a/{x}', 'GET /a/{y}/b')).toThrow(
      'route "GET /a/{y}/b" has the variable "{y}" where another route has "{x}" below "/a"',
    );
    expect(() => registry('GET /a/{x}', 'GET /a/{proxy+}')).toThrow('"{proxy+}"');
    expect(() => registry('GET /a/{x}', 'GET /b/{y}', 'GET /a/static', 'GET /a/{x}/{y}')).not.toThrow();
  });

  test('a refused route leaves nothing behind', () => {
    const routes = registry('GET /a/{x}');
    expect(() => routes.add('GET /a/{y}/deep/er')).toThrow('"{y}"');
    expect(routes.pathNodes).toBe(3);
  });

  test('nodes are counted as API Gateway makes resources: with the root and those between', () => {
    expect(registry('GET /a/b/c', 'POST /a/b/c', 'GET /a/d').pathNodes).toBe(5);
    expect(registry('GET /').pathNodes).toBe(1);
  });
});
