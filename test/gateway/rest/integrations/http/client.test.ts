import { type AddressInfo, createServer, type Server } from 'node:net';
import { systemClock } from '../../../../../lib/gateway/clock';
import { callHttp, closeIdleConnections } from '../../../../../lib/gateway/rest/integrations/http/client';
import { parseEndpoint } from '../../../../../lib/gateway/rest/integrations/http/endpoint';

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
let server: Server;
/** What the server does with the requests of a connection, in order. */
let script: ('answer' | 'leave' | 'rubbish')[];
let connections: number;

beforeAll(async () => {
  server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      const act = script.shift() ?? 'answer';
      if (act === 'answer') socket.write(ANSWER);
      else if (act === 'rubbish') socket.end('what?\r\n\r\n');
      else socket.resetAndDestroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

beforeEach(() => {
  closeIdleConnections();
  connections = 0;
  script = [];
});

afterAll(async () => {
  closeIdleConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('connections are used again', async () => {
  for (let i = 0; i < 5; i++) expect(`${(await call('GET')).body}`).toBe('ok');
  expect(connections).toBe(1);
});

test('requests at the same time have connections of their own', async () => {
  const answers = await Promise.all([call('GET'), call('POST'), call('GET')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(connections).toBe(3);
});

test('a kept connection that breaks is replaced where the request may be repeated', async () => {
  script = ['answer', 'leave', 'answer'];
  await call('GET');
  expect((await call('GET')).status).toBe(200);
  expect(connections).toBe(2);
});

test('a request that may have had an effect is not repeated', async () => {
  script = ['answer', 'leave', 'answer'];
  await call('GET');
  await expect(call('POST')).rejects.toMatchObject({ kind: 'network' });
});

test('a new connection that breaks is a failure', async () => {
  script = ['leave'];
  await expect(call('GET')).rejects.toMatchObject({ kind: 'network' });
});

test('an answer that is no HTTP is a failure of its own kind', async () => {
  script = ['rubbish'];
  await expect(call('GET')).rejects.toMatchObject({ kind: 'malformed' });
});

function call(method: string) {
  const { port } = server.address() as AddressInfo;
  return callHttp({
    method,
    endpoint: parseEndpoint(`http://127.0.0.1:${port}/`),
    headers: [],
    body: Buffer.alloc(0),
    timeoutMs: 5000,
    certificates: 'verified',
    clock: systemClock,
  });
}
