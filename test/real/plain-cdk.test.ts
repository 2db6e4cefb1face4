import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  APIGatewayProxyEventSchema,
  APIGatewayRequestAuthorizerEventSchema,
  APIGatewayTokenAuthorizerEventSchema,
} from '@aws-lambda-powertools/parser/schemas/api-gateway';
import { mintToken } from '../../lib/gateway/authorizers';
import { systemClock } from '../../lib/gateway/clock';
import { type Gateway, startGateway } from '../../lib/gateway/gateway';
import { ServiceStub } from './service-stub';
import { shopApp } from './shop-app';

const JSON_BODY = { 'Content-Type': 'application/json' };

let gateway: Gateway;
let sqs: ServiceStub;
let states: ServiceStub;
let weather: ServiceStub;
let shop: string;

beforeAll(async () => {
  sqs = await ServiceStub.start(() => ({
    body: '{"SendMessageResponse":{"SendMessageResult":{"MessageId":"m-1"}}}',
  }));
  states = await ServiceStub.start(() => ({ body: '{"status":"SUCCEEDED","output":"{\\"done\\":true}"}' }));
  weather = await ServiceStub.start(({ url }) => ({ body: JSON.stringify({ url }) }));
  gateway = await startGateway({
    assembly: shopApp().synth().directory,
    environment: { AWS_ENDPOINT_URL_SQS: sqs.url, AWS_ENDPOINT_URL_SFN: states.url, AWS_REGION: 'eu-west-1' },
    upstreams: { 'weather.example.com': weather.url },
  });
  shop = urlOf('Api');
});

afterAll(async () => {
  await gateway?.close();
  for (const stub of [sqs, states, weather]) stub?.close();
});

function urlOf(name: string): string {
  const api = gateway.apis.find((each) => each.name === name);
  if (!api) throw new Error(`there is no API "${name}": ${gateway.apis.map((each) => each.name).join(', ')}`);
  return api.url;
}

async function call(url: string, init?: RequestInit): Promise<{ status: number; body: any; headers: Headers }> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

test('functions use tables and each other through the official SDK, as far as their roles go', async () => {
  expect((await call(`${shop}/orders/7`, { method: 'PUT', body: 'a book' })).status).toBe(204);
  expect(await call(`${shop}/orders/7`)).toMatchObject({
    status: 200,
    body: { name: 'a book', echo: { id: { S: '7' } }, denied: 'AccessDeniedException' },
  });
});

test('a method reads a table without a function', async () => {
  await call(`${shop}/orders/8`, { method: 'PUT', body: 'a map' });
  expect(await call(`${shop}/items/8`)).toMatchObject({ status: 200, body: { name: 'a map' } });
});

test('a method sends to a queue, signed and in the query protocol', async () => {
  const answer = await call(`${shop}/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"a":"b & c"}',
  });
  expect(answer).toMatchObject({ status: 200, body: { sent: 'm-1' } });
  expect(sqs.seen.at(-1)).toMatchObject({
    method: 'POST',
    body: `Action=SendMessage&MessageBody=${encodeURIComponent('{"a":"b & c"}').replaceAll('%20', '+')}`,
    headers: { authorization: expect.stringContaining('/eu-west-1/sqs/aws4_request') },
  });
  const unmapped = await call(`${shop}/messages`, { method: 'POST', headers: { 'Content-Type': 'text/x' }, body: 'x' });
  expect(unmapped.status).toBe(415);
});

test('an HTTP server behind a proxy integration', async () => {
  expect(await call(`${shop}/weather/oslo?unit=c`)).toMatchObject({ status: 200, body: { url: '/v1/oslo?unit=c' } });
});

test('a state machine', async () => {
  expect(await call(urlOf('Steps'), { method: 'POST', headers: JSON_BODY, body: '{"order":1}' })).toMatchObject({
    status: 200,
    body: { done: true },
  });
  const { input, stateMachineArn } = JSON.parse(states.seen.at(-1)?.body ?? '{}');
  expect(JSON.parse(input)).toMatchObject({ body: { order: 1 } });
  expect(stateMachineArn).toMatch(/^arn:aws:states:eu-west-1:/);
});

test('an API of a document, one of a nested stack, and one whose function is another stack’s', async () => {
  expect((await call(`${urlOf('Spec')}/pets/3`)).body.pathParameters).toEqual({ id: '3' });
  expect((await call(`${urlOf('Inner')}/a/b`, { method: 'DELETE' })).body).toMatchObject({
    httpMethod: 'DELETE',
    pathParameters: { proxy: 'a/b' },
  });
  const { body } = await call(`${urlOf('Proxy')}/x`, {
    method: 'POST',
    headers: { 'Content-Type': 'image/png' },
    body: 'é',
  });
  expect(body).toMatchObject({
    resource: '/{proxy+}',
    isBase64Encoded: true,
    body: Buffer.from('é').toString('base64'),
  });
});

test('members come in by token', async () => {
  expect(await call(`${shop}/me`)).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
  const { model, services } = gateway;
  const token = mintToken(
    { sub: 'ada', groups: ['staff'] },
    { model, keys: services.state.localKeys, clock: systemClock },
  );
  const { status, body } = await call(`${shop}/me`, { headers: { Authorization: token } });
  expect([status, body.requestContext.authorizer.claims.sub]).toEqual([200, 'ada']);
  expect((await call(`${shop}/me`, { headers: { Authorization: `${token.slice(0, -2)}xx` } })).status).toBe(401);
});

test('requests are validated', async () => {
  const post = (query: string, body: string) =>
    call(`${shop}/orders${query}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  expect((await post('?shop=1', '{"name":"x"}')).status).toBe(200);
  expect((await post('?shop=1', '{"name":""}')).body).toEqual({ message: 'Invalid request body' });
  expect((await post('', '{"name":"x"}')).body).toEqual({ message: 'Missing required request parameters: [shop]' });
});

test('partners have a key and a quota', async () => {
  expect((await call(`${shop}/partners`)).body).toEqual({ message: 'Forbidden' });
  const statuses: number[] = [];
  for (let count = 0; count < 4; count++) {
    const { status } = await call(`${shop}/partners`, { headers: { 'X-Api-Key': 'a-key-of-twenty-letters' } });
    statuses.push(status);
  }
  expect(statuses).toEqual([200, 200, 200, 429]);
});

test('a preflight with several origins names the one that asked', async () => {
  const preflight = async (origin: string) => {
    const headers = { Origin: origin, 'Access-Control-Request-Method': 'GET' };
    const answer = await call(`${shop}/orders/7`, { method: 'OPTIONS', headers });
    return [
      answer.status,
      ...['origin', 'credentials'].map((name) => answer.headers.get(`access-control-allow-${name}`)),
    ];
  };
  expect(await preflight('https://shop.example.com')).toEqual([204, 'https://shop.example.com', 'true']);
  expect(await preflight('https://outlet.example.com')).toEqual([204, 'https://outlet.example.com', 'true']);
  expect((await preflight('https://evil.example.com'))[1]).toBe('https://shop.example.com');
});

describe('curl signs', () => {
  const curl = async (...more: string[]) => {
    const { accessKeyId, secretAccessKey } = gateway.credentials;
    const signing = ['--aws-sigv4', 'aws:amz:eu-west-1:execute-api', '--user', `${accessKeyId}:${secretAccessKey}`];
    const { stdout } = await promisify(execFile)('curl', ['-s', '-w', '\n%{http_code}', ...signing, ...more]);
    return stdout.split('\n');
  };

  test.each([
    ['a request', [], ''],
    ['a query', [], '?a=1&b=2'],
    ['a body', ['-H', 'Content-Type: application/json', '-d', '{"a":1}'], ''],
    ['an upload', ['-X', 'PUT', '--data-binary', 'text'], ''],
  ])('%s', async (_what, args, query) => {
    expect((await curl(...args, `${shop}/signed${query}`)).at(-1)).toBe('200');
  });
});

describe('events are what official types and schemas say', () => {
  const seen: [type: string, event: object][] = [];

  test('of a proxy integration', async () => {
    const { body } = await call(`${shop}/orders?shop=1`, { method: 'POST', headers: JSON_BODY, body: '{"name":"x"}' });
    expect(APIGatewayProxyEventSchema.safeParse(body).error).toBeUndefined();
    seen.push(['APIGatewayProxyEvent', body]);
    const signed = await call(`${urlOf('Proxy')}/a`);
    expect(APIGatewayProxyEventSchema.safeParse(signed.body).error).toBeUndefined();
    seen.push(['APIGatewayProxyEvent', signed.body]);
  });

  test.each([
    ['token', 'Authorization', 'APIGatewayTokenAuthorizerEvent', APIGatewayTokenAuthorizerEventSchema],
    ['request', 'X-Caller', 'APIGatewayRequestAuthorizerEvent', APIGatewayRequestAuthorizerEventSchema],
  ])('of a %s authorizer, and behind it', async (path, header, type, schema) => {
    const { status, body } = await call(`${shop}/${path}?a=1`, { headers: { [header]: 'me' } });
    expect(status).toBe(200);
    const event = JSON.parse(body.requestContext.authorizer.event);
    expect(schema.safeParse(event).error).toBeUndefined();
    expect(APIGatewayProxyEventSchema.safeParse(body).error).toBeUndefined();
    seen.push([type, event], ['APIGatewayProxyEvent', body]);
  });

  test('by the compiler', async () => {
    expect(seen).toHaveLength(6);
    const root = resolve(__dirname, '../..');
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-events-'));
    const lines = seen.map(([type, event], index) => {
      const literal = JSON.stringify(withAbsent(event))
        .replace('"authorizer":"absent"', '"authorizer":undefined')
        .replace(/"type":"(TOKEN|REQUEST)"/, '$& as const');
      return `const event${index} = ${literal};\nevent${index} satisfies lambda.${type};`;
    });
    const types = join(root, 'node_modules/@types/aws-lambda/index');
    writeFileSync(join(folder, 'events.ts'), `import type * as lambda from '${types}';\n${lines.join('\n')}\n`);
    const tsc = join(root, 'node_modules/typescript-7/bin/tsc');
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--types',
      '',
    ];
    const compiled = promisify(execFile)(process.execPath, [tsc, ...options, join(folder, 'events.ts')]);
    const { stdout } = await compiled.catch((error) => error as { stdout: string });
    rmSync(folder, { recursive: true });
    expect(stdout).toBe('');
  });
});

/** The types name members that the service leaves out where nothing is behind them. */
function withAbsent(event: any): object {
  const { requestContext } = event;
  if (requestContext === undefined) return event;
  const identity = { apiKey: null, apiKeyId: null, clientCert: null, ...requestContext.identity };
  return { ...event, requestContext: { authorizer: 'absent', ...requestContext, identity } };
}
