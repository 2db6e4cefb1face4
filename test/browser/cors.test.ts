import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, type CorsOptions, ServerlessApi } from 'cdk-gatehouse';
import { LocalApi } from 'cdk-gatehouse/testing';
import { type Browser, chromium, type Page } from 'playwright-core';

jest.setTimeout(120_000);

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

let browser: Browser;
/** Origins of pages, all on this machine: two shops that the API knows, and a stranger. */
const servers: Server[] = [];
let shop: string;
let outlet: string;
let stranger: string;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS });
  [shop, outlet, stranger] = await Promise.all([servePage(), servePage(), servePage()]);
});

afterAll(async () => {
  await browser?.close();
  for (const server of servers) server.close();
});

/** What a page saw of an answer; the browser shows a page nothing but `failed` where it must not read. */
interface Seen {
  readonly status?: number;
  readonly body?: string;
  readonly header?: string | null;
  readonly failed?: true;
}

describe('an API with one origin', () => {
  let api: LocalApi;
  beforeAll(async () => {
    api = await serve({
      allowOrigins: [shop],
      allowHeaders: ['X-Custom', 'Content-Type', 'Authorization'],
      exposeHeaders: ['X-Shown'],
    });
  });

  test.each([
    ['401 of an authorizer', '/secret', {}, 401, '{"message":"Unauthorized"}'],
    ['403 of IAM', '/signed', {}, 403, /Missing Authentication Token/],
    ['403 of an unknown route', '/nowhere', {}, 403, /Missing Authentication Token/],
    [
      '403 with a header that needs a preflight',
      '/signed',
      { headers: { 'X-Custom': '1' } },
      403,
      /Missing Authentication/,
    ],
    ['502 of a function that ends its process', '/crash', {}, 502, /Internal server error/],
    ['502 of a function that throws', '/throw', {}, 502, /Internal server error/],
    ['200', '/hello', {}, 200, 'hello'],
    ['200 behind a preflight', '/hello', { method: 'PUT', headers: { 'X-Custom': '1' }, body: '{}' }, 200, 'hello'],
  ])('lets its page read a %s, and no page of a stranger', async (_what, path, init, status, body) => {
    const seen = await fetchFrom(shop, api, path, init);
    expect(seen).toMatchObject({ status, body: expect.stringMatching(body) });
    expect(await fetchFrom(stranger, api, path, init)).toEqual({ failed: true });
  });

  test('shows response headers that it names', async () => {
    expect(await fetchFrom(shop, api, '/hello', {}, 'X-Shown')).toMatchObject({ header: 'yes' });
    expect(await fetchFrom(shop, api, '/hello', {}, 'X-Hidden')).toMatchObject({ header: null });
  });

  test('keeps requests away whose preflight it does not allow', async () => {
    const before = api.calls('PUT /hello').length;
    expect(await fetchFrom(shop, api, '/hello', { method: 'PUT', headers: { 'X-Other': '1' } })).toEqual({
      failed: true,
    });
    expect(await fetchFrom(stranger, api, '/hello', { method: 'PUT' })).toEqual({ failed: true });
    expect(api.calls('PUT /hello')).toHaveLength(before);
  });

  test('lets no page read with credentials that it did not allow', async () => {
    expect(await fetchFrom(shop, api, '/hello', { credentials: 'include' })).toEqual({ failed: true });
  });
});

describe('an API with several origins', () => {
  let api: LocalApi;
  beforeAll(async () => {
    api = await serve({ allowOrigins: [shop, outlet], allowHeaders: ['X-Custom'] });
  });

  test('lets its pages read answers and errors', async () => {
    const custom: RequestInit = { method: 'PUT', headers: { 'X-Custom': '1' } };
    for (const origin of [shop, outlet]) {
      expect(await fetchFrom(origin, api, '/hello', custom)).toMatchObject({ status: 200 });
      expect(await fetchFrom(origin, api, '/secret')).toMatchObject({ status: 401 });
      expect(await fetchFrom(origin, api, '/signed')).toMatchObject({ status: 403 });
      expect(await fetchFrom(origin, api, '/crash')).toMatchObject({ status: 502 });
    }
  });

  test('lets no page of a stranger send what needs a preflight, or read an answer', async () => {
    const before = api.calls('PUT /hello').length;
    expect(await fetchFrom(stranger, api, '/hello', { method: 'PUT' })).toEqual({ failed: true });
    expect(api.calls('PUT /hello')).toHaveLength(before);
    expect(await fetchFrom(stranger, api, '/hello')).toEqual({ failed: true });
    expect(await fetchFrom(stranger, api, '/secret', { credentials: 'include' })).toEqual({ failed: true });
  });
});

describe('an API with several origins and credentials', () => {
  let api: LocalApi;
  beforeAll(async () => {
    api = await serve({ allowOrigins: [shop, outlet], allowCredentials: true, errorOrigin: shop });
  });

  test('lets its pages send cookies', async () => {
    for (const origin of [shop, outlet]) {
      expect(await fetchFrom(origin, api, '/hello', { credentials: 'include' })).toMatchObject({ status: 200 });
      const put: RequestInit = {
        method: 'PUT',
        credentials: 'include',
        headers: { 'Content-Type': 'application/json' },
      };
      expect(await fetchFrom(origin, api, '/hello', put)).toMatchObject({ status: 200, body: 'hello' });
    }
    expect(await fetchFrom(stranger, api, '/hello', { credentials: 'include' })).toEqual({ failed: true });
  });

  test('lets the pages that errors are for read them', async () => {
    const withCookies: RequestInit = { credentials: 'include' };
    expect(await fetchFrom(shop, api, '/secret', withCookies)).toMatchObject({ status: 401 });
    expect(await fetchFrom(shop, api, '/crash', withCookies)).toMatchObject({ status: 502 });
    expect(await fetchFrom(stranger, api, '/secret', withCookies)).toEqual({ failed: true });
  });
});

test('an API for every origin lets every page read', async () => {
  const api = await serve({ allowOrigins: ['*'] });
  for (const path of ['/hello', '/secret', '/signed', '/crash']) {
    const { status, failed } = await fetchFrom(stranger, api, path);
    expect([path, failed]).toEqual([path, undefined]);
    expect(status).toBe(path === '/hello' ? 200 : path === '/secret' ? 401 : path === '/signed' ? 403 : 502);
  }
});

test('an API without CORS lets no page read', async () => {
  const api = await serve(undefined);
  expect(await fetchFrom(shop, api, '/hello')).toEqual({ failed: true });
  expect(await fetchFrom(shop, api, '/secret')).toEqual({ failed: true });
});

async function serve(cors: CorsOptions | undefined): Promise<LocalApi> {
  const stack = new Stack(new App(), 'Shop');
  const code = (id: string, text: string) =>
    new lambda.Function(stack, id, {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(text),
    });
  const hello = code('Hello', helloCode(cors));
  const none = Authorizer.none();
  const denying = Authorizer.token(
    code('Denying', 'exports.handler = async () => { throw new Error("Unauthorized"); }'),
  );
  new ServerlessApi(stack, 'Api', {
    cors,
    authorizer: Authorizer.iam(),
    routes: {
      'GET /hello': { handler: hello, authorizer: none },
      'PUT /hello': { handler: hello, authorizer: none },
      'GET /secret': { handler: hello, authorizer: denying },
      'GET /signed': { handler: hello },
      'GET /crash': { handler: code('Crash', 'exports.handler = async () => process.exit(1);'), authorizer: none },
      'GET /throw': {
        handler: code('Throw', 'exports.handler = async () => { throw new Error("no"); };'),
        authorizer: none,
      },
    },
  });
  return LocalApi.of(stack, { listen: true });
}

/** Behind a proxy integration the function itself says who may read. */
function helloCode(cors: CorsOptions | undefined): string {
  return `exports.handler = async (event) => {
    const allowed = ${JSON.stringify(cors?.allowOrigins ?? [])};
    const origin = event.headers.origin ?? event.headers.Origin;
    const headers = { 'X-Shown': 'yes', 'X-Hidden': 'no' };
    if (allowed.includes('*')) headers['Access-Control-Allow-Origin'] = '*';
    if (allowed.includes(origin)) headers['Access-Control-Allow-Origin'] = origin;
    if (${cors?.allowCredentials === true}) headers['Access-Control-Allow-Credentials'] = 'true';
    headers['Access-Control-Expose-Headers'] = 'X-Shown';
    return { statusCode: 200, headers, body: 'hello' };
  };`;
}

async function fetchFrom(
  origin: string,
  api: LocalApi,
  path: string,
  init: RequestInit = {},
  header = '',
): Promise<Seen> {
  const page = await openPage(origin);
  try {
    return await page.evaluate(
      async ([url, options, name]) => {
        try {
          const response = await fetch(url, options as RequestInit);
          const seen = { status: response.status, body: await response.text() };
          return name === '' ? seen : { ...seen, header: response.headers.get(name) };
        } catch {
          return { failed: true as const };
        }
      },
      [`${api.url}${path}`, init, header] as const,
    );
  } finally {
    await page.close();
  }
}

async function openPage(origin: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(origin);
  return page;
}

async function servePage(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end('<!doctype html><title>shop</title>');
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
