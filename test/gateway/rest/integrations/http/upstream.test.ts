import { type Endpoint, parseEndpoint, targetOf } from '../../../../../lib/gateway/rest/integrations/http/endpoint';
import { resolveUpstream } from '../../../../../lib/gateway/rest/integrations/http/upstream';

describe('parseEndpoint', () => {
  test('keeps the path as it came', () => {
    expect(parseEndpoint('http://h:8080/a/../b%2F//c?x=1#y')).toMatchObject({
      hostname: 'h',
      port: 8080,
      host: 'h:8080',
      path: '/a/../b%2F//c',
      query: 'x=1',
    });
  });

  test('takes IPv6 addresses and missing paths', () => {
    expect(parseEndpoint('https://[::1]:443')).toMatchObject({
      hostname: '::1',
      host: '[::1]',
      path: '/',
      secure: true,
    });
  });

  test.each(['ftp://h/', 'http://', 'h/x', 'http://user:secret@h/', 'http://h:port/', ''])('refuses %j', (uri) => {
    expect(() => parseEndpoint(uri)).toThrow('invalid endpoint address');
  });
});

describe('resolveUpstream', () => {
  test.each([
    ['api.internal', 'http://127.0.0.1:8080', '127.0.0.1:8080/v1/x', 'api.internal'],
    ['api.internal:80', '127.0.0.1:8080', '127.0.0.1:8080/v1/x', 'api.internal'],
    ['http://api.internal/v1', 'http://localhost:8080/base/', 'localhost:8080/base/x', 'api.internal'],
    ['api.internal', 'https://stage.example.com', 'stage.example.com:443/v1/x', 'stage.example.com'],
    ['other.internal', 'http://127.0.0.1:8080', 'api.internal:80/v1/x', 'api.internal'],
    ['http://api.internal/v', 'http://127.0.0.1:8080', 'api.internal:80/v1/x', 'api.internal'],
  ])('%s=%s', (from, to, where, host) => {
    const endpoint = resolve('http://api.internal/v1/x?q=1', new Map([[from, to]]));
    expect(`${endpoint.hostname}:${endpoint.port}${targetOf(endpoint)}`).toBe(`${where}?q=1`);
    expect(endpoint.host).toBe(host);
  });

  test('prefers the longest match', () => {
    const upstreams = new Map([
      ['http://api.internal/', 'http://127.0.0.1:1'],
      ['http://api.internal/v1/', 'http://127.0.0.1:2'],
    ]);
    expect(resolve('http://api.internal/v1/x', upstreams).port).toBe(2);
  });

  test('refuses a VPC link that nothing stands in for', () => {
    expect(() => resolve('http://nlb.internal/', new Map(), 'vpclink1')).toThrow('--upstream nlb.internal=');
  });
});

function resolve(uri: string, upstreams: ReadonlyMap<string, string>, vpcLinkId?: string): Endpoint {
  return resolveUpstream(parseEndpoint(uri), vpcLinkId, upstreams);
}
