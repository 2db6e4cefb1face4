import { VpcLink } from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { Backend, DynamoDbBackend, type IBackend, PrivateLink, RequestValue } from '../../../lib';
import { makeFunction } from '../fixtures';
import { makeChat, open, resourcesIn } from './fixtures';

function integrationOf(makeBackend: (stack: Stack) => IBackend): { integration: any; responses: any[] } {
  const { chat, stack } = makeChat({ ...open, routes: {} });
  chat.addRoute('send', { backend: makeBackend(stack) });
  const [integration] = resourcesIn(stack, 'Integration');
  return {
    integration: integration.Properties,
    responses: resourcesIn(stack, 'IntegrationResponse').map(({ Properties }) => Properties),
  };
}

function refusalOf(backend: IBackend): () => void {
  const { chat } = makeChat({ ...open, routes: {} });
  return () => chat.addRoute('send', { backend });
}

test('a mock answers without a backend', () => {
  const { integration, responses } = integrationOf(() => Backend.mock({ body: { pong: true } }));
  expect(integration).toMatchObject({
    IntegrationType: 'MOCK',
    IntegrationUri: '',
    RequestTemplates: { $default: '{"statusCode":200}' },
    TemplateSelectionExpression: '\\$default',
  });
  expect(responses).toEqual([
    expect.objectContaining({
      IntegrationResponseKey: '$default',
      ResponseTemplates: { $default: '{"pong":true}' },
      TemplateSelectionExpression: '\\$default',
    }),
  ]);
});

test('an HTTP server gets the message as it is, or transformed', () => {
  const proxy = integrationOf(() =>
    Backend.httpProxy('https://a.example.com/in', { headers: { 'X-User': RequestValue.claim('sub') } }),
  );
  expect(proxy.integration).toMatchObject({
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'POST',
    IntegrationUri: 'https://a.example.com/in',
    RequestParameters: { 'integration.request.header.X-User': 'context.authorizer.sub' },
  });
  const custom = integrationOf(() =>
    Backend.httpCustom('https://a.example.com/{room}', {
      request: { path: { room: RequestValue.body('$.room') }, templates: { 'application/json': '{"a":1}' } },
      responses: [{ status: 200 }, { status: 502, pattern: '5\\d{2}', templates: { 'text/plain': 'failed' } }],
    }),
  );
  expect(custom.integration).toMatchObject({
    IntegrationType: 'HTTP',
    RequestParameters: { 'integration.request.path.room': 'route.request.body.room' },
    RequestTemplates: { $default: '{"a":1}' },
    PassthroughBehavior: 'NEVER',
  });
  expect(custom.responses).toEqual([
    expect.objectContaining({ IntegrationResponseKey: '$default' }),
    expect.objectContaining({ IntegrationResponseKey: '/5\\d{2}/', ResponseTemplates: { $default: 'failed' } }),
  ]);
});

test('a function may be called with a transformed message, and not waited for', () => {
  const { integration, responses } = integrationOf((stack) =>
    Backend.lambdaCustom(makeFunction(stack, 'Custom'), { asynchronous: true, timeout: Duration.seconds(3) }),
  );
  expect(integration).toMatchObject({
    IntegrationType: 'AWS',
    TimeoutInMillis: 3000,
    RequestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
  });
  expect(responses).toEqual([expect.objectContaining({ IntegrationResponseKey: '$default' })]);
});

test('a service of AWS is called with a role of the route', () => {
  const { chat, stack } = makeChat({ ...open, routes: {} });
  const table = new dynamodb.TableV2(stack, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  const route = chat.addRoute('store', {
    backend: DynamoDbBackend.putItem(table, {
      item: { id: RequestValue.context('connectionId'), text: RequestValue.body('$.text') },
    }),
  });
  const [{ Properties }] = resourcesIn(stack, 'Integration');
  expect(Properties).toMatchObject({ IntegrationType: 'AWS', CredentialsArn: { 'Fn::GetAtt': expect.anything() } });
  expect(JSON.stringify(Properties.RequestTemplates)).toMatch(/^\{"\$default":.*\$context\.connectionId/);
  expect(route.grantPrincipal).toBeDefined();
});

test('handshakes have headers and a query string, which messages have not', () => {
  const backend = () =>
    Backend.httpProxy('https://a.example.com', { query: { room: RequestValue.query('room') }, headers: {} });
  const { stack } = makeChat({ ...open, connect: { backend: backend() }, routes: {} });
  expect(resourcesIn(stack, 'Integration')[0].Properties.RequestParameters).toEqual({
    'integration.request.querystring.room': 'route.request.querystring.room',
  });
  expect(refusalOf(backend())).toThrow('only handshakes are requests: use RequestValue.body');
});

test('what only REST APIs can do is refused with the way out', () => {
  const { stack, handler } = makeChat();
  const text = (options: object) => refusalOf(Backend.httpProxy('https://a.example.com', options));
  expect(text({ skipCertificateCheck: true })).toThrow('skipCertificateCheck is for REST APIs');
  expect(text({ responseStreaming: true })).toThrow('responseStreaming is for REST APIs');
  expect(refusalOf(Backend.lambdaProxy(handler, { timeout: Duration.seconds(30) }))).toThrow(
    'route "send": timeout must be from 50 milliseconds to 29 seconds, got 30000 milliseconds',
  );
  expect(refusalOf(Backend.mock({ headers: { 'X-A': 'b' } }))).toThrow('messages have no headers');
  const two = { templates: { 'application/json': '{}', 'text/plain': 'x' } };
  expect(refusalOf(Backend.lambdaCustom(handler, { request: two }))).toThrow('a message has no content type: give one');
  const parameters = { templates: { 'application/json': "$input.params('a')" } };
  expect(refusalOf(Backend.lambdaCustom(handler, { request: parameters }))).toThrow('its template reads parameters');
  const link = PrivateLink.fromVpcLink(VpcLink.fromVpcLinkId(stack, 'Link', 'v'));
  expect(text({ vpcLink: link })).toThrow('a WebSocket API reaches a VPC through a function in it');
});

test('a route without function and role has no principal', () => {
  const { chat } = makeChat({ ...open });
  const route = chat.addRoute('ping', { backend: Backend.mock() });
  expect(() => route.grantPrincipal).toThrow('route "ping" has neither function nor role');
  expect(() => route.handler).toThrow('route "ping" is not answered by a function');
});
