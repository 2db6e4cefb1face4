import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { closeIdleConnections } from '../../../../lib/gateway/rest/integrations/http/client';
import { httpProxyIntegration } from '../../../../lib/gateway/rest/integrations/http-proxy';
import { type CallOptions, integrationCall } from '../routed-call';
import { type Backend, startBackend } from './backend';

const BYTES = Buffer.from([0, 0xff, 0x80, 0x41]);
let backend: Backend;

beforeAll(async () => {
  backend = await startBackend((request, response, body) => {
    const [path] = (request.url ?? '').split('?');
    if (path === '/echo') return response.writeHead(201, ['X-A', '1', 'X-A', '2', 'Set-Cookie', 'a=1']).end(body);
    if (path === '/gzip') return response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('packed'));
    if (path === '/notgzip') return response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('plain');
    if (path === '/redirect') return response.writeHead(302, { Location: 'https://example.com/' }).end();
    if (path === '/empty') return response.writeHead(204).end();
    if (path === '/bytes') return response.writeHead(200, { 'Content-Type': 'image/png' }).end(BYTES);
    if (path === '/hints') {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      return response.end('after hints');
    }
    if (path === '/large') return response.end(Buffer.alloc(10 * 1024 * 1024 + 1));
    if (path === '/cut') {
      response.writeHead(200, { 'Content-Length': '10' });
      return response.write('half', () => request.socket.destroy());
    }
    if (path === '/stream') {
      response.write('one,');
      return response.end('two');
    }
    if (path === '/bomb') {
      return response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(65 * 1024 * 1024)));
    }
    if (path === '/never') return undefined;
    return response.end('{}');
  });
});

afterAll(async () => {
  closeIdleConnections();
  await backend.close();
});

describe('what the backend receives', () => {
  test('the method of the integration, or of the client where the integration takes any', async () => {
    await proxy('/', { method: 'PUT', integration: { httpMethod: 'ANY' } });
    expect(last().method).toBe('PUT');
    await proxy('/', { method: 'PUT', integration: { httpMethod: 'POST' } });
    expect(last().method).toBe('POST');
  });

  test('the headers of the client, but for those of its connection', async () => {
    await proxy('/', {
      headers: [
        ['host', 'api.example.com'],
        ['X-Custom', '1'],
        ['X-Custom', '2'],
        ['Connection', 'close'],
        ['Via', 'v'],
        ['Content-Encoding', 'gzip'],
        ['Max-Forwards', '2'],
        ['Transfer-Encoding', 'chunked'],
        ['X-Forwarded-For', '198.51.100.1'],
        ['X-Amzn-Trace-Id', 'Root=forged'],
      ],
    });
    const { headers } = last();
    expect(headers).toMatchObject({
      host: backend.url.slice('http://'.length),
      'x-custom': '1, 2',
      connection: 'keep-alive',
      accept: 'application/json',
      'user-agent': 'AmazonAPIGateway_abcdefghij',
      'x-amzn-apigateway-api-id': 'abcdefghij',
      'x-amzn-trace-id': 'Root=1-00000000-000000000000000000000000',
      'x-forwarded-for': '198.51.100.1, 192.0.2.7',
    });
    for (const name of ['via', 'content-encoding', 'max-forwards', 'transfer-encoding']) {
      expect(headers).not.toHaveProperty(name);
    }
  });

  test("mapped headers in place of the client's, even those that are otherwise dropped", async () => {
    await proxy('/', {
      headers: [['user-agent', 'client']],
      integration: {
        requestParameters: {
          'integration.request.header.User-Agent': "'mapped'",
          'integration.request.header.Max-Forwards': "'2'",
          'integration.request.header.Via': "'v'",
          'integration.request.header.Host': "'public.example.com'",
          'integration.request.header.X-Forwarded-For': 'context.identity.sourceIp',
        },
      },
      context: { identity: { sourceIp: '203.0.113.9' } },
    });
    expect(last().headers).toMatchObject({
      'user-agent': 'mapped',
      'max-forwards': '2',
      host: 'public.example.com',
      'x-forwarded-for': '203.0.113.9',
    });
    expect(last().headers).not.toHaveProperty('via');
  });

  test('the query of the URI, of the client as sent, and of the mappings', async () => {
    await proxy('/?a={a}', {
      query: 'a=%20x+y&b&c={z}',
      integration: {
        requestParameters: {
          'integration.request.path.a': "'1'",
          'integration.request.querystring.a': "'m&n'",
        },
      },
    });
    expect(last().target).toBe('/?a=1&a=%20x+y&b&c=%7Bz%7D&a=m%26n');
  });

  test('the path as the client encoded it', async () => {
    await proxy('/{proxy}', {
      pathParameters: { proxy: 'a%2Fb//c%20+d' },
      integration: { requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' } },
    });
    expect(last().target).toBe('/a%2Fb//c%20+d');
  });

  test('bytes under a binary media type, text otherwise', async () => {
    const options = { method: 'POST', body: BYTES, headers: [['Content-Type', 'image/png']] } as const;
    await proxy('/', { ...options, api: { binaryMediaTypes: ['image/png'] } });
    expect(last().body).toEqual(BYTES);
    await proxy('/', options);
    expect(last().body.toString('utf8')).toBe('\0\uFFFD\uFFFDA');
  });

  test('a length with POST even when there is no body, and no body with GET', async () => {
    await proxy('/', { method: 'POST' });
    expect(last().headers['content-length']).toBe('0');
    await proxy('/', { method: 'GET', body: 'x' });
    expect(last().headers).not.toHaveProperty('content-length');
    await proxy('/', { method: 'DELETE', body: 'x' });
    expect(last().body.toString()).toBe('x');
  });
});

describe('what comes back', () => {
  test('status, body and every header line', async () => {
    const answer = await proxy('/echo', { method: 'POST', body: 'hello' });
    expect(answer.status).toBe(201);
    expect(`${answer.body}`).toBe('hello');
    expect(answer.headers).toEqual(
      expect.arrayContaining([
        ['X-A', '1'],
        ['X-A', '2'],
        ['Set-Cookie', 'a=1'],
      ]),
    );
  });

  test('redirects, early hints and empty answers are passed on', async () => {
    expect(await proxy('/redirect')).toMatchObject({ status: 302 });
    expect(`${(await proxy('/hints')).body}`).toBe('after hints');
    expect(await proxy('/empty')).toMatchObject({ status: 204 });
    expect(await proxy('/echo', { method: 'HEAD' })).toMatchObject({ status: 201 });
  });

  test('coded bodies are decoded, as their Content-Encoding goes no further', async () => {
    expect(`${(await proxy('/gzip')).body}`).toBe('packed');
    expect(`${(await proxy('/notgzip')).body}`).toBe('plain');
  });

  test('bytes survive under a binary media type only', async () => {
    expect((await proxy('/bytes', { api: { binaryMediaTypes: ['*/*'] } })).body).toEqual(BYTES);
    expect(`${(await proxy('/bytes')).body}`).toBe('\0\uFFFD\uFFFDA');
  });

  test('a streamed answer is there before its end', async () => {
    const { body } = await proxy('/stream', { integration: { responseTransferMode: 'STREAM' } });
    const chunks: Buffer[] = [];
    for await (const chunk of body as Readable) chunks.push(chunk);
    expect(`${Buffer.concat(chunks)}`).toBe('one,two');
  });
});

describe('failures', () => {
  test('a backend that takes too long', async () => {
    const call = proxy('/never', { integration: { timeoutMs: 50 } });
    await expect(call).rejects.toMatchObject({ type: 'INTEGRATION_TIMEOUT' });
  });

  test('a backend that is not there, or leaves', async () => {
    await expect(proxyTo('http://127.0.0.1:1/')).rejects.toMatchObject({
      type: 'INTEGRATION_FAILURE',
      options: { status: 504, message: 'Network error communicating with endpoint' },
    });
    await expect(proxy('/cut')).rejects.toMatchObject({ type: 'INTEGRATION_FAILURE' });
  });

  test('a backend that does not speak HTTP over TLS', async () => {
    const call = proxyTo(`${backend.url.replace('http:', 'https:')}/`);
    await expect(call).rejects.toMatchObject({ type: 'INTEGRATION_FAILURE', options: { status: 504 } });
  });

  test('an answer beyond 10 MB', async () => {
    await expect(proxy('/large')).rejects.toMatchObject({ type: 'API_CONFIGURATION_ERROR' });
  });

  test('an answer that unpacks to far more', async () => {
    await expect(proxy('/bomb')).rejects.toMatchObject({ type: 'API_CONFIGURATION_ERROR' });
  });

  test('an endpoint that is none', async () => {
    await expect(proxyTo('http://${stageVariables.host}/')).rejects.toMatchObject({ type: 'API_CONFIGURATION_ERROR' });
  });

  test('a mapped header that the service sets itself', async () => {
    const requestParameters = { 'integration.request.header.Transfer-Encoding': "'deflate'" };
    await expect(proxy('/', { integration: { requestParameters } })).rejects.toMatchObject({
      type: 'API_CONFIGURATION_ERROR',
    });
  });

  test('a mapped header with a line break', async () => {
    const integration = { requestParameters: { 'integration.request.header.X': 'method.request.body.x' } };
    await expect(proxy('/', { body: '{"x":"a\\r\\nB: c"}', integration })).rejects.toMatchObject({
      type: 'API_CONFIGURATION_ERROR',
    });
  });
});

test("--upstream sends a private server's requests elsewhere, under its name", async () => {
  const answer = await proxyTo('http://nlb.internal/echo', {
    services: { upstreams: new Map([['nlb.internal', backend.url]]) },
    integration: { vpcLinkId: 'link' },
  });
  expect(answer.status).toBe(201);
  expect(last().headers.host).toBe('nlb.internal');
});

function proxy(path: string, options: CallOptions = {}) {
  return proxyTo(backend.url + path, options);
}

async function proxyTo(uri: string, options: CallOptions = {}) {
  const integration = { httpMethod: 'ANY', ...options.integration, type: 'HTTP_PROXY', uri } as const;
  return httpProxyIntegration(integrationCall({ ...options, integration }));
}

function last() {
  const seen = backend.seen.at(-1);
  if (!seen) throw new Error('the backend was not called');
  return seen;
}
