import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, ProxyApi, Upstream } from 'cdk-gatehouse';
import { LocalApi } from 'cdk-gatehouse/testing';
import { type AppServer, digestOf, type Seen, startAppServer } from './app-server';
import { type Answer, type Call, closeConnections, exchange, valuesOf } from './exchange';
import { type Nginx, startNginx } from './nginx';
import { asBehindFrontDoor, withoutOwn } from './passage';

jest.setTimeout(60_000);

const HOST = 'app.example.com';
const MEGABYTE = 1024 * 1024;

/** What every client says, and the front door would otherwise say itself. */
const CLIENT = { Accept: '*/*', 'User-Agent': 'front-door-test/1' };

/** What the front door writes itself, whatever the caller says. */
const WRITTEN = [
  'host',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-amzn-trace-id',
  'x-amzn-apigateway-api-id',
];
const LEFT_BEHIND = [
  'content-md5',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'via',
  'www-authenticate',
  'content-encoding',
];

let app: AppServer;
let nginx: Nginx;
let api: LocalApi;
let streaming: LocalApi;

beforeAll(async () => {
  app = await startAppServer();
  nginx = await startNginx({
    files: {},
    server: `
      client_max_body_size 20m;
      location /app/ {
        proxy_pass http://127.0.0.1:${app.port};
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Connection "";
      }
      location /streamed/ {
        proxy_pass http://127.0.0.1:${app.port}/app/;
        proxy_http_version 1.1;
        proxy_buffering off;
      }
    `,
  });
  const upstreams = { [HOST]: nginx.url };
  const stack = new Stack(new App(), 'Application');
  new ProxyApi(stack, 'Front', { upstream: Upstream.url(`https://${HOST}`), authorizer: Authorizer.none() });
  const other = new Stack(new App(), 'Streaming');
  const upstream = Upstream.url(`https://${HOST}`, { responseStreaming: true });
  new ProxyApi(other, 'Front', { upstream, authorizer: Authorizer.none() });
  api = await LocalApi.of(stack, { listen: true, upstreams });
  streaming = await LocalApi.of(other, { listen: true, upstreams });
});

afterAll(async () => {
  closeConnections();
  await nginx?.close();
  app?.close();
});

const direct = (call: Call) => exchange(nginx.url, call, HOST);
const through = (call: Call) => exchange(api.url, call);
const seenOf = ({ body }: Answer): Seen => JSON.parse(body.toString());

async function expectAlike(call: Call): Promise<Answer> {
  const [without, behind] = [await direct(call), await through(call)];
  expect(withoutOwn(behind)).toEqual(asBehindFrontDoor(without));
  return behind;
}

/** What the application saw of a call without and with the front door; header fields of both ways are compared. */
async function expectSeenAlike(call: Call): Promise<Seen> {
  const [without, behind] = [seenOf(await direct(call)), seenOf(await through(call))];
  const rest = ({ headers }: Seen, names: readonly string[]) =>
    headers.filter(([name]) => !names.includes(name)).map(([name, value]) => `${name}: ${value}`);
  expect(rest(behind, WRITTEN).sort()).toEqual(rest(without, [...WRITTEN, ...LEFT_BEHIND]).sort());
  expect([behind.method, behind.url]).toEqual([without.method, without.url]);
  return behind;
}

test.each(['/app/chunked', '/app/sign-in', '/app/problem', '/app/untyped', '/app/long?chunks=150'])(
  'an answer is as without the front door: %s',
  async (path) => {
    for (const method of ['GET', 'HEAD', 'POST']) await expectAlike({ method, path });
  },
);

test('cookies go both ways', async () => {
  const { headers } = await expectAlike({ path: '/app/sign-in' });
  expect(valuesOf({ headers }, 'set-cookie')).toHaveLength(2);
  const cookies = { Cookie: 'session=abc; theme=dark; empty=; quoted="a b"' };
  const seen = await expectSeenAlike({ path: '/app/home', headers: { ...CLIENT, ...cookies } });
  expect(seen.headers).toContainEqual(['cookie', cookies.Cookie]);
});

test('requests arrive as they were sent', async () => {
  const headers = {
    Accept: 'text/html, */*;q=0.8',
    'Accept-Language': 'de-CH, de;q=0.9',
    Authorization: 'Bearer abc.def',
    'If-None-Match': 'W/"1", "2"',
    Origin: 'https://shop.example.com',
    Pragma: 'no-cache',
    Referer: 'https://shop.example.com/a?b=c',
    'User-Agent': 'front-door-test/1',
    'X-Repeated': ['one', 'two'],
    'X-Spaces': 'a  b',
  };
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE']) {
    if (method !== 'HEAD') await expectSeenAlike({ method, path: '/app/x?y=1&y=2&z=%20', headers });
    else await expectAlike({ method, path: '/app/x', headers: { ...headers, Range: 'bytes=0-1' } });
  }
});

test('header fields that belong to the front door or to one connection stay behind', async () => {
  const fields = Object.fromEntries(LEFT_BEHIND.map((name) => [name, 'x']));
  await expectSeenAlike({
    path: '/app/x',
    headers: {
      ...fields,
      Accept: '*/*',
      'User-Agent': 'test',
      Connection: 'keep-alive, X-Hop',
      TE: 'trailers',
      Upgrade: 'h2c',
    },
  });
});

test('the front door says who calls, and adds to what proxies before it said', async () => {
  const seen = seenOf(await through({ path: '/app/x', headers: { 'X-Forwarded-For': '203.0.113.9' } }));
  const headers = Object.fromEntries(seen.headers);
  expect(headers).toMatchObject({
    host: HOST,
    'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    accept: 'application/json',
  });
  expect(headers['user-agent']).toMatch(/^AmazonAPIGateway_/);
  expect(headers['x-amzn-trace-id']).toMatch(/^Root=1-/);
});

test.each([
  ['a form', 'application/x-www-form-urlencoded', Buffer.from('a=1&b=%C3%BC&c=+')],
  ['JSON', 'application/json', Buffer.from('{"a": "ü"}\r\n')],
  ['text in Latin-1', 'text/plain; charset=iso-8859-1', Buffer.from([0xe4, 0xf6, 0xfc])],
  ['a file', 'multipart/form-data; boundary=x', Buffer.concat([Buffer.from('--x\r\n\r\n'), randomBytes(5000)])],
  ['bytes of no type', undefined, randomBytes(100)],
])('%s arrives byte by byte', async (_what, type, body) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const call = {
      method,
      path: '/app/x',
      body,
      headers: { ...CLIENT, ...(type && { 'Content-Type': type }) },
    };
    expect((await expectSeenAlike(call)).body).toBe(digestOf(body));
  }
});

test('a body of GET stays behind', async () => {
  const answer = await through({ path: '/app/x', body: 'hello' });
  expect(seenOf(answer).body).toBe(digestOf(Buffer.alloc(0)));
});

test('a packed body arrives packed, without the word that it is', async () => {
  const body = gzipSync('hello');
  const seen = seenOf(await through({ method: 'POST', path: '/app/x', body, headers: { 'Content-Encoding': 'gzip' } }));
  expect(seen.body).toBe(digestOf(body));
  expect(seen.headers.map(([name]) => name)).not.toContain('content-encoding');
});

test('a body in chunks arrives whole, with its length', async () => {
  const parts = [Buffer.from('one '), randomBytes(70_000), Buffer.from(' two')];
  const seen = seenOf(await through({ method: 'POST', path: '/app/x', body: parts }));
  expect(seen.body).toBe(digestOf(Buffer.concat(parts)));
  expect(Object.fromEntries(seen.headers)['content-length']).toBe('70008');
});

test('a caller who waits for a word to go on gets it', async () => {
  const body = randomBytes(MEGABYTE);
  const call = { method: 'PUT', path: '/app/x', body, headers: { Expect: '100-continue' } };
  const [without, behind] = [await direct(call), await through(call)];
  expect([without.continued, behind.continued]).toEqual([true, true]);
  expect(seenOf(behind).body).toBe(seenOf(without).body);
});

test('uploads and answers pass up to 10 MB, and no further', async () => {
  const body = randomBytes(10 * MEGABYTE - 1024);
  const upload = (bytes: Buffer) => through({ method: 'POST', path: '/app/x', body: bytes });
  expect(seenOf(await upload(body)).body).toBe(digestOf(body));
  expect((await upload(Buffer.alloc(10 * MEGABYTE + 1))).status).toBe(413);
  await expectAlike({ path: '/app/long?chunks=159' });
  expect((await through({ path: '/app/long?chunks=161' })).status).toBe(500);
});

test('a long answer streams through whole', async () => {
  const call = { path: '/streamed/long?chunks=400' };
  const [without, behind] = [await direct(call), await exchange(streaming.url, call)];
  expect(withoutOwn(behind)).toEqual(asBehindFrontDoor(without));
  expect(behind.body).toHaveLength(400 * 65_536);
});

test('an answer that breaks off never looks whole', async () => {
  await expect(direct({ path: '/app/breaks-off' })).rejects.toThrow('aborted');
  expect((await through({ path: '/app/breaks-off' })).status).toBe(504);
  await expect(exchange(streaming.url, { path: '/streamed/breaks-off' })).rejects.toThrow('aborted');
});
