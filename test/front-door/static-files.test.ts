import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, ProxyApi, Upstream } from 'cdk-gatehouse';
import { LocalApi } from 'cdk-gatehouse/testing';
import { type Answer, type Call, closeConnections, exchange, valuesOf } from './exchange';
import { type Nginx, startNginx } from './nginx';
import { asBehindFrontDoor, type Shown, withoutOwn } from './passage';

jest.setTimeout(60_000);

const HOST = 'files.example.com';
const IMAGE = randomBytes(300_000);
const STYLE = '.order { color: teal }\n'.repeat(500);

const SERVER = `
  server_name ${HOST};
  gzip on;
  gzip_types text/css application/json;
  gzip_min_length 100;
  location /packed/ { gzip_static on; expires 1h; }
  location = /secret { auth_basic "staff only"; auth_basic_user_file nobody; }
  location = /old { return 301 /new?from=old; }
  location = /moved { return 302 https://elsewhere.example.com/a%20b; }
  location = /kept { return 308 /new; }
  location = /teapot { return 418 "short and stout"; }
  location = /empty { return 204; }
  location = /silent { return 444; }
  location = /target { default_type text/plain; return 200 "$request_method $request_uri"; }
  location = /headers {
    add_header Set-Cookie "a=1; Path=/; HttpOnly";
    add_header Set-Cookie "b=2; Secure; SameSite=None";
    add_header Link "</style.css>; rel=preload";
    add_header X-Umlaut "Gr\u00fc\u00dfe";
    add_header X-Spaces "  inner  spaces  ";
    add_header Strict-Transport-Security "max-age=31536000" always;
    add_header Via "1.1 cache";
    add_header WWW-Authenticate "Negotiate";
    add_header Content-Security-Policy "default-src 'self'; img-src *";
    add_header Cache-Control "public, max-age=60";
    return 200 "x";
  }
`;

let nginx: Nginx;
let api: LocalApi;

beforeAll(async () => {
  nginx = await startNginx({
    files: {
      'index.html': '<!doctype html><title>Grüße</title><link rel="stylesheet" href="/style.css">',
      'style.css': STYLE,
      'logo.png': IMAGE,
      'latin1.txt': Buffer.from([0x47, 0x72, 0xfc, 0xdf, 0x65]),
      'nothing.txt': '',
      'a file+more (1).txt': 'spaces and signs',
      'docs/index.html': '<p>docs</p>',
      'packed/app.json': JSON.stringify({ packed: false }),
      'packed/app.json.gz': gzipSync(JSON.stringify({ packed: true })),
    },
    server: SERVER,
  });
  const stack = new Stack(new App(), 'Files');
  new ProxyApi(stack, 'Front', { upstream: Upstream.url(`https://${HOST}`), authorizer: Authorizer.none() });
  api = await LocalApi.of(stack, { listen: true, upstreams: { [HOST]: nginx.url } });
});

afterAll(async () => {
  closeConnections();
  await nginx?.close();
});

const direct = (call: Call) => exchange(nginx.url, call, HOST);
const through = (call: Call) => exchange(api.url, call);

/** Compares both answers; gives the one that came through the front door. */
async function expectAlike(call: Call): Promise<Answer> {
  const [without, behind] = [await direct(call), await through(call)];
  expect(withoutBoundaries(withoutOwn(behind))).toEqual(withoutBoundaries(asBehindFrontDoor(without)));
  return behind;
}

/** The server counts up what stands between several parts of a file. */
const withoutBoundaries = ({ status, headers, body }: Shown): Shown => ({
  status,
  headers: headers.map((header) => header.replace(/\d{20}/, '…')),
  body: body.replaceAll(/--\d{20}/g, '--…'),
});

test.each([
  '/',
  '/index.html',
  '/style.css',
  '/logo.png',
  '/latin1.txt',
  '/nothing.txt',
  '/a%20file+more%20(1).txt',
  '/none',
])('a file is as without the front door: %s', async (path) => {
  for (const method of ['GET', 'HEAD']) {
    const { status, body } = await expectAlike({ method, path });
    expect(status).toBe(path === '/none' ? 404 : 200);
    if (method === 'HEAD') expect(body).toHaveLength(0);
  }
});

test.each([
  ['bytes=0-9', 206, 10],
  ['bytes=-500', 206, 500],
  ['bytes=299990-', 206, 10],
  ['bytes=0-0,100-199', 206, undefined],
  ['bytes=400000-', 416, undefined],
  ['lines=1-2', 200, 300_000],
])('a part of a file comes as asked for: %s', async (range, status, length) => {
  const answer = await expectAlike({ path: '/logo.png', headers: { Range: range } });
  expect(answer.status).toBe(status);
  if (length !== undefined) expect(answer.body).toHaveLength(length);
});

test('who has a file already is told so', async () => {
  const first = await direct({ path: '/logo.png' });
  const [etag = ''] = valuesOf(first, 'etag');
  const [modified = ''] = valuesOf(first, 'last-modified');
  const statusOf = async (headers: Record<string, string>, method = 'GET') =>
    (await expectAlike({ method, path: '/logo.png', headers })).status;
  expect(await statusOf({ 'If-None-Match': etag })).toBe(304);
  expect(await statusOf({ 'If-None-Match': `"other", ${etag}` }, 'HEAD')).toBe(304);
  expect(await statusOf({ 'If-None-Match': '"other"' })).toBe(200);
  expect(await statusOf({ 'If-Modified-Since': modified })).toBe(304);
  expect(await statusOf({ 'If-Match': '"other"' })).toBe(412);
  expect(await statusOf({ 'If-Unmodified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT' })).toBe(412);
  expect(await statusOf({ Range: 'bytes=0-9', 'If-Range': etag })).toBe(206);
  expect(await statusOf({ Range: 'bytes=0-9', 'If-Range': '"other"' })).toBe(200);
});

test.each(['/style.css', '/packed/app.json'])('what the server packs is unpacked on the way: %s', async (path) => {
  for (const encoding of ['gzip', 'identity', 'gzip, deflate, br', 'br']) {
    const answer = await expectAlike({ path, headers: { 'Accept-Encoding': encoding } });
    expect(valuesOf(answer, 'content-encoding')).toEqual([]);
    await expectAlike({ method: 'HEAD', path, headers: { 'Accept-Encoding': encoding } });
  }
  const packed = await direct({ path, headers: { 'Accept-Encoding': 'gzip' } });
  expect(valuesOf(packed, 'content-encoding')).toEqual(['gzip']);
  const [etag = ''] = valuesOf(packed, 'etag');
  const again = { path, headers: { 'Accept-Encoding': 'gzip', 'If-None-Match': etag } };
  expect((await expectAlike(again)).status).toBe(304);
});

test.each([
  ['/old', 301, `http://${HOST}:PORT/new?from=old`],
  ['/moved', 302, 'https://elsewhere.example.com/a%20b'],
  ['/kept', 308, `http://${HOST}:PORT/new`],
  ['/docs', 301, `http://${HOST}:PORT/docs/`],
])('a redirect leads where the server says: %s', async (path, status, location) => {
  const answer = await expectAlike({ path });
  expect(answer.status).toBe(status);
  expect(valuesOf(answer, 'location')).toEqual([location.replace('PORT', new URL(nginx.url).port)]);
});

test('a folder is never reached by the slash at its end, but by its file', async () => {
  expect((await direct({ path: '/docs/' })).status).toBe(200);
  expect((await through({ path: '/docs/' })).status).toBe(301);
  await expectAlike({ path: '/docs/index.html' });
});

test.each(['/teapot', '/empty', '/headers', '/secret'])('an answer is as without the front door: %s', async (path) => {
  for (const method of ['GET', 'HEAD', 'POST']) await expectAlike({ method, path });
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s on a file is for the server to refuse', async (method) => {
  const call = { method, path: '/logo.png', ...(method !== 'OPTIONS' && { body: 'x' }) };
  expect((await expectAlike(call)).status).toBe(405);
});

test.each([
  '/target?a=1&b=2&a=3',
  '/target?flag',
  '/target?empty=&=nameless',
  '/target?q=a+b%20c&x=%C3%BC&plus=%2B',
  '/target?list[]=1&list[]=2',
  '/target?next=https://a.example.com/b?c=d',
  '/target?%zz=%',
  "/target?quote='%22'",
  '/target?a;b=c',
])('a query string arrives as it was sent: %s', async (path) => {
  const answer = await expectAlike({ path });
  expect(answer.body.toString()).toBe(`GET ${path}`);
});

test('a server that hangs up without an answer is a gateway error', async () => {
  await expect(direct({ path: '/silent' })).rejects.toThrow('socket hang up');
  const answer = await through({ path: '/silent' });
  expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([
    504,
    { message: 'Network error communicating with endpoint' },
  ]);
});
