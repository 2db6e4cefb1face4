import { describeRoutes } from '../../../lib/gateway/template';
import { loadResources, resource, restApi, RestApiId, rootMethod } from './assembly-writer';

const lambda = { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' };
const at = (id: string, more: Record<string, unknown>) => rootMethod({ ResourceId: { Ref: id }, ...more });

describe('describeRoutes', () => {
  test('has a row for each route, sorted by path', () => {
    const pool = 'arn:aws:cognito-idp:us-east-1:1:userpool/us-east-1_x';
    const model = loadResources(
      restApi({
        Fn: {
          Type: 'AWS::Lambda::Function',
          Properties: { Runtime: 'nodejs22.x', Handler: 'a.b', Code: { ZipFile: '1' } },
        },
        Auth: {
          Type: 'AWS::ApiGateway::Authorizer',
          Properties: { RestApiId, Name: 'pool', Type: 'COGNITO_USER_POOLS', ProviderARNs: [pool] },
        },
        Orders: resource(undefined, 'orders'),
        Legacy: resource(undefined, 'legacy'),
        Queue: resource(undefined, 'queue'),
        Post: at('Orders', {
          HttpMethod: 'POST',
          AuthorizationType: 'AWS_IAM',
          ApiKeyRequired: true,
          Integration: { Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: lambda },
        }),
        Get: at('Orders', {
          AuthorizationType: 'COGNITO_USER_POOLS',
          AuthorizerId: { Ref: 'Auth' },
          AuthorizationScopes: ['a/b'],
          Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: lambda },
        }),
        Any: at('Legacy', {
          HttpMethod: 'ANY',
          Integration: {
            Type: 'HTTP_PROXY',
            IntegrationHttpMethod: 'ANY',
            Uri: 'http://a',
            ConnectionType: 'VPC_LINK',
            ConnectionId: 'l',
          },
        }),
        Send: at('Queue', {
          Integration: { Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q' },
        }),
        Root: rootMethod(),
        Stage: {
          Type: 'AWS::ApiGateway::Stage',
          Properties: {
            RestApiId,
            StageName: 'prod',
            CacheClusterEnabled: true,
            MethodSettings: [
              { ResourcePath: '/~1orders', HttpMethod: 'GET', CacheTtlInSeconds: 60 },
              {
                ResourcePath: '/*',
                HttpMethod: '*',
                CachingEnabled: true,
                ThrottlingRateLimit: 10,
                ThrottlingBurstLimit: 20,
              },
              { ResourcePath: '/', HttpMethod: 'GET', CachingEnabled: false },
            ],
          },
        },
      }),
    );
    const throttle = '10/s burst 20';
    expect(describeRoutes(model)).toEqual([
      { api: 'shop', method: 'GET', path: '/', backend: 'mock', auth: 'none', cache: '', throttle },
      {
        api: 'shop',
        method: 'ANY',
        path: '/legacy',
        backend: 'ANY http://a (VPC link)',
        auth: 'none',
        cache: '',
        throttle,
      },
      {
        api: 'shop',
        method: 'GET',
        path: '/orders',
        backend: 'lambda Shop/Fn',
        auth: 'Cognito pool [a/b]',
        cache: '60 s',
        throttle,
      },
      {
        api: 'shop',
        method: 'POST',
        path: '/orders',
        backend: 'lambda Shop/Fn (custom)',
        auth: 'IAM + API key',
        cache: '',
        throttle,
      },
      { api: 'shop', method: 'GET', path: '/queue', backend: 'sqs 1/q', auth: 'none', cache: '300 s', throttle },
    ]);
  });

  test('has routes of WebSocket APIs', () => {
    const ApiId = { Ref: 'Api' };
    const model = loadResources({
      Api: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: { Name: 'chat', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.a' },
      },
      I: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId, IntegrationType: 'MOCK', IntegrationUri: '' } },
      R: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId,
          RouteKey: '$connect',
          AuthorizationType: 'AWS_IAM',
          Target: { 'Fn::Sub': 'integrations/${I}' },
        },
      },
      S: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId, StageName: 'dev', DefaultRouteSettings: { ThrottlingRateLimit: 5 } },
      },
    });
    expect(describeRoutes(model)).toEqual([
      { api: 'chat', method: 'WS', path: '$connect', backend: 'mock', auth: 'IAM', cache: '', throttle: '5/s burst -' },
    ]);
  });
});
