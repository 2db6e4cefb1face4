import { remapHeaders } from '../../../../lib/gateway/rest/mapping/remap-headers';
import type { HeaderList } from '../../../../lib/gateway/server/raw';

const SENT: HeaderList = [
  ['connection', 'keep-alive'],
  ['Content-Length', '3'],
  ['Date', 'today'],
  ['Server', 'nginx'],
  ['Host', 'h'],
  ['WWW-Authenticate', 'Basic'],
  ['Transfer-Encoding', 'chunked'],
  ['Content-Encoding', 'gzip'],
  ['Via', 'v'],
  ['x-amzn-RequestId', 'r'],
  ['Set-Cookie', 'a=1'],
  ['Set-Cookie', 'b=2'],
];

describe('remapHeaders', () => {
  test('HTTP_PROXY renames what belongs to the connection and drops codings', () => {
    expect(remapHeaders(SENT, 'HTTP_PROXY')).toEqual([
      ['x-amzn-Remapped-Connection', 'keep-alive'],
      ['x-amzn-Remapped-Content-Length', '3'],
      ['x-amzn-Remapped-Date', 'today'],
      ['x-amzn-Remapped-Server', 'nginx'],
      ['Host', 'h'],
      ['x-amzn-Remapped-WWW-Authenticate', 'Basic'],
      ['x-amzn-Remapped-x-amzn-RequestId', 'r'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ]);
  });

  test.each(['HTTP', 'AWS'] as const)('%s renames fourteen headers', (type) => {
    const names = remapHeaders(SENT, type).map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['x-amzn-Remapped-Host', 'x-amzn-Remapped-WWW-Authenticate', 'Via']));
    expect(names).toContain('Content-Encoding');
    expect(names).not.toContain('Transfer-Encoding');
  });

  test.each(['AWS_PROXY', 'MOCK'] as const)('%s keeps what a function may say', (type) => {
    const names = remapHeaders(SENT, type).map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['x-amzn-Remapped-Date', 'x-amzn-Remapped-WWW-Authenticate', 'Host']));
  });
});
