import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { postToConnections } from '../../lib/handler';

/** Connections by id: what a post is answered with. */
let answers: Record<string, number>;
let posted: { readonly id: string; readonly body: string }[];
let running = 0;
let mostRunning = 0;
let server: http.Server;
let endpoint: string;

beforeAll(async () => {
  Object.assign(process.env, { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
  server = http.createServer(async (request, response) => {
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const id = decodeURIComponent(request.url?.split('/').pop() ?? '');
    posted.push({ id, body: Buffer.concat(chunks).toString('utf8') });
    running -= 1;
    response.writeHead(answers[id] ?? 200, { 'Content-Type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prod`;
});
afterAll(async () => {
  for (const name of ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete process.env[name];
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  answers = {};
  posted = [];
  mostRunning = 0;
});

test('posts text as it is, and everything else as JSON', async () => {
  await postToConnections(endpoint, ['a='], 'hello');
  await postToConnections(endpoint, ['b='], { text: 'hello' });
  await postToConnections(endpoint, ['c='], Buffer.from('bytes'));
  expect(posted).toEqual([
    { id: 'a=', body: 'hello' },
    { id: 'b=', body: '{"text":"hello"}' },
    { id: 'c=', body: 'bytes' },
  ]);
});

test('tells which connections have ended, and goes on', async () => {
  answers = { b: 410 };
  const told: string[] = [];
  const result = await postToConnections(endpoint, ['a', 'b', 'c'], 'x', {
    onGone: async (id) => void told.push(id),
  });
  expect([...result.sent].sort()).toEqual(['a', 'c']);
  expect(result.gone).toEqual(['b']);
  expect(told).toEqual(['b']);
});

test('fails with what failed, after all others have got their message', async () => {
  answers = { a: 403 };
  const posting = postToConnections(endpoint, ['a', 'b', 'c'], 'x', { concurrency: 1 });
  await expect(posting).rejects.toThrow(/^posting failed for 1 connections, first with: /);
  await expect(posting).rejects.toBeInstanceOf(AggregateError);
  expect(posted.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});

test('posts to as many at the same time as it may', async () => {
  const ids = Array.from({ length: 12 }, (_, index) => `c${index}`);
  await postToConnections(endpoint, ids, 'x', { concurrency: 3 });
  expect(posted).toHaveLength(12);
  expect(mostRunning).toBeLessThanOrEqual(3);
});

test('refuses what API Gateway would, before anything is posted', async () => {
  await expect(postToConnections(endpoint, ['a'], 'x'.repeat(131_073))).rejects.toThrow(
    'a message must be at most 131072 bytes, got 131073',
  );
  await expect(postToConnections(endpoint, ['a'], undefined)).rejects.toThrow('got "undefined"');
  await expect(postToConnections(endpoint, ['a'], 'x', { concurrency: 0 })).rejects.toThrow(
    'concurrency must be a whole number from 1, got "0"',
  );
  expect(posted).toEqual([]);
});

test('finds the API of an event, by the environment where that names another place', async () => {
  const event = { requestContext: { apiId: 'abc', stage: 'prod', domainName: 'chat.example.com' } };
  for (const name of ['CONNECTIONS_URL', 'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI']) {
    process.env[name] = endpoint;
    await postToConnections(event, ['a'], name);
    delete process.env[name];
  }
  expect(posted.map(({ body }) => body)).toEqual(['CONNECTIONS_URL', 'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI']);
});

test('does nothing for nobody', async () => {
  expect(await postToConnections(endpoint, [], 'x')).toEqual({ sent: [], gone: [] });
});
