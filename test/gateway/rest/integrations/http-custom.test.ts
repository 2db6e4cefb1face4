import { closeIdleConnections } from '../../../../lib/gateway/rest/integrations/http/client';
import { httpCustomIntegration } from '../../../../lib/gateway/rest/integrations/http-custom';
import { type CallOptions, integrationCall } from '../routed-call';
import { type Backend, startBackend } from './backend';

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend((request, response) => {
    const status = Number(/\d{3}$/.exec(request.url ?? '')?.[0] ?? 200);
    response.writeHead(status, ['X-App', '1', 'x-app', '2', 'Content-Type', 'application/json', 'Server', 's']);
    response.end('{"name":"Rex","größe":"é"}');
  });
});

afterAll(async () => {
  closeIdleConnections();
  await backend.close();
});

test('only what is mapped reaches the backend, with what the service adds', async () => {
  await custom('/', {
    method: 'POST',
    headers: [
      ['Content-Type', 'application/json'],
      ['X-Client', '1'],
      ['Accept', 'text/html'],
      ['X-Mapped', 'yes'],
    ],
    query: 'a=1&b=2',
    body: '{}',
    integration: {
      requestParameters: {
        'integration.request.header.X-To': 'method.request.header.X-Mapped',
        'integration.request.querystring.q': 'method.request.querystring.b',
      },
    },
  });
  const { target, headers, body } = last();
  expect(target).toBe('/?q=2');
  expect(headers).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': 'AmazonAPIGateway_abcdefghij',
    'x-to': 'yes',
    'x-amzn-trace-id': 'Root=1-00000000-000000000000000000000000',
  });
  expect(headers).not.toHaveProperty('x-client');
  expect(`${body}`).toBe('{}');
});

test('a template makes the body, and overrides change headers, query and path', async () => {
  await custom('/{id}', {
    method: 'POST',
    body: '{"x":1}',
    integration: {
      requestParameters: { 'integration.request.header.X-A': "'mapped'" },
      requestTemplates: {
        'application/json': [
          '#set($context.requestOverride.path.id = "overridden")',
          '#set($context.requestOverride.header.x-a = "template")',
          '#set($context.requestOverride.querystring.q = ["1", "2"])',
          '{"y":$input.json("$.x")}',
        ].join(''),
      },
    },
  });
  expect(last()).toMatchObject({ target: '/overridden?q=1&q=2', headers: { 'x-a': 'template' } });
  expect(`${last().body}`).toBe('{"y":1}');
});

test('the status of the backend selects the response, whose parameters and template make the answer', async () => {
  const answer = await custom('/404', {
    integration: {
      responses: [
        { statusCode: '200', responseParameters: {}, responseTemplates: {} },
        {
          statusCode: '410',
          selectionPattern: '4\\d{2}',
          responseParameters: {
            'method.response.header.one': 'integration.response.header.X-App',
            'method.response.header.size': 'integration.response.body.größe',
            'method.response.header.none': 'integration.response.header.x-APP',
          },
          responseTemplates: { 'application/json': '{"n":$input.json("$.name")}' },
        },
      ],
    },
  });
  expect(answer.status).toBe(410);
  expect(answer.headers).toEqual([
    ['one', '1'],
    ['size', Buffer.from('é').toString('latin1')],
    ['Content-Type', 'application/json'],
  ]);
  expect(`${answer.body}`).toBe('{"n":"Rex"}');
  expect(answer.report.status).toBe(404);
});

test('no template lets the body pass, without the headers of the backend', async () => {
  const answer = await custom('/500');
  expect(answer).toMatchObject({ status: 200, headers: [['Content-Type', 'application/json']] });
  expect(`${answer.body}`).toBe('{"name":"Rex","größe":"é"}');
});

test('a type that no template takes is refused where passing through is not allowed', async () => {
  const integration = { passthroughBehavior: 'NEVER', requestTemplates: { 'application/xml': '<x/>' } } as const;
  await expect(custom('/', { integration })).rejects.toMatchObject({ type: 'UNSUPPORTED_MEDIA_TYPE' });
});

function custom(path: string, options: CallOptions = {}) {
  const uri = backend.url + path;
  const integration = { httpMethod: 'POST', ...options.integration, type: 'HTTP', uri } as const;
  return httpCustomIntegration(integrationCall({ ...options, integration }));
}

function last() {
  const seen = backend.seen.at(-1);
  if (!seen) throw new Error('the backend was not called');
  return seen;
}
