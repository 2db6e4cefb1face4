import { once } from 'node:events';
import { connect } from 'node:net';
import { APIGatewayProxyWebsocketEventSchema } from '@aws-lambda-powertools/parser/schemas/api-gateway-websocket';
import { signRequest } from '../../../lib/gateway/authorizers';
import type { HeaderList } from '../../../lib/gateway/server/raw';
import {
  closeAll,
  integration,
  lambda,
  Recorder,
  route,
  serve,
  TWO_WAY,
  uriOf,
  webSocketApi,
  webSocketStage,
} from './chat';

afterEach(closeAll);

const ok = () => ({ statusCode: 200 });

const policy = (Effect: string, Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
});

describe('a handshake', () => {
  test('needs no $connect route', async () => {
    const { connect: dial, requests } = await serve(webSocketApi([route('$default', lambda('fn'), TWO_WAY)]), {
      fn: (event) => ({ body: event.requestContext.routeKey }),
    });
    const peer = await dial();
    expect(await peer.ask('x')).toBe('$default');
    expect(requests()[0]).toMatchObject({ method: 'CONNECT', path: '/dev', status: 200, decidedBy: 'route' });
  });

  test('is an event with headers and query, and without a body', async () => {
    const calls = new Recorder();
    const { connect: dial, origin } = await serve(
      webSocketApi([route('$connect', lambda('fn'))], {
        stages: [webSocketStage('dev', { variables: { color: 'blue' } })],
      }),
      { fn: calls.handler },
    );
    await dial({ path: '/dev?room=1&room=2&a=%20b', headers: { 'X-Twice': ['1', '2'], 'User-Agent': 'test/1' } });
    const [event] = calls.events;
    expect(event).toEqual({
      headers: expect.objectContaining({ Host: new URL(origin).host, 'X-Twice': '2', 'User-Agent': 'test/1' }),
      multiValueHeaders: expect.objectContaining({ 'X-Twice': ['1', '2'], 'Sec-WebSocket-Version': ['13'] }),
      queryStringParameters: { room: '2', a: ' b' },
      multiValueQueryStringParameters: { room: ['1', '2'], a: [' b'] },
      stageVariables: { color: 'blue' },
      requestContext: {
        routeKey: '$connect',
        eventType: 'CONNECT',
        extendedRequestId: expect.stringMatching(/^[\w-]{15}=$/),
        requestTime: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        messageDirection: 'IN',
        stage: 'dev',
        connectedAt: expect.any(Number),
        requestTimeEpoch: expect.any(Number),
        identity: { userAgent: 'test/1', sourceIp: '127.0.0.1' },
        requestId: event.requestContext.extendedRequestId,
        domainName: new URL(origin).host,
        connectionId: expect.stringMatching(/^[\w-]{15}=$/),
        apiId: 'wwwwwwwwww',
      },
      isBase64Encoded: false,
    });
    expect(Object.keys(event.headers)).not.toEqual(expect.arrayContaining(['Connection', 'Upgrade']));
    APIGatewayProxyWebsocketEventSchema.shape.requestContext.parse(event.requestContext);
  });

  test('without a query has no maps for it', async () => {
    const calls = new Recorder();
    const { connect: dial } = await serve(webSocketApi([route('$connect', lambda('fn'))]), { fn: calls.handler });
    await dial({ path: '/dev/' });
    expect(calls.events[0]).not.toHaveProperty('queryStringParameters');
    expect(calls.events[0]).not.toHaveProperty('stageVariables');
  });

  test.each([
    [
      'a status of its own',
      () => ({ statusCode: 418, body: 'no', headers: { 'Content-Type': 'text/plain' } }),
      418,
      'no',
    ],
    ['a redirect', () => ({ statusCode: 302 }), 302, ''],
  ])('is refused with the status of the backend: %s', async (_name, fn, status, body) => {
    const { refused } = await serve(webSocketApi([route('$connect', lambda('fn'))]), { fn });
    expect(await refused()).toMatchObject({ status, body });
  });

  test.each([
    ['throws', () => Promise.reject(new Error('x')), 502],
    ['answers nothing', () => undefined, 502],
    ['answers a text', () => 'ok', 502],
    ['answers a wrong status', () => ({ statusCode: 'good' }), 502],
  ])('fails when its function %s', async (_name, fn, status) => {
    const { refused, requests } = await serve(webSocketApi([route('$connect', lambda('fn'))]), { fn });
    const { body, headers, ...answer } = await refused();
    expect(answer.status).toBe(status);
    expect(body).toMatch(
      /^\{"message": "Internal server error", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
    );
    expect(headers['x-amzn-errortype']).toBe('InternalServerErrorException');
    expect(requests()[0]).toMatchObject({ status, decidedBy: 'integration', reason: expect.any(String) });
  });

  test.each([
    ['has no function', lambda('nobody'), 500],
    ['has no integration', undefined, 500],
  ])('fails when the route %s', async (_name, target, status) => {
    const { refused } = await serve(webSocketApi([route('$connect', target)]), {});
    expect((await refused()).status).toBe(status);
  });

  test('fails when the function does not permit the API to call it', async () => {
    const api = webSocketApi([route('$connect', lambda('fn'))]);
    const { refused, gateway } = await serve(api, { fn: ok });
    const [fn] = gateway.model.functions.values();
    const sourceArn = 'arn:aws:execute-api:us-east-1:123456789012:wwwwwwwwww/dev/$disconnect';
    const invokePermissions = [{ principal: 'apigateway.amazonaws.com', sourceArn }];
    await gateway.reload({ ...gateway.model, functions: new Map([[fn.arn, { ...fn, invokePermissions }]]) });
    expect((await refused()).status).toBe(500);
  });

  test.each([
    ['an unknown stage', '/prod'],
    ['something behind the stage', '/dev/room'],
    ['no stage', '/'],
  ])('to %s is forbidden', async (_name, path) => {
    const { refused, requests } = await serve(webSocketApi([route('$default', lambda('fn'))]), { fn: ok });
    const answer = await refused({ path });
    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'ForbiddenException' } });
    expect(requests()).toMatchObject([{ decidedBy: 'stage', status: 403 }]);
  });

  test('with a URL over 4,096 characters is too long', async () => {
    const { refused } = await serve(webSocketApi([route('$default', lambda('fn'))]), { fn: ok });
    expect((await refused({ path: `/dev?x=${'y'.repeat(4096)}` })).status).toBe(414);
  });

  test.each([
    ['another method', 'POST /dev HTTP/1.1', 'Upgrade: websocket', 400],
    ['another protocol', 'GET /dev HTTP/1.1', 'Upgrade: h2c', 400],
    ['no key', 'GET /dev HTTP/1.1', 'Upgrade: websocket', 400],
  ])('by %s is refused before any function runs', async (_name, line, upgrade, status) => {
    const calls = new Recorder();
    const { origin } = await serve(webSocketApi([route('$connect', lambda('fn'))]), { fn: calls.handler });
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write(`${line}\r\nHost: x\r\nConnection: Upgrade\r\n${upgrade}\r\nSec-WebSocket-Version: 13\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    socket.destroy();
    expect(String(answer)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(calls.events).toEqual([]);
  });

  test('is held until the backend has answered; what the client sends meanwhile arrives', async () => {
    const calls = new Recorder();
    let letIn: (value: unknown) => void = () => {};
    const answered = new Promise((resolve) => (letIn = resolve));
    const api = webSocketApi([route('$connect', lambda('slow')), route('$default', lambda('fn'))]);
    const { origin, events } = await serve(api, { slow: () => answered, fn: calls.handler });
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    const head = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
    const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
    socket.write(`GET /dev HTTP/1.1\r\n${head}\r\n${key}\r\n\r\n`);
    socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]));
    letIn({ statusCode: 200 });
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 101 /);
    expect(await calls.until(({ body }) => body === 'hi')).toBeDefined();
    expect(events.filter(({ event }) => event === 'error')).toEqual([]);
    socket.destroy();
  });

  test('of a client that leaves meanwhile is followed by its end', async () => {
    const calls = new Recorder();
    let letIn: (value: unknown) => void = () => {};
    const answered = new Promise((resolve) => (letIn = resolve));
    const api = webSocketApi([route('$connect', lambda('slow')), route('$disconnect', lambda('fn'))]);
    const slow = new Recorder(() => answered);
    const { origin } = await serve(api, { slow: slow.handler, fn: calls.handler });
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    const head = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
    socket.write(`GET /dev HTTP/1.1\r\n${head}\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`);
    const { requestContext } = await slow.until(() => true);
    socket.destroy();
    await once(socket, 'close');
    letIn({ statusCode: 200 });
    const end = await calls.until(() => true);
    expect(end.requestContext).toMatchObject({
      eventType: 'DISCONNECT',
      disconnectStatusCode: 1006,
      connectionId: requestContext.connectionId,
    });
  });
});

test('a custom domain leads to the stage of its base path', async () => {
  const domains = [{ domainName: 'ws.example.com', basePath: 'chat', apiId: 'wwwwwwwwww', stage: 'dev' }];
  const calls = new Recorder();
  const {
    connect: dial,
    refused,
    requests,
  } = await serve(webSocketApi([route('$connect', lambda('fn'))]), { fn: calls.handler }, { model: { domains } });
  await dial({ path: '/chat', headers: { Host: 'ws.example.com' } });
  expect(calls.events[0].requestContext).toMatchObject({ domainName: 'ws.example.com', stage: 'dev' });
  expect((await refused({ path: '/dev', headers: { Host: 'ws.example.com' } })).status).toBe(403);
  expect(requests().at(-1)).toMatchObject({ decidedBy: 'host' });
});

test('who is denied stands in the access log', async () => {
  const authorizer = { id: 'auth01', name: 'guard', uri: uriOf('auth'), identitySources: [] };
  const format = '$context.status $context.authorizer.principalId $context.error.responseType';
  const api = webSocketApi([route('$connect', lambda('fn'), { authorizationType: 'CUSTOM', authorizer })], {
    stages: [webSocketStage('dev', { accessLog: { destinationArn: 'arn:logs', format } })],
  });
  const auth = (event: any) => ({ principalId: 'eve', policyDocument: policy('Deny', event.methodArn) });
  const { refused, events } = await serve(api, { auth, fn: ok }, { options: { verbose: true } });
  const { headers } = await refused();
  expect(headers).toMatchObject({
    'x-amzn-requestid': expect.any(String),
    'x-amz-apigw-id': expect.any(String),
    'x-gatehouse-decided-by': 'authorize',
  });
  expect(events).toContainEqual(expect.objectContaining({ line: '403 eve ACCESS_DENIED' }));
});

describe('a subprotocol', () => {
  const api = webSocketApi([route('$connect', lambda('fn'))]);

  test('is the one that the backend chose', async () => {
    const { connect: dial } = await serve(api, {
      fn: () => ({ statusCode: 200, headers: { 'sec-websocket-protocol': 'b' } }),
    });
    expect((await dial({ protocols: ['a', 'b'] })).socket.protocol).toBe('b');
  });

  test('is not agreed on when the backend says nothing', async () => {
    const { origin } = await serve(api, { fn: ok });
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(`${origin}/dev`, ['a']);
    const [error] = await once(socket, 'error');
    expect(error.message).toBe('Server sent no subprotocol');
  });
});

describe('required parameters', () => {
  const api = webSocketApi([
    route('$connect', lambda('fn'), {
      requestParameters: {
        'route.request.querystring.room': true,
        'route.request.header.X-Name': true,
        'route.request.querystring.other': false,
      },
    }),
  ]);

  test('are refused by name where they are missing or blank', async () => {
    const { refused } = await serve(api, { fn: ok });
    const answer = await refused({ path: '/dev?room=%20' });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).message).toBe('Missing required request parameters: [X-Name, room]');
  });

  test('let a client in that brings them', async () => {
    const { connect: dial } = await serve(api, { fn: ok });
    await dial({ path: '/dev?room=1', headers: { 'x-name': 'a' } });
  });
});

describe('a Lambda authorizer', () => {
  const authorizer = {
    id: 'auth01',
    name: 'guard',
    uri: uriOf('auth'),
    identitySources: ['route.request.querystring.token'],
  };
  const api = webSocketApi([
    route('$connect', lambda('fn'), { authorizationType: 'CUSTOM', authorizer }),
    route('$default', lambda('echo'), TWO_WAY),
  ]);
  const echo = (event: any) => ({ body: JSON.stringify(event.requestContext.authorizer) });

  test('is told of the handshake, and its answer stays with the connection', async () => {
    const auth = new Recorder((event) => ({
      principalId: 'alice',
      policyDocument: policy('Allow', event.methodArn),
      context: { level: 3, on: true },
    }));
    const fn = new Recorder();
    const { connect: dial } = await serve(api, { auth: auth.handler, fn: fn.handler, echo });
    const peer = await dial({ path: '/dev?token=t' });
    expect(auth.events[0]).toMatchObject({
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:us-east-1:123456789012:wwwwwwwwww/dev/$connect',
      queryStringParameters: { token: 't' },
      stageVariables: {},
      requestContext: { routeKey: '$connect', eventType: 'CONNECT', identity: { sourceIp: '127.0.0.1' } },
    });
    expect(auth.events[0]).not.toHaveProperty('pathParameters');
    const known = { principalId: 'alice', level: '3', on: 'true', integrationLatency: expect.any(Number) };
    expect(fn.events[0].requestContext.authorizer).toEqual(known);
    expect(JSON.parse(await peer.ask('x'))).toEqual(known);
  });

  test.each([
    ['no identity source', '/dev', () => ({}), 401, 'UnauthorizedException'],
    ['an explicit deny', '/dev?token=t', (e: any) => answerOf('Deny', e.methodArn), 403, 'AccessDeniedException'],
    ['a policy for something else', '/dev?token=t', () => answerOf('Allow', 'arn:aws:x'), 403, 'AccessDeniedException'],
    [
      'the word Unauthorized',
      '/dev?token=t',
      () => Promise.reject(new Error('Unauthorized')),
      401,
      'UnauthorizedException',
    ],
    ['a crash', '/dev?token=t', () => Promise.reject(new Error('boom')), 500, 'AuthorizerConfigurationException'],
    ['no policy', '/dev?token=t', () => ({ principalId: 'a' }), 500, 'AuthorizerConfigurationException'],
    [
      'too much',
      '/dev?token=t',
      () => ({ ...answerOf('Allow', '*'), context: { x: 'y'.repeat(9000) } }),
      500,
      'AuthorizerConfigurationException',
    ],
  ])('refuses with %s', async (_name, path, auth, status, errorType) => {
    const calls = new Recorder();
    const { refused, requests } = await serve(api, { auth, fn: calls.handler, echo });
    expect(await refused({ path })).toMatchObject({ status, headers: { 'x-amzn-errortype': errorType } });
    expect(calls.events).toEqual([]);
    expect(requests()[0]).toMatchObject({ decidedBy: 'authorize', status });
  });

  function answerOf(effect: string, resource: string) {
    return { principalId: 'u', policyDocument: policy(effect, resource) };
  }
});

describe('IAM', () => {
  const api = webSocketApi([
    route('$connect', lambda('fn'), { authorizationType: 'AWS_IAM' }),
    route('$default', lambda('echo'), TWO_WAY),
  ]);
  const echo = (event: any) => ({ body: JSON.stringify(event.requestContext.identity) });

  test('lets in who signed, and knows them from then on', async () => {
    const { connect: dial, gateway, origin } = await serve(api, { fn: ok, echo });
    const { host } = new URL(origin);
    const signed = signRequest(
      { method: 'GET', target: '/dev', headers: [['Host', host]], body: Buffer.alloc(0) },
      { service: 'execute-api', region: 'us-east-1', credentials: gateway.credentials, now: Date.now() },
    ) as HeaderList;
    const peer = await dial({ headers: Object.fromEntries(signed.filter(([name]) => name !== 'Host')) });
    expect(JSON.parse(await peer.ask('x'))).toMatchObject({
      userArn: gateway.credentials.userArn,
      sourceIp: '127.0.0.1',
    });
  });

  test('refuses who did not sign', async () => {
    const { refused } = await serve(api, { fn: ok, echo });
    const answer = await refused();
    expect(answer).toMatchObject({
      status: 403,
      headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
    });
    expect(JSON.parse(answer.body).message).toBe('Missing Authentication Token');
  });
});

describe('an API key', () => {
  const origin = { stack: 'S', logicalId: 'K', path: 'S/K', region: 'us-east-1', accountId: '123456789012' };
  const key = { origin, id: 'key01', name: 'mobile', value: 'k'.repeat(30), enabled: true };
  const plan = {
    origin,
    id: 'plan01',
    name: 'basic',
    stages: [{ apiId: 'wwwwwwwwww', stage: 'dev', throttle: {} }],
    keyIds: ['key01'],
    quota: { limit: 3, offset: 0, period: 'DAY' as const },
  };
  const model = { apiKeys: [key], usagePlans: [plan] };
  const keyed = { apiKeyRequired: true };
  const api = webSocketApi([
    route('$connect', lambda('fn'), keyed),
    route('free', lambda('fn'), TWO_WAY),
    route('$default', lambda('fn'), { ...TWO_WAY, ...keyed }),
  ]);
  const fn = () => ({ statusCode: 200, body: 'ok' });

  test('must be among those of a plan of the stage', async () => {
    const { refused } = await serve(api, { fn }, { model });
    expect((await refused()).status).toBe(403);
    const answer = await refused({ headers: { 'x-api-key': 'wrong' } });
    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'ForbiddenException' } });
  });

  test('counts against its quota wherever a route requires it', async () => {
    const { connect: dial } = await serve(api, { fn }, { model });
    const peer = await dial({ headers: { 'x-api-key': key.value } });
    expect(await peer.ask('1')).toBe('ok');
    expect(await peer.ask({ action: 'free' })).toBe('ok');
    expect(await peer.ask('2')).toBe('ok');
    expect(JSON.parse(await peer.ask('3'))).toMatchObject({ message: 'Limit Exceeded' });
  });

  test('may come from the authorizer', async () => {
    const authorizer = { id: 'auth01', name: 'guard', uri: uriOf('auth'), identitySources: [] };
    const byAuthorizer = webSocketApi(
      [route('$connect', lambda('fn'), { ...keyed, authorizationType: 'CUSTOM', authorizer })],
      { apiKeySelectionExpression: '$context.authorizer.usageIdentifierKey' },
    );
    const auth = (event: any) => ({
      principalId: 'a',
      policyDocument: policy('Allow', event.methodArn),
      usageIdentifierKey: key.value,
    });
    const { connect: dial } = await serve(byAuthorizer, { fn, auth }, { model });
    await dial();
  });
});

describe('throttling', () => {
  test('refuses handshakes beyond the limit of the route', async () => {
    const stage = webSocketStage('dev', {
      routeSettings: { $connect: { throttlingRateLimit: 1, throttlingBurstLimit: 1 } },
    });
    const { connect: dial, refused } = await serve(
      webSocketApi([route('$connect', lambda('fn'))], { stages: [stage] }),
      {
        fn: ok,
      },
    );
    await dial();
    expect(await refused()).toMatchObject({ status: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException' } });
  });
});

describe('other backends of $connect', () => {
  test('a MOCK lets in with the status of its template', async () => {
    const mock = (status: number) =>
      integration('MOCK', '', { requestTemplates: { $default: `{"statusCode": ${status}}` } });
    const good = await serve(webSocketApi([route('$connect', mock(200))]), {});
    await good.connect();
    const bad = await serve(webSocketApi([route('$connect', mock(403))]), {});
    expect((await bad.refused()).status).toBe(403);
  });
});
