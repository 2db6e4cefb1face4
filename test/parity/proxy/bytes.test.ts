import { createHash, randomBytes } from 'node:crypto';
import * as http from 'node:http';
import * as net from 'node:net';
import { gzipSync } from 'node:zlib';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, ProxyApi, Upstream } from '../../../lib';
import { LocalApi } from '../../../lib/testing';
import { type Backend, startBackend } from '../../gateway/rest/integrations/backend';

const ALL_BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const MEGABYTE = 1024 * 1024;
const ANSWERS: Record<string, (response: http.ServerResponse, body: Buffer) => void> = {
  '/bytes': (response) => response.setHeader('Content-Type', 'image/png').end(ALL_BYTES),
  '/untyped': (response) => response.end(ALL_BYTES),
  '/digest': (response, body) => response.end(`${body.length} ${digestOf(body)}`),
  '/gzip': (response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' });
    response.end(gzipSync('unpacked by API Gateway'));
  },
  '/chunked': (response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    for (const part of ['one ', 'two ', 'three']) response.write(part);
    response.end();
  },
  '/cookies': (response) => {
    response.setHeader('Set-Cookie', ['a=1; Path=/; HttpOnly', 'b=2; Secure']);
    response.end();
  },
  '/redirect': (response) => response.writeHead(302, { Location: 'https://legacy.example.com/elsewhere' }).end(),
  '/relative': (response) => response.writeHead(307, { Location: '/elsewhere' }).end(),
  '/teapot': (response) => response.writeHead(418, { 'Content-Type': 'text/plain' }).end('short and stout'),
  '/own-headers': (response) => {
    response.writeHead(200, { Server: 'nginx', Date: 'yesterday', Via: '1.1 cache', ETag: '"1"', 'X-Own': 'kept' });
    response.end('x');
  },
  '/cached': (response) => response.writeHead(304, { ETag: '"1"' }).end(),
  '/large': (response) => response.end(Buffer.alloc(9 * MEGABYTE, 'x')),
  '/too-large': (response) => response.end(Buffer.alloc(11 * MEGABYTE, 'x')),
};

let backend: Backend;
let api: LocalApi;

beforeAll(async () => {
  backend = await startBackend((request, response, body) => {
    const answer = ANSWERS[(request.url ?? '').split('?')[0] as string];
    if (answer) answer(response, body);
    else response.writeHead(404).end('nothing here');
  });
  const stack = new Stack(new App(), 'Stack');
  new ProxyApi(stack, 'Front', { upstream: Upstream.url('https://legacy.example.com'), authorizer: Authorizer.none() });
  api = await LocalApi.of(stack, { listen: true, upstreams: { 'legacy.example.com': backend.url } });
});

afterAll(() => backend.close());

describe('bodies', () => {
  test.each(['/bytes', '/untyped'])('come back byte by byte: %s', async (path) => {
    for (const accept of ['*/*', 'image/png', 'text/html']) {
      const answer = await api.fetch('GET', path, { headers: { Accept: accept } });
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(ALL_BYTES);
    }
  });

  test.each(['application/octet-stream', 'text/plain; charset=utf-8', 'multipart/form-data; boundary=x', undefined])(
    'go out byte by byte: %s',
    async (type) => {
      const body = Buffer.concat([ALL_BYTES, randomBytes(4096)]);
      const answer = await api.fetch('POST', '/digest', { body, headers: type ? { 'Content-Type': type } : {} });
      expect(await answer.text()).toBe(`${body.length} ${digestOf(body)}`);
    },
  );

  test('go out up to 10 MB, and come back', async () => {
    const body = randomBytes(10 * MEGABYTE - 1024);
    const answer = await api.fetch('PUT', '/digest', { body });
    expect(await answer.text()).toBe(`${body.length} ${digestOf(body)}`);
    expect((await (await api.fetch('GET', '/large')).arrayBuffer()).byteLength).toBe(9 * MEGABYTE);
    expect((await api.fetch('PUT', '/digest', { body: Buffer.alloc(11 * MEGABYTE) })).status).toBe(413);
    expect((await api.fetch('GET', '/too-large')).status).toBeGreaterThanOrEqual(500);
  });

  test('that are packed are unpacked on the way', async () => {
    const answer = await api.fetch('GET', '/gzip', { headers: { 'Accept-Encoding': 'gzip' } });
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(await answer.text()).toBe('unpacked by API Gateway');
  });

  test('that come in chunks arrive whole', async () => {
    const answer = await api.fetch('GET', '/chunked');
    expect(await answer.text()).toBe('one two three');
  });
});

describe('answers', () => {
  test('keep their cookies apart, and those of the caller arrive', async () => {
    const answer = await api.fetch('GET', '/cookies', { headers: { Cookie: 'a=1; b=2' } });
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/; HttpOnly', 'b=2; Secure']);
    expect(backend.seen.at(-1)?.headers.cookie).toBe('a=1; b=2');
  });

  test.each([
    ['/redirect', 302, 'https://legacy.example.com/elsewhere'],
    ['/relative', 307, '/elsewhere'],
  ])('lead on as they say: %s', async (path, status, location) => {
    const answer = await api.fetch('GET', path);
    expect([answer.status, answer.headers.get('location')]).toEqual([status, location]);
  });

  test('keep their statuses', async () => {
    const teapot = await api.fetch('GET', '/teapot');
    expect([teapot.status, await teapot.text()]).toEqual([418, 'short and stout']);
    expect((await api.fetch('GET', '/nowhere')).status).toBe(404);
    expect((await api.fetch('GET', '/cached', { headers: { 'If-None-Match': '"1"' } })).status).toBe(304);
    expect(backend.seen.at(-1)?.headers['if-none-match']).toBe('"1"');
  });

  test('have those headers renamed that API Gateway writes itself', async () => {
    const { headers } = await api.fetch('GET', '/own-headers');
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-amzn-remapped-server': 'nginx',
      'x-amzn-remapped-date': 'yesterday',
      etag: '"1"',
      'x-own': 'kept',
    });
    expect(headers.get('via')).toBeNull();
  });
});

describe('on the wire', () => {
  test('HEAD has the headers of the answer and no body', async () => {
    const text = await exchange('HEAD /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(text.split('\r\n\r\n')[1]).toBe('');
    expect(backend.seen.at(-1)?.method).toBe('HEAD');
  });

  test('who waits for a word to go on gets it', async () => {
    const head =
      'POST /digest HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n';
    const text = await exchange(head, 'hello');
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
    expect(text).toContain(`5 ${digestOf(Buffer.from('hello'))}`);
    expect(backend.seen.at(-1)?.headers).not.toHaveProperty('expect');
  });

  test('chunks of the caller arrive whole', async () => {
    const head = 'POST /digest HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n';
    const text = await exchange(`${head}3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n`);
    expect(text).toContain(`5 ${digestOf(Buffer.from('hello'))}`);
    expect(backend.seen.at(-1)?.headers['content-length']).toBe('5');
  });

  test('the path arrives as it was written', async () => {
    for (const path of ['/a%2Fb', '/%7Euser/x;v=1', "/it's", '/a/./b', '/a/%2e%2e/b']) {
      await exchange(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(backend.seen.at(-1)?.target).toBe(path);
    }
  });

  test('a slash at the end is lost', async () => {
    await exchange('GET /docs/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(backend.seen.at(-1)?.target).toBe('/docs');
  });
});

describe('an upstream that streams', () => {
  let held: http.ServerResponse | undefined;
  let slow: Backend;
  let stream: LocalApi;

  beforeAll(async () => {
    slow = await startBackend((request, response) => {
      if (request.url === '/large') return void response.end(Buffer.alloc(12 * MEGABYTE, 'x'));
      held = response;
      response.write('first ');
    });
    const upstream = Upstream.url('https://slow.example.com', { responseStreaming: true });
    const stack = new Stack(new App(), 'Stack');
    new ProxyApi(stack, 'Front', { upstream, authorizer: Authorizer.none() });
    stream = await LocalApi.of(stack, { upstreams: { 'slow.example.com': slow.url } });
  });

  afterAll(() => slow.close());

  test('is heard before it has ended', async () => {
    const answer = await stream.fetch('GET', '/slow');
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe('first ');
    held?.end('last');
    const rest = await reader?.read();
    expect(Buffer.from(rest?.value ?? []).toString()).toBe('last');
  });

  test('may say more than 10 MB', async () => {
    const answer = await stream.fetch('GET', '/large');
    expect((await answer.arrayBuffer()).byteLength).toBe(12 * MEGABYTE);
  });
});

test('a server that is not there is a 504, and what it would have been is in the log', async () => {
  const stack = new Stack(new App(), 'Stack');
  new ProxyApi(stack, 'Front', { upstream: Upstream.url('https://gone.example.com'), authorizer: Authorizer.none() });
  const gone = await LocalApi.of(stack, { upstreams: { 'gone.example.com': 'http://127.0.0.1:1' } });
  expect((await gone.fetch('GET', '/')).status).toBe(504);
  expect(JSON.stringify(gone.events)).toContain('ECONNREFUSED');
});

function digestOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

/** Sends bytes as they are to the listening API; the second part goes out once the server has said to go on. */
async function exchange(head: string, rest = ''): Promise<string> {
  const { hostname, port, pathname } = new URL(api.url);
  const socket = net.connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.write(head.replace(' /', ` ${pathname}/`));
  for await (const chunk of socket) {
    chunks.push(chunk as Buffer);
    if (chunks.length === 1 && rest !== '') socket.write(rest);
  }
  return Buffer.concat(chunks).toString('latin1');
}
