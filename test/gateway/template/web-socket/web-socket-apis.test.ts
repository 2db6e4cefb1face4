import type { WebSocketApiModel } from '../../../../lib/gateway/model';
import { faultsOf, loadResources } from '../assembly-writer';

const ApiId = { Ref: 'Api' };
const uri =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations';
const v2 = (type: string, Properties: Record<string, unknown>) => ({
  Type: `AWS::ApiGatewayV2::${type}`,
  Properties: { ApiId, ...Properties },
});
const resources = (more: Record<string, unknown> = {}) => ({
  Api: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: 'chat', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
  },
  Integration: v2('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: uri, IntegrationMethod: 'POST' }),
  Send: v2('Route', { RouteKey: 'send', Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] } }),
  Stage: v2('Stage', { StageName: 'dev', AutoDeploy: true }),
  ...more,
});
const load = (more = {}): WebSocketApiModel => loadResources(resources(more)).webSocketApis[0];

describe('a WebSocket API', () => {
  test('has routes with their integration, one for many', () => {
    const api = load({
      Default: v2('Route', { RouteKey: '$default', Target: { 'Fn::Sub': 'integrations/${Integration}' } }),
    });
    expect(api).toMatchObject({
      name: 'chat',
      routeSelectionExpression: '$request.body.action',
      apiKeySelectionExpression: '$request.header.x-api-key',
    });
    expect(Object.keys(api.routes)).toEqual(['send', '$default']);
    expect(api.routes.send).toMatchObject({
      authorizationType: 'NONE',
      hasRouteResponse: false,
      integration: { type: 'AWS_PROXY', uri, timeoutMs: 29_000 },
    });
    expect(api.routes.send.integration).toEqual(api.routes.$default.integration);
    expect(api.stages).toMatchObject([{ name: 'dev', deploymentId: expect.stringMatching(/^[a-z0-9]{6}$/) }]);
  });

  test('has two-way routes with templates, models and responses', () => {
    const { routes, schemas } = load({
      Integration: v2('Integration', {
        IntegrationType: 'HTTP',
        IntegrationUri: 'https://example.com',
        IntegrationMethod: 'post',
        RequestTemplates: { $default: '{}' },
        TemplateSelectionExpression: '\\$default',
        PassthroughBehavior: 'NEVER',
      }),
      Answer: v2('IntegrationResponse', {
        IntegrationId: { Ref: 'Integration' },
        IntegrationResponseKey: '/4\\d{2}/',
        ResponseTemplates: { $default: 'no' },
      }),
      Model: v2('Model', { Name: 'Message', Schema: { type: 'object' } }),
      Send: v2('Route', {
        RouteKey: 'send',
        Target: { 'Fn::Sub': 'integrations/${Integration}' },
        RequestModels: { $default: 'Message' },
        ModelSelectionExpression: '\\$default',
        RouteResponseSelectionExpression: '$default',
      }),
      Reply: v2('RouteResponse', { RouteId: { Ref: 'Send' }, RouteResponseKey: '$default' }),
    });
    expect(schemas).toEqual({ Message: { type: 'object' } });
    expect(routes.send).toMatchObject({
      requestModels: { $default: 'Message' },
      hasRouteResponse: true,
      routeResponseSelectionExpression: '$default',
      integration: {
        httpMethod: 'POST',
        passthroughBehavior: 'NEVER',
        responses: [{ key: '/4\\d{2}/', responseTemplates: { $default: 'no' } }],
      },
    });
  });

  test('has an authorizer, a key and required parameters at $connect', () => {
    const { routes } = load({
      Auth: v2('Authorizer', {
        AuthorizerType: 'REQUEST',
        Name: 'a',
        AuthorizerUri: uri,
        IdentitySource: ['route.request.querystring.t'],
      }),
      Connect: v2('Route', {
        RouteKey: '$connect',
        AuthorizationType: 'CUSTOM',
        AuthorizerId: { Ref: 'Auth' },
        ApiKeyRequired: true,
        RequestParameters: { 'route.request.querystring.t': { Required: true } },
      }),
    });
    expect(routes.$connect).toMatchObject({
      authorizationType: 'CUSTOM',
      authorizer: { name: 'a', uri, identitySources: ['route.request.querystring.t'] },
      apiKeyRequired: true,
      requestParameters: { 'route.request.querystring.t': true },
    });
    expect(routes.$connect.integration).toBeUndefined();
  });

  test('has stages with settings', () => {
    const [stage] = load({
      Stage: v2('Stage', {
        StageName: 'prod',
        DeploymentId: 'd',
        StageVariables: { a: 'b' },
        AccessLogSettings: { DestinationArn: 'arn', Format: '$context.requestId' },
        DefaultRouteSettings: { ThrottlingRateLimit: 5, LoggingLevel: 'ERROR' },
        RouteSettings: { send: { ThrottlingBurstLimit: 1 } },
      }),
    }).stages;
    expect(stage).toEqual({
      name: 'prod',
      deploymentId: 'd',
      variables: { a: 'b' },
      accessLog: { destinationArn: 'arn', format: '$context.requestId' },
      defaultRouteSettings: { throttlingRateLimit: 5, loggingLevel: 'ERROR' },
      routeSettings: { send: { throttlingBurstLimit: 1 } },
    });
  });

  test.each([
    ['no route', { Send: { Type: 'AWS::CDK::Metadata' } }, 'At least one route is required before deploying the Api'],
    [
      'an integration that is not there',
      { Send: v2('Route', { RouteKey: 'send', Target: 'integrations/gone' }) },
      'Invalid Integration identifier specified',
    ],
    [
      'authorization beyond $connect',
      { Send: v2('Route', { RouteKey: 'send', AuthorizationType: 'AWS_IAM' }) },
      'authorization is restricted to the $connect route only',
    ],
    [
      'a model that is not there',
      { Send: v2('Route', { RouteKey: 'send', RequestModels: { a: 'Gone' } }) },
      'Invalid model identifier specified',
    ],
    [
      'a timeout over 29 s',
      { Integration: v2('Integration', { IntegrationType: 'MOCK', TimeoutInMillis: 30_000 }) },
      'Timeout should be between 50 ms and 29000 ms',
    ],
    ['a JWT authorizer', { Auth: v2('Authorizer', { AuthorizerType: 'JWT' }) }, 'must be REQUEST'],
    [
      'a response key that is no pattern',
      { R: v2('IntegrationResponse', { IntegrationId: 'i', IntegrationResponseKey: '400' }) },
      'must be $default or a pattern between slashes',
    ],
    ['a stage named $default', { Stage: v2('Stage', { StageName: '$default' }) }, 'has no $default stage'],
  ])('with %s is refused', (_, more, message) => {
    expect(faultsOf(() => load(more))[0]).toContain(message);
  });
});
