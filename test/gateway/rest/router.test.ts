import { createRouter } from '../../../lib/gateway/rest/router';
import { method, mock } from '../assembly-model';

const routes = (...keys: string[]) =>
  createRouter(keys.map((key) => method(key.split(' ')[0], key.split(' ')[1], mock('{}'))));

const matched = (keys: string[], verb: string, path: string) => {
  const found = routes(...keys).match(verb, path);
  return found && `${found.method.httpMethod} ${found.method.resourcePath}`;
};

describe('createRouter', () => {
  test('a fixed segment goes before a variable, and that before a greedy one', () => {
    const keys = ['GET /a/{proxy+}', 'GET /a/{id}', 'GET /a/b'];
    expect(matched(keys, 'GET', '/a/b')).toBe('GET /a/b');
    expect(matched(keys, 'GET', '/a/c')).toBe('GET /a/{id}');
    expect(matched(keys, 'GET', '/a/c/d')).toBe('GET /a/{proxy+}');
  });

  test('a fixed path without the verb falls back to a greedy sibling that has it', () => {
    const keys = ['POST /test', 'ANY /test/any', 'OPTIONS /{proxy+}'];
    expect(matched(keys, 'OPTIONS', '/test')).toBe('OPTIONS /{proxy+}');
    expect(matched(keys, 'OPTIONS', '/test/any')).toBe('ANY /test/any');
    expect(matched(keys, 'GET', '/test')).toBeUndefined();
  });

  test('an explicit verb goes before ANY of the same path', () => {
    expect(matched(['ANY /a', 'GET /a'], 'GET', '/a')).toBe('GET /a');
  });

  test('ANY covers seven verbs and no others', () => {
    for (const verb of ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']) {
      expect(matched(['ANY /a'], verb, '/a')).toBe('ANY /a');
    }
    expect(matched(['ANY /a'], 'TRACE', '/a')).toBeUndefined();
  });

  test('GET does not serve HEAD', () => {
    expect(matched(['GET /a'], 'HEAD', '/a')).toBeUndefined();
  });

  test('slashes at the end do not count, and the greedy value does not keep them', () => {
    expect(matched(['GET /a'], 'GET', '/a/')).toBe('GET /a');
    expect(routes('GET /{proxy+}').match('GET', '/a/b/')?.pathParameters).toEqual({ proxy: 'a/b' });
  });

  test('only a greedy variable takes an empty segment', () => {
    expect(matched(['GET /a/{id}/c'], 'GET', '/a//c')).toBeUndefined();
    expect(routes('GET /{proxy+}').match('GET', '/a//c')?.pathParameters).toEqual({ proxy: 'a//c' });
  });

  test('the root is a route of its own', () => {
    expect(matched(['GET /'], 'GET', '/')).toBe('GET /');
    expect(matched(['GET /{proxy+}'], 'GET', '/')).toBeUndefined();
  });

  test('values stay percent-encoded, and an encoded slash splits nothing', () => {
    expect(routes('GET /{a}/x').match('GET', '/b%2Fc+d/x')?.pathParameters).toEqual({ a: 'b%2Fc+d' });
  });

  test('a way that leads nowhere leaves no value behind', () => {
    const found = routes('GET /{a}/x/y', 'GET /{b+}').match('GET', '/1/x/z');
    expect(found?.pathParameters).toEqual({ b: '1/x/z' });
  });
});
