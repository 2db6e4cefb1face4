import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, RequestValue, ServerlessWebSocketApi } from '../../../lib';
import { LocalApi } from '../../../lib/testing';

let api: LocalApi;

beforeAll(async () => {
  const stack = new Stack(new App(), 'Shop');
  const chat = new ServerlessWebSocketApi(stack, 'Chat', {
    authorizer: Authorizer.request(makeFunction(stack, 'Authorize'), { identitySources: [RequestValue.query('user')] }),
    apiKeyRequired: true,
    apiKeySource: apigateway.ApiKeySourceType.AUTHORIZER,
    routeSelectionExpression: '$request.body.kind',
    stage: { name: 'live', variables: { motto: 'hello' } },
    connect: { handler: makeFunction(stack, 'Connect') },
    disconnect: { handler: makeFunction(stack, 'Disconnect') },
    defaultRoute: { backend: Backend.mock({ body: { message: 'what?' } }), reply: true },
    routes: {
      quiet: { handler: makeFunction(stack, 'Quiet') },
      echo: { handler: makeFunction(stack, 'Echo'), reply: true },
      custom: {
        backend: Backend.lambdaCustom(makeFunction(stack, 'Custom'), {
          request: {
            templates: {
              'application/json':
                '{"text":$input.json("$.text"),"user":"$context.authorizer.principalId","motto":"$stageVariables.motto"}',
            },
          },
          responses: [
            { status: 200, templates: { 'application/json': `{"said":$input.json('$.said')}` } },
            { status: 500, pattern: '.*bad.*', templates: { 'application/json': '{"error":"bad"}' } },
          ],
        }),
        reply: true,
      },
      server: {
        backend: Backend.httpCustom('https://rooms.example.com/{room}', {
          request: {
            path: { room: RequestValue.body('$.room') },
            headers: { 'X-User': RequestValue.context('authorizer.principalId') },
          },
        }),
        reply: true,
      },
      draw: {
        backend: Backend.mock({ body: { drawn: true } }),
        reply: true,
        requestBodies: { circle: { type: 'object', required: ['radius'] }, line: { type: 'object', required: ['to'] } },
        modelSelectionExpression: '$request.body.shape',
      },
      limited: {
        backend: Backend.mock({ body: { ok: true } }),
        reply: true,
        throttle: { rateLimit: 1, burstLimit: 1 },
      },
    },
  });
  chat.addUsagePlan('Gold').addKey('acme', { value: 'a-value-of-twenty-characters' });
  api = await LocalApi.of(stack);
  api.stubFunction('Shop/Authorize', (event: any) => ({
    principalId: event.queryStringParameters.user,
    usageIdentifierKey: event.queryStringParameters.user === 'keyless' ? 'none' : 'a-value-of-twenty-characters',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: event.queryStringParameters.user === 'mallory' ? 'Deny' : 'Allow',
          Resource: event.methodArn,
        },
      ],
    },
  }));
  api.stubFunction('Shop/Connect', (event: any) => ({
    statusCode: event.queryStringParameters.user === 'banned' ? 418 : 200,
  }));
  api.stubFunction('Shop/Disconnect', () => ({ statusCode: 200 }));
  api.stubFunction('Shop/Quiet', () => ({ statusCode: 200, body: 'nobody hears this' }));
  api.stubFunction('Shop/Echo', (event: any) => ({
    statusCode: 200,
    body: `${event.requestContext.routeKey}: ${event.body}`,
  }));
  api.stubFunction('Shop/Custom', (event: any) => {
    if (event.text === 'fail') throw new Error('a bad day');
    return { said: `${event.user}: ${event.motto}, ${event.text}` };
  });
  await api.stub('https://rooms.example.com', (request) => ({
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ path: request.path, user: new Headers(request.headers as any).get('x-user') }),
  }));
});

test('handshakes are answered by the authorizer, the key, and the connect handler in turn', async () => {
  const refused = (user?: string) =>
    api.connect({ query: user === undefined ? {} : { user } }).then(
      () => 'connected',
      ({ status }) => status,
    );
  expect(await refused()).toBe(401);
  expect(await refused('mallory')).toBe(403);
  expect(await refused('keyless')).toBe(403);
  expect(await refused('banned')).toBe(418);
  expect(await refused('alice')).toBe('connected');
});

test('messages go where they choose to, and answers come back from two-way routes only', async () => {
  const socket = await api.connect({ query: { user: 'alice' } });
  socket.send({ kind: 'quiet' });
  socket.send({ kind: 'echo', n: 1 });
  expect(await socket.receive()).toBe('echo: {"kind":"echo","n":1}');
  socket.send({ kind: 'nothing of this name' });
  expect(await socket.receiveJson()).toEqual({ message: 'what?' });
  socket.send('no JSON');
  expect(await socket.receiveJson()).toEqual({ message: 'what?' });
  await socket.close();
  expect(api.calls('Shop/Quiet')).toHaveLength(1);
});

test('templates make requests and answers, and patterns choose among answers', async () => {
  const socket = await api.connect({ query: { user: 'alice' } });
  socket.send({ kind: 'custom', text: 'world' });
  expect(await socket.receiveJson()).toEqual({ said: 'alice: hello, world' });
  socket.send({ kind: 'custom', text: 'fail' });
  expect(await socket.receiveJson()).toEqual({ error: 'bad' });
  await socket.close();
});

test('messages of one route have schemas of their own, and those without one are refused', async () => {
  const socket = await api.connect({ query: { user: 'alice' } });
  const answers: unknown[] = [];
  for (const message of [
    { shape: 'circle', radius: 1 },
    { shape: 'circle', to: [0, 1] },
    { shape: 'line', to: [0, 1] },
    {},
  ]) {
    socket.send({ kind: 'draw', ...message });
    answers.push(await socket.receiveJson());
  }
  const refused = expect.objectContaining({ message: 'Invalid request body' });
  expect(answers).toEqual([{ drawn: true }, refused, { drawn: true }, refused]);
  await socket.close();
});

test('an HTTP server gets parts of the message and of the connection', async () => {
  const socket = await api.connect({ query: { user: 'bob' } });
  socket.send({ kind: 'server', room: 'lobby' });
  expect(await socket.receiveJson()).toEqual({ path: '/lobby', user: 'bob' });
  await socket.close();
});

test('a route takes as much as it may', async () => {
  const socket = await api.connect({ query: { user: 'alice' } });
  socket.send({ kind: 'limited' });
  socket.send({ kind: 'limited' });
  const answers = [await socket.receiveJson(), await socket.receiveJson()];
  expect(answers).toContainEqual({ ok: true });
  expect(answers).toContainEqual(expect.objectContaining({ message: 'Too Many Requests' }));
  await socket.close();
});

function makeFunction(stack: Stack, id: string): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
}
