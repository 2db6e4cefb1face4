import { APIGatewayProxyWebsocketEventSchema } from '@aws-lambda-powertools/parser/schemas/api-gateway-websocket';
import { closeAll, lambda, Recorder, route, serve, TWO_WAY, webSocketApi, webSocketStage } from './chat';

afterEach(closeAll);

describe('a message', () => {
  test('is an event with a body, and without headers', async () => {
    const calls = new Recorder((event) => ({ statusCode: 200, body: event.body }));
    const api = webSocketApi([route('join', lambda('fn'), TWO_WAY)], {
      stages: [webSocketStage('dev', { variables: { color: 'blue' } })],
    });
    const { connect } = await serve(api, { fn: calls.handler });
    const peer = await connect();
    await peer.ask({ action: 'join' });
    const [event] = calls.events;
    expect(event).toEqual({
      stageVariables: { color: 'blue' },
      requestContext: expect.objectContaining({
        routeKey: 'join',
        eventType: 'MESSAGE',
        messageDirection: 'IN',
        messageId: expect.stringMatching(/^[\w-]{15}=$/),
        requestId: event.requestContext.extendedRequestId,
      }),
      body: '{"action":"join"}',
      isBase64Encoded: false,
    });
    expect(event.requestContext).not.toHaveProperty('authorizer');
    APIGatewayProxyWebsocketEventSchema.shape.requestContext.parse(event.requestContext);
  });

  test('goes to the route that its body names, else to $default', async () => {
    const fn = (event: any) => ({ body: event.requestContext.routeKey });
    const api = webSocketApi(['join', '$default', '$connect'].map((key) => route(key, lambda('fn'), TWO_WAY)));
    const { connect } = await serve(api, { fn: (event) => ({ statusCode: 200, ...fn(event) }) });
    const peer = await connect();
    expect(await peer.ask({ action: 'join' })).toBe('join');
    expect(await peer.ask({ action: 'other' })).toBe('$default');
    expect(await peer.ask({ action: '$connect' })).toBe('$default');
    expect(await peer.ask({})).toBe('$default');
    expect(await peer.ask('no json')).toBe('$default');
    expect(await peer.ask('"join"')).toBe('$default');
  });

  test('without a route is forbidden, and the connection stays', async () => {
    const api = webSocketApi([route('join', lambda('fn'), TWO_WAY)]);
    const { connect, requests } = await serve(api, { fn: () => ({ body: 'in' }) });
    const peer = await connect();
    expect(await peer.ask('x')).toMatch(
      /^\{"message": "Forbidden", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
    );
    expect(await peer.ask({ action: 'join' })).toBe('in');
    expect(requests()[1]).toMatchObject({ method: 'MESSAGE', decidedBy: 'route', status: 403 });
  });

  test.each([
    ['throws', () => Promise.reject(new Error('x'))],
    ['is none', undefined],
  ])('is answered with an error frame when its function %s, on a one-way route too', async (_name, fn) => {
    const { connect } = await serve(webSocketApi([route('$default', lambda('fn'))]), fn ? { fn } : {});
    const peer = await connect();
    expect(await peer.ask('x')).toMatch(/^\{"message": "Internal server error", "connectionId":/);
  });

  test('that takes longer than its integration allows is answered with an error frame', async () => {
    const slow = lambda('fn', { timeoutMs: 50 });
    const { connect, requests } = await serve(webSocketApi([route('$default', slow, TWO_WAY)]), {
      fn: () => new Promise(() => {}),
    });
    const peer = await connect();
    expect(JSON.parse(await peer.ask('x')).message).toBe('Endpoint request timed out');
    expect(requests()[1]).toMatchObject({ status: 504, reason: expect.stringContaining('50 ms') });
  });
});

describe('a reply', () => {
  test.each([
    ['the body', { statusCode: 200, body: 'hello' }, 'hello'],
    ['the body of an answer that says it failed', { statusCode: 500, body: 'no' }, 'no'],
    ['all of an answer without a body', { statusCode: 200 }, '{"statusCode":200}'],
    ['a text', 'hello', '"hello"'],
    ['JSON of a body that is no text', { body: { a: 1 } }, '{"a":1}'],
    ['nothing', undefined, 'null'],
  ])('is %s', async (_name, result, text) => {
    const { connect } = await serve(webSocketApi([route('$default', lambda('fn'), TWO_WAY)]), { fn: () => result });
    const peer = await connect();
    expect(await peer.ask('x')).toBe(text);
  });

  test.each([
    ['a route response', { routeResponseSelectionExpression: '$default' }],
    ['an expression that selects it', { hasRouteResponse: true }],
  ])('needs %s', async (_name, half) => {
    const api = webSocketApi([route('quiet', lambda('fn'), half), route('$default', lambda('fn'), TWO_WAY)]);
    const { connect } = await serve(api, { fn: (event) => ({ body: event.requestContext.routeKey }) });
    const peer = await connect();
    peer.send({ action: 'quiet' });
    expect(await peer.ask('x')).toBe('$default');
  });

  test('over 128 KB is an error', async () => {
    const { connect } = await serve(webSocketApi([route('$default', lambda('fn'), TWO_WAY)]), {
      fn: (event) => ({ body: 'x'.repeat(128 * 1024 + Number(event.body)) }),
    });
    const peer = await connect();
    expect((await peer.ask('0')).length).toBe(128 * 1024);
    expect(await peer.ask('1')).toContain('Internal server error');
  });
});

describe('a model', () => {
  const schemas = {
    Join: { type: 'object', required: ['room'], properties: { room: { type: 'string' } } },
    Any: { type: 'object' },
  };
  const validated = (requestModels: Record<string, string>) =>
    webSocketApi(
      [
        route('$default', lambda('fn'), {
          ...TWO_WAY,
          modelSelectionExpression: '$request.body.kind',
          requestModels,
        }),
      ],
      { schemas },
    );
  const fn = () => ({ body: 'ok' });

  test('is selected by the message, and refuses what does not fit', async () => {
    const { connect, requests } = await serve(validated({ join: 'Join', $default: 'Any' }), { fn });
    const peer = await connect();
    expect(await peer.ask({ kind: 'join', room: 'a' })).toBe('ok');
    expect(await peer.ask({ kind: 'other' })).toBe('ok');
    expect(JSON.parse(await peer.ask({ kind: 'join' }))).toMatchObject({ message: 'Invalid request body' });
    expect(requests().at(-1)).toMatchObject({
      status: 400,
      decidedBy: 'model',
      reason: expect.stringContaining('room'),
    });
  });

  test('that is missing for a message refuses it', async () => {
    const { connect } = await serve(validated({ join: 'Join' }), { fn });
    const peer = await connect();
    expect(JSON.parse(await peer.ask({ kind: 'other' }))).toMatchObject({ message: 'Invalid request body' });
  });

  test('refuses what is no JSON', async () => {
    const { connect } = await serve(validated({ $default: 'Any' }), { fn });
    const peer = await connect();
    expect(JSON.parse(await peer.ask('{'))).toMatchObject({ message: 'Invalid request body' });
  });
});

test('messages beyond the limit of their route are refused, and other routes are not', async () => {
  const stage = webSocketStage('dev', {
    routeSettings: { join: { throttlingRateLimit: 1, throttlingBurstLimit: 2 } },
  });
  const api = webSocketApi([route('join', lambda('fn'), TWO_WAY), route('$default', lambda('fn'), TWO_WAY)], {
    stages: [stage],
  });
  const { connect } = await serve(api, { fn: () => ({ body: 'ok' }) });
  const peer = await connect();
  expect(await peer.ask({ action: 'join' })).toBe('ok');
  expect(await peer.ask({ action: 'join' })).toBe('ok');
  expect(JSON.parse(await peer.ask({ action: 'join' }))).toMatchObject({ message: 'Too Many Requests' });
  expect(await peer.ask('x')).toBe('ok');
});

test('what happens is logged in the stage’s own format, one line each', async () => {
  const format =
    '$context.eventType $context.routeKey $context.status $context.error.message $context.integrationStatus $context.messageId';
  const stage = webSocketStage('dev', { accessLog: { destinationArn: 'arn:logs', format } });
  const api = webSocketApi([route('join', lambda('fn'))], { stages: [stage] });
  const { connect, events } = await serve(api, { fn: () => ({ statusCode: 200 }) });
  const peer = await connect();
  await peer.ask('x');
  peer.send({ action: 'join' });
  await peer.ask('y');
  await peer.close();
  const lines = () => events.flatMap((event) => (event.event === 'access-log' ? [event.line] : []));
  while (lines().length < 5) await new Promise((resolve) => setImmediate(resolve));
  expect(lines().sort()).toEqual([
    'CONNECT $connect 200 - - -',
    'DISCONNECT $disconnect 200 - - -',
    expect.stringMatching(/^MESSAGE - 403 Forbidden - \S{16}$/),
    expect.stringMatching(/^MESSAGE - 403 Forbidden - \S{16}$/),
    expect.stringMatching(/^MESSAGE join 200 - 200 \S{16}$/),
  ]);
});

test('traces say what was sent and answered', async () => {
  const api = webSocketApi([route('$default', lambda('fn'), TWO_WAY)]);
  const { connect, requests } = await serve(api, { fn: () => ({ body: 'hello' }) }, { options: { verbose: true } });
  const peer = await connect();
  await peer.ask('x');
  expect(requests()[1]).toMatchObject({
    trace: [
      { stage: 'route', text: '$default' },
      { stage: 'integration request', text: expect.stringContaining('"body":"x"') },
      { stage: 'integration response', text: '{"body":"hello"}' },
    ],
  });
});
