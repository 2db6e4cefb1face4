import { type Backend, startBackend } from '../../rest/integrations/backend';
import { closeAll, integration, lambda, route, serve, TWO_WAY, uriOf, webSocketApi, webSocketStage } from '../chat';
import type { WebSocketIntegrationModel } from '../../../../lib/gateway/model';

let backend: Backend;

beforeEach(async () => {
  backend = await startBackend((request, response, body) => {
    const status = Number(/status=(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
    response.writeHead(status, { 'Content-Type': 'application/json', 'X-Kind': 'short' });
    response.end(JSON.stringify({ echo: body.toString('utf8') }));
  });
});

afterEach(async () => {
  await closeAll();
  await backend.close();
});

type More = Partial<WebSocketIntegrationModel>;
type Response = WebSocketIntegrationModel['responses'][number];

const response = (key: string, more: Partial<Response> = {}): Response => ({
  key,
  responseParameters: {},
  responseTemplates: {},
  ...more,
});

/** Serves one two-way route before a backend, and asks it. */
async function ask(target: WebSocketIntegrationModel, message: unknown, handlers = {}): Promise<string> {
  const api = webSocketApi([route('$default', target, TWO_WAY)], {
    stages: [webSocketStage('dev', { variables: { color: 'blue', host: new URL(backend.url).host } })],
  });
  const { connect } = await serve(api, handlers);
  return (await connect()).ask(message);
}

describe('HTTP_PROXY', () => {
  const proxy = (path: string, more: More = {}) =>
    integration('HTTP_PROXY', `http://\${stageVariables.host}${path}`, { httpMethod: 'POST', ...more });

  test('sends the message, and answers with what came back', async () => {
    const requestParameters = {
      'integration.request.header.connectionId': 'context.connectionId',
      'integration.request.header.X-Room': 'route.request.body.room',
      'integration.request.querystring.color': 'stageVariables.color',
      'integration.request.path.id': "'a b'",
    };
    const message = '{"room":"r1"}';
    const reply = await ask(proxy('/{id}', { requestParameters }), message).catch((error) => error.message);
    expect(reply).toContain('Internal server error');
    requestParameters['integration.request.path.id'] = "'ab'";
    const target = proxy('/{id}', { requestParameters: { ...requestParameters } });
    expect(await ask(target, message)).toBe(JSON.stringify({ echo: message }));
    expect(backend.seen[0]).toMatchObject({
      method: 'POST',
      target: '/ab?color=blue',
      headers: {
        connectionid: expect.stringMatching(/^[\w-]{15}=$/),
        'x-room': 'r1',
        'content-type': 'application/json',
        'user-agent': 'AmazonAPIGateway_wwwwwwwwww',
      },
    });
  });

  test('answers with the body of a failure', async () => {
    expect(await ask(proxy('/?status=500'), 'x')).toBe('{"echo":"x"}');
  });

  test('passes a handshake on with its query and headers, and takes its status', async () => {
    const { origin, connect, refused } = await serve(
      webSocketApi([route('$connect', integration('HTTP_PROXY', `${backend.url}/in`, { httpMethod: 'POST' }))]),
      {},
    );
    await connect({ path: '/dev?room=1', headers: { 'X-Name': 'ann' } });
    expect(backend.seen[0]).toMatchObject({
      target: '/in?room=1',
      headers: { 'x-name': 'ann', 'x-forwarded-for': '127.0.0.1', host: new URL(backend.url).host },
    });
    expect(backend.seen[0].headers).not.toHaveProperty('upgrade');
    expect(origin).toBeDefined();
    expect((await refused({ path: '/dev?status=401' })).status).toBe(401);
  });

  test('is an error for a backend that is not there', async () => {
    const gone = integration('HTTP_PROXY', 'http://127.0.0.1:1/', { httpMethod: 'POST' });
    expect(JSON.parse(await ask(gone, 'x')).message).toBe('Network error communicating with endpoint');
  });
});

describe('HTTP', () => {
  const custom = (more: More = {}, path = '/') =>
    integration('HTTP', `${backend.url}${path}`, { httpMethod: 'PUT', responses: [response('$default')], ...more });

  test('sends what the selected template makes', async () => {
    const requestTemplates = {
      join: '{"room": "$input.path(\'$.room\')", "by": "$context.connectionId", "color": "$stageVariables.color"}',
      $default: 'other',
    };
    const templateSelectionExpression = '$request.body.action';
    const target = custom({ requestTemplates, templateSelectionExpression });
    const reply = JSON.parse(await ask(target, { action: 'join', room: 'r1' }));
    expect(JSON.parse(reply.echo)).toEqual({ room: 'r1', by: expect.stringMatching(/=$/), color: 'blue' });
    expect(backend.seen[0].method).toBe('PUT');
    expect(JSON.parse(await ask(target, { action: 'leave' }))).toEqual({ echo: 'other' });
  });

  test('takes a template for JSON where nothing selects another', async () => {
    const requestTemplates = { 'application/json': 'as JSON' };
    expect(JSON.parse(await ask(custom({ requestTemplates }), 'x'))).toEqual({ echo: 'as JSON' });
  });

  test('passes the message where no template fits, if that is allowed', async () => {
    const requestTemplates = { join: 'x' };
    const templateSelectionExpression = '$request.body.action';
    const passing = custom({ requestTemplates, templateSelectionExpression });
    expect(JSON.parse(await ask(passing, '{"a":1}'))).toEqual({ echo: '{"a":1}' });
    for (const passthroughBehavior of ['NEVER', 'WHEN_NO_TEMPLATES'] as const) {
      const reply = await ask(custom({ requestTemplates, templateSelectionExpression, passthroughBehavior }), '{}');
      expect(JSON.parse(reply).message).toBe('Unsupported Media Type');
    }
  });

  test('answers by the response whose pattern fits the status', async () => {
    const responses = [
      response('$default', { responseTemplates: { $default: 'fine' } }),
      response('/4\\d{2}/', { responseTemplates: { $default: "bad: $input.path('$.echo')" } }),
    ];
    expect(await ask(custom({ responses }), 'x')).toBe('fine');
    expect(await ask(custom({ responses }, '/?status=404'), 'x')).toBe('bad: x');
  });

  test('selects the response template by what came back', async () => {
    const responses = [
      response('$default', {
        templateSelectionExpression: '$integration.response.header.x-kind',
        responseTemplates: { short: 'brief', long: 'at length' },
      }),
    ];
    expect(await ask(custom({ responses }), 'x')).toBe('brief');
  });

  test('converts from and to base64', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0xfe]);
    const binary = custom({
      contentHandling: 'CONVERT_TO_BINARY',
      responses: [response('$default', { contentHandling: 'CONVERT_TO_TEXT' })],
    });
    const reply = await ask(binary, bytes.toString('base64'));
    expect(backend.seen[0].body).toEqual(bytes);
    expect(Buffer.from(reply, 'base64').toString()).toMatch(/^\{"echo"/);
  });

  test('says nothing without an integration response', async () => {
    const api = webSocketApi([
      route('quiet', custom({ responses: [] }), TWO_WAY),
      route('$default', lambda('fn'), TWO_WAY),
    ]);
    const { connect } = await serve(api, { fn: () => ({ body: 'done' }) });
    const peer = await connect();
    peer.send({ action: 'quiet' });
    while (backend.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await peer.ask('x')).toBe('done');
  });

  test('is an error for a template that fails', async () => {
    expect(await ask(custom({ requestTemplates: { $default: '#if(' } }), 'x')).toContain('Internal server error');
  });

  test('goes where --upstream says', async () => {
    const target = integration('HTTP', 'https://rooms.example.com/v1', {
      httpMethod: 'POST',
      responses: [response('$default')],
    });
    const { connect } = await serve(
      webSocketApi([route('$default', target, TWO_WAY)]),
      {},
      { options: { upstreams: { 'https://rooms.example.com': backend.url } } },
    );
    expect(await (await connect()).ask('x')).toBe('{"echo":"x"}');
    expect(backend.seen[0].target).toBe('/v1');
  });
});

describe('AWS with a function', () => {
  const custom = (more: More = {}) =>
    integration('AWS', uriOf('fn'), { httpMethod: 'POST', responses: [response('$default')], ...more });

  test('gives it what the template makes, and answers what it returned', async () => {
    const target = custom({ requestTemplates: { $default: '{"said": $input.json(\'$.text\')}' } });
    expect(await ask(target, { text: 'hi' }, { fn: (event: unknown) => ({ got: event }) })).toBe(
      '{"got":{"said":"hi"}}',
    );
  });

  test('selects by the message of its error', async () => {
    const responses = [
      response('/.*no room.*/', { responseTemplates: { $default: "sorry: $input.path('$.errorMessage')" } }),
    ];
    const fn = () => Promise.reject(new Error('there is no room'));
    expect(await ask(custom({ responses }), '{}', { fn })).toBe('sorry: there is no room');
    const other = () => Promise.reject(new Error('boom'));
    expect(await ask(custom({ responses }), '{}', { fn: other })).toContain('Internal server error');
  });

  test('lets a handshake in when it does not fail', async () => {
    const api = webSocketApi([route('$connect', custom())]);
    await (await serve(api, { fn: () => 'anything' })).connect();
    const failing = await serve(api, { fn: () => Promise.reject(new Error('x')) });
    expect((await failing.refused()).status).toBe(502);
  });
});

describe('AWS with another service', () => {
  const uri = 'arn:aws:apigateway:us-east-1:sqs:path/123456789012/queue';

  test('sends a signed request to its endpoint', async () => {
    const target = integration('AWS', uri, {
      httpMethod: 'POST',
      credentials: 'arn:aws:iam::123456789012:role/r',
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      requestTemplates: { $default: 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
      responses: [response('$default', { responseTemplates: { $default: 'queued' } })],
    });
    const { connect } = await serve(
      webSocketApi([route('$default', target, TWO_WAY)]),
      {},
      { options: { environment: { AWS_ENDPOINT_URL_SQS: backend.url } } },
    );
    expect(await (await connect()).ask('a b')).toBe('queued');
    expect(backend.seen[0]).toMatchObject({
      target: '/123456789012/queue',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: expect.stringContaining('/us-east-1/sqs/aws4_request'),
      },
    });
    expect(String(backend.seen[0].body)).toBe('Action=SendMessage&MessageBody=a+b');
  });

  test('is an error where nothing answers for it', async () => {
    expect(await ask(integration('AWS', uri, { httpMethod: 'POST' }), 'x')).toContain('Internal server error');
  });
});

describe('MOCK', () => {
  test('answers by the status of its template', async () => {
    const target = integration('MOCK', '', {
      requestTemplates: { '200': '{"statusCode": 200}' },
      templateSelectionExpression: '200',
      responses: [
        response('$default', {
          responseTemplates: { '200': '{"pong": "$context.routeKey"}' },
          templateSelectionExpression: '200',
        }),
      ],
    });
    expect(await ask(target, 'x')).toBe('{"pong": "$default"}');
  });

  test('needs a status', async () => {
    expect(await ask(integration('MOCK', ''), 'x')).toContain('Internal server error');
  });
});
