import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { systemClock } from '../../../lib/gateway/clock';
import { type Listener, listen } from '../../../lib/gateway/server/listener';
import type { RawRequest, RawResponse } from '../../../lib/gateway/server/raw';

let listener: Listener;
let handle: (request: RawRequest) => RawResponse | Promise<RawResponse>;
const seen: RawRequest[] = [];
const faults: unknown[] = [];
const sockets: Socket[] = [];

beforeAll(async () => {
  listener = await listen({
    host: '127.0.0.1',
    port: 0,
    clock: systemClock,
    handle: async (request) => {
      seen.push(request);
      return handle(request);
    },
    onFault: (error) => faults.push(error),
  });
});

beforeEach(() => {
  seen.length = 0;
  handle = () => ({ status: 200, headers: [['X-Case', 'kept']], body: Buffer.from('ok') });
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

afterAll(() => listener.close());

/** Sends bytes and gathers the answer until `enough` of it is there, or the other side ends. */
function talk(bytes: string | Buffer, enough = /\r\n\r\n/): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(listener.port, '127.0.0.1', () => socket.write(bytes));
    sockets.push(socket);
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('latin1');
      if (enough.test(text)) resolve(text);
    });
    socket.on('end', () => resolve(text));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

const get = (more = '') => `GET /prod/a%2Fb//c?x=1&x=2 HTTP/1.1\r\nHost: h\r\n${more}\r\n`;
const statusOf = (text: string) => Number(text.split(' ')[1]);

describe('a request', () => {
  test('arrives as it stood on the wire', async () => {
    await talk(get('X-a: 1\r\nx-A: 2\r\n'), /ok$/);
    expect(seen[0]).toMatchObject({
      method: 'GET',
      target: '/prod/a%2Fb//c?x=1&x=2',
      path: '/prod/a%2Fb//c',
      query: 'x=1&x=2',
      headers: [
        ['Host', 'h'],
        ['X-a', '1'],
        ['x-A', '2'],
      ],
    });
  });

  test('whose handling fails is answered by 500, and the fault is told', async () => {
    const fault = new Error('no such thing');
    handle = () => Promise.reject(fault);
    const text = await talk(get(), /\}$/);
    expect(statusOf(text)).toBe(500);
    expect(text).toContain('{"message": "Internal server error"}');
    expect(faults).toEqual([fault]);
  });

  test('keeps thousands of header fields', async () => {
    const fields = Array.from({ length: 2500 }, (_, i) => `a${i}: b\r\n`).join('');
    await talk(get(fields), /ok$/);
    expect(seen[0].headers).toHaveLength(2501);
  });

  test('comes with its whole body', async () => {
    await talk(
      'POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n',
      /ok$/,
    );
    expect(String(seen[0].body)).toBe('abc');
  });

  test('may expect what node does not know', async () => {
    expect(statusOf(await talk(get('Expect: foo\r\n'), /ok$/))).toBe(200);
  });

  test('may ask for an upgrade that nobody offers', async () => {
    expect(statusOf(await talk(get('Connection: Upgrade\r\nUpgrade: h2c\r\n'), /ok$/))).toBe(200);
  });

  test('is not dispatched when its body is broken', async () => {
    const bytes = 'POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n';
    expect(statusOf(await talk(bytes))).toBe(400);
    expect(seen).toEqual([]);
  });

  test.each([
    ['two lengths', get('Content-Length: 1\r\nContent-Length: 2\r\n')],
    ['length and chunks', get('Content-Length: 1\r\nTransfer-Encoding: chunked\r\n')],
    ['a space in a name', get('a b: c\r\n')],
    ['a space in the path', 'GET /a b HTTP/1.1\r\nHost: h\r\n\r\n'],
    ['bytes of TLS', Buffer.from('16030100a5010000a1', 'hex')],
    ['nothing of HTTP', 'hello\r\n\r\n'],
    ['CONNECT', 'CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n'],
  ])('with %s is refused', async (_what, bytes) => {
    expect(statusOf(await talk(bytes))).toBe(400);
    expect(seen).toEqual([]);
  });

  test('is answered although nonsense follows it', async () => {
    const text = await talk(`${get()}NONSENSE\r\n\r\n`, /never/);
    expect(statusOf(text)).toBe(200);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(text).toContain('Connection: close');
  });

  test('with more headers than any connection may send is refused', async () => {
    expect(statusOf(await talk(get(`a: ${'x'.repeat(70_000)}\r\n`)))).toBe(413);
  });
});

describe('a body over the limit', () => {
  test('ends one byte behind it, and the connection goes on', async () => {
    const length = 11 * 1024 * 1024;
    const first = `POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: ${length}\r\n\r\n`;
    const text = await talk(Buffer.concat([Buffer.from(first), Buffer.alloc(length), Buffer.from(get())]), /ok.*ok$/s);
    expect(text.match(/HTTP\/1.1 200/g)).toHaveLength(2);
    expect(seen[0].body).toHaveLength(10 * 1024 * 1024 + 1);
  });
});

describe('an answer', () => {
  test('keeps case, order and duplicates of its headers', async () => {
    handle = () => ({
      status: 200,
      headers: [
        ['sEt-CooKie', 'a'],
        ['Set-Cookie', 'b'],
      ],
      body: Buffer.from('ok'),
    });
    expect(await talk(get(), /ok$/)).toMatch(/sEt-CooKie: a\r\nSet-Cookie: b\r\n/);
  });

  test('says nothing of how long the connection is kept', async () => {
    const text = await talk(get(), /ok$/);
    expect(text).toContain('Connection: keep-alive');
    expect(text).not.toMatch(/keep-alive: timeout/i);
  });

  test('closes the connection of a client that wants it', async () => {
    expect(await talk(get('Connection: close\r\n'), /ok$/)).toContain('Connection: close');
  });

  test('that HTTP cannot carry becomes an error', async () => {
    handle = () => ({ status: 200, headers: [['a', 'b\nc']], body: Buffer.from('x') });
    expect(statusOf(await talk(get()))).toBe(500);
    handle = () => ({ status: 101, headers: [], body: Buffer.from('x') });
    expect(statusOf(await talk(get()))).toBe(500);
  });

  test('that breaks off cuts the connection', async () => {
    const body = new PassThrough();
    body.write('part');
    handle = () => {
      setImmediate(() => body.destroy(new Error('gone')));
      return { status: 200, headers: [], body };
    };
    expect(await talk(get(), /never/)).not.toMatch(/0\r\n\r\n$/);
  });

  test('tells its handler when the client leaves', async () => {
    const left = new Promise<void>((resolve) => {
      handle = (request) =>
        new Promise(() => {
          request.signal.addEventListener('abort', () => resolve());
          sockets[0].destroy();
        });
    });
    void talk(get());
    await left;
  });
});

describe('close', () => {
  test('answers what is under way, and cuts half-open connections after the deadline', async () => {
    let answer: (response: RawResponse) => void = () => {};
    const called = new Promise<void>((resolve) => {
      handle = () => {
        resolve();
        return new Promise((settle) => {
          answer = settle;
        });
      };
    });
    const own = await listen({
      host: '127.0.0.1',
      port: 0,
      clock: systemClock,
      handle: async (request) => handle(request),
      onFault: (error) => faults.push(error),
    });
    const halfOpen = connect(own.port, '127.0.0.1', () => halfOpen.write('POST /a HTTP/1.1\r\nContent-Length: 9\r\n'));
    const socket = connect(own.port, '127.0.0.1', () => socket.write(get()));
    const received = new Promise<string>((resolve) => socket.on('data', (data) => resolve(String(data))));
    await called;
    const closed = own.close(50);
    answer({ status: 200, headers: [], body: Buffer.from('ok') });
    expect(await received).toContain('Connection: close');
    await closed;
    halfOpen.destroy();
  });

  test('a taken port is named, with the way out', async () => {
    const again = listen({
      host: '127.0.0.1',
      port: listener.port,
      clock: systemClock,
      handle: async () => handle(seen[0]),
      onFault: (error) => faults.push(error),
    });
    await expect(again).rejects.toThrow(`port ${listener.port} of 127.0.0.1 is taken, choose another with --port`);
  });
});
