import type { RestApiModel } from '../../../../lib/gateway/model';
import { faultsOf, loadResources, MOCK, resource, restApi, RestApiId, rootMethod } from '../assembly-writer';

const load = (more: Record<string, unknown>, api = {}): RestApiModel => loadResources(restApi(more, api)).restApis[0];
const refusals = (more: Record<string, unknown>, api = {}) => faultsOf(() => load(more, api));
const method = (id: string, more = {}) => rootMethod({ ResourceId: { Ref: id }, ...more });
const refusedIntegration = (Integration: Record<string, unknown>) => refusals({ Root: rootMethod({ Integration }) });
const LAMBDA =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations';

describe('a REST API of resources', () => {
  test('has its methods with their paths, whatever the order in the template', () => {
    const api = load({
      GetOne: method('One'),
      One: resource('Orders', '{id}'),
      Root: rootMethod({ HttpMethod: 'any', OperationName: 'root' }),
      Orders: resource(undefined, 'orders'),
    });
    expect(api.methods.map((each) => `${each.httpMethod} ${each.resourcePath}`)).toEqual(['GET /orders/{id}', 'ANY /']);
    expect(api.methods[1]).toMatchObject({ operationName: 'root', authorizationType: 'NONE', apiKeyRequired: false });
    expect(api.methods[0].resourceId).toMatch(/^[a-z0-9]{6}$/);
    expect(api.methods[1].resourceId).toMatch(/^[a-z0-9]{10}$/);
  });

  test('has settings with the defaults of AWS', () => {
    expect(load({ Root: rootMethod() })).toMatchObject({
      name: 'shop',
      endpointType: 'EDGE',
      apiKeySource: 'HEADER',
      disableExecuteApiEndpoint: false,
      binaryMediaTypes: [],
      schemas: { Empty: { type: 'object' }, Error: { type: 'object' } },
    });
    expect(
      load(
        { Root: rootMethod() },
        {
          EndpointConfiguration: { Types: ['PRIVATE'] },
          ApiKeySourceType: 'AUTHORIZER',
          BinaryMediaTypes: ['image~1png'],
          MinimumCompressionSize: '1024',
          DisableExecuteApiEndpoint: 'true',
          Policy: {
            Statement: { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
          },
        },
      ),
    ).toMatchObject({
      endpointType: 'PRIVATE',
      apiKeySource: 'AUTHORIZER',
      binaryMediaTypes: ['image/png'],
      minimumCompressionSize: 1024,
      disableExecuteApiEndpoint: true,
      policy: { Statement: [{ Effect: 'Allow' }] },
    });
  });

  test('that is private has the first of its VPC endpoints, in the VPC that the assembly says', () => {
    const EndpointConfiguration = { Types: ['PRIVATE'], VpcEndpointIds: [{ Ref: 'Way' }, 'vpce-2'] };
    const Way = { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: 'vpc-1', ServiceName: 'execute-api' } };
    const { vpcEndpoint } = load({ Root: rootMethod(), Way }, { EndpointConfiguration });
    expect(vpcEndpoint).toEqual({ id: expect.stringMatching(/^vpce-/), vpcId: 'vpc-1' });
    const elsewhere = { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-9'] };
    expect(load({ Root: rootMethod() }, { EndpointConfiguration: elsewhere }).vpcEndpoint).toEqual({ id: 'vpce-9' });
    expect(load({ Root: rootMethod() }).vpcEndpoint).toBeUndefined();
  });

  test('that is a clone says that it lacks what it is cloned from', () => {
    const { fidelity } = loadResources(restApi({ Root: rootMethod() }, { CloneFrom: 'abcdefghij' }));
    expect(fidelity).toContainEqual(
      expect.objectContaining({ effect: 'denies', message: expect.stringContaining('a clone of, "abcdefghij"') }),
    );
  });

  test('has an integration with everything in it', () => {
    const [{ integration, responses }] = load({
      Root: rootMethod({
        RequestParameters: { 'method.request.querystring.id': true },
        MethodResponses: [{ StatusCode: 200, ResponseParameters: { 'method.response.header.X': true } }],
        Integration: {
          Type: 'HTTP',
          IntegrationHttpMethod: 'post',
          Uri: 'https://example.com/{id}',
          ConnectionType: 'VPC_LINK',
          ConnectionId: 'link',
          Credentials: 'arn:aws:iam::1:role/r',
          RequestParameters: { 'integration.request.path.id': 'method.request.querystring.id' },
          RequestTemplates: { 'application/json': '{}' },
          PassthroughBehavior: 'NEVER',
          ContentHandling: 'CONVERT_TO_TEXT',
          TimeoutInMillis: '5000',
          CacheKeyParameters: ['method.request.querystring.id'],
          CacheNamespace: 'ns',
          TlsConfig: { InsecureSkipVerification: true },
          IntegrationResponses: [
            { StatusCode: '200' },
            { StatusCode: 400, SelectionPattern: '4\\d\\d', ResponseTemplates: { 'text/plain': 'no' } },
          ],
        },
      }),
    }).methods;
    expect(responses).toEqual({ 200: { parameters: { 'method.response.header.X': true } } });
    expect(integration).toEqual({
      type: 'HTTP',
      httpMethod: 'POST',
      uri: 'https://example.com/{id}',
      vpcLinkId: 'link',
      credentials: 'arn:aws:iam::1:role/r',
      requestParameters: { 'integration.request.path.id': 'method.request.querystring.id' },
      requestTemplates: { 'application/json': '{}' },
      passthroughBehavior: 'NEVER',
      contentHandling: 'CONVERT_TO_TEXT',
      timeoutMs: 5000,
      cacheKeyParameters: ['method.request.querystring.id'],
      cacheNamespace: 'ns',
      responseTransferMode: 'BUFFERED',
      insecureSkipVerification: true,
      responses: [
        { statusCode: '200', responseParameters: {}, responseTemplates: {} },
        {
          statusCode: '400',
          selectionPattern: '4\\d\\d',
          responseParameters: {},
          responseTemplates: { 'text/plain': 'no' },
        },
      ],
    });
  });

  test('has authorizers, validators and models by what methods refer to', () => {
    const api = load({
      Root: rootMethod({
        AuthorizationType: 'CUSTOM',
        AuthorizerId: { Ref: 'Auth' },
        RequestValidatorId: { Ref: 'Validator' },
        RequestModels: { 'application/json': { Ref: 'Order' } },
        RequestParameters: { 'method.request.header.X': true, 'method.request.querystring.page': 'false' },
        ApiKeyRequired: true,
      }),
      Auth: {
        Type: 'AWS::ApiGateway::Authorizer',
        Properties: {
          RestApiId,
          Name: 'a',
          Type: 'REQUEST',
          AuthorizerUri: LAMBDA,
          IdentitySource: 'method.request.header.A, context.b',
        },
      },
      Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId, ValidateRequestBody: true } },
      Order: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId, Name: 'Order', Schema: { type: 'object' } } },
    });
    const [got] = api.methods;
    expect(got).toMatchObject({
      authorizationType: 'CUSTOM',
      apiKeyRequired: true,
      validator: { body: true, parameters: false },
      requestModels: { 'application/json': 'Order' },
      requestParameters: { 'method.request.header.X': true, 'method.request.querystring.page': false },
    });
    expect(api.authorizers[got.authorizerId as string]).toEqual({
      id: got.authorizerId,
      name: 'a',
      type: 'REQUEST',
      uri: LAMBDA,
      identitySources: ['method.request.header.A', 'context.b'],
      ttlSeconds: 300,
      providerArns: [],
    });
  });

  test('says what a web ACL, an edge and a missing stage mean here', () => {
    const { Stage: _, ...unstaged } = restApi({ Root: rootMethod() });
    expect(loadResources(unstaged).fidelity.map(({ effect }) => effect)).toEqual(['ignored', 'denies']);
    const model = loadResources(
      restApi({
        Root: rootMethod(),
        Acl: {
          Type: 'AWS::WAFv2::WebACLAssociation',
          Properties: {
            WebACLArn: 'acl',
            ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:us-east-1::/restapis/${Api}/stages/${Stage}' },
          },
        },
      }),
    );
    expect(model.restApis[0].stages[0].webAclArn).toBe('acl');
    expect(model.fidelity.map(({ message }) => message)).toContain(
      'the web ACL of the stage "test" is not in the assembly: its rules are not evaluated',
    );
  });
});

describe('what API Gateway refuses, with its words', () => {
  test.each([
    [
      'a child below a greedy variable',
      { A: resource(undefined, '{proxy+}'), B: resource('A', 'child') },
      'Cannot create a child of a resource with a greedy path variable: {proxy+}',
    ],
    [
      'two variables below one parent',
      { A: resource(undefined, '{id}'), B: resource(undefined, '{proxy+}') },
      'A sibling ({id}) of this resource already has a variable path part -- only one is allowed',
    ],
    [
      'one name twice',
      { A: resource(undefined, 'a'), B: resource(undefined, 'a') },
      'Another resource with the same parent already has this name: a',
    ],
    ['a path part with other characters', { A: resource(undefined, 'a b') }, "Resource's path part only allow"],
    [
      'a method that does not exist',
      { M: rootMethod({ HttpMethod: 'TRACE' }) },
      'Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY',
    ],
    [
      'a method without an integration',
      { M: rootMethod({ Integration: undefined }) },
      'No integration defined for method',
    ],
    ['a method at no resource', { M: rootMethod({ ResourceId: 'gone' }) }, 'Invalid Resource identifier specified'],
    [
      'CUSTOM without an authorizer',
      { M: rootMethod({ AuthorizationType: 'CUSTOM' }) },
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer',
    ],
    [
      'an authorization that does not exist',
      { M: rootMethod({ AuthorizationType: 'BASIC' }) },
      'Invalid authorization type specified',
    ],
    [
      'a validator that does not exist',
      { M: rootMethod({ RequestValidatorId: 'no' }) },
      'Invalid Request Validator identifier specified',
    ],
    [
      'a model that does not exist',
      { M: rootMethod({ RequestModels: { 'application/json': 'No' } }) },
      'Invalid model identifier specified',
    ],
    [
      'one parameter name in two places',
      {
        M: rootMethod({ RequestParameters: { 'method.request.header.a': true, 'method.request.querystring.a': true } }),
      },
      'Parameter names must be unique across querystring, header and path',
    ],
    [
      'a parameter in no place',
      { M: rootMethod({ RequestParameters: { 'method.request.cookie.a': true } }) },
      'Invalid mapping expression parameter specified: method.request.cookie.a',
    ],
    ['a REST API without methods', {}, "The REST API doesn't contain any methods"],
  ])('%s', (_, resources, message) => {
    expect(
      refusals({
        ...(message.includes('contain any') ? {} : { Ok: rootMethod({ HttpMethod: 'PATCH' }) }),
        ...JSON.parse(JSON.stringify(resources)),
      }),
    ).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    [
      'an HTTP URI that is none',
      { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'nope' },
      'Invalid HTTP endpoint specified for URI',
    ],
    ['no verb', { Type: 'HTTP', Uri: 'http://a' }, 'Enumeration value for HttpMethod must be non-empty'],
    [
      'an empty verb',
      { Type: 'AWS', IntegrationHttpMethod: '', Uri: LAMBDA },
      'Enumeration value for HttpMethod must be non-empty',
    ],
    [
      'a URI that is no ARN',
      { Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: 'nope' },
      'Invalid ARN specified in the request',
    ],
    [
      'an ARN of no action',
      { Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: 'arn:aws:iam::0:role/r' },
      'AWS ARN for integration must contain path or action',
    ],
    [
      'a proxy of another service',
      { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: 'arn:aws:apigateway:us-east-1:s3:path/b' },
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    ],
    ['a timeout below 50 ms', { Type: 'MOCK', TimeoutInMillis: 1 }, 'Timeout should be between 50 ms and 29000 ms'],
    [
      'a mapping to nowhere',
      { Type: 'MOCK', RequestParameters: { 'integration.request.cookie.a': "'x'" } },
      'errors : [Invalid mapping expression specified: integration.request.cookie.a]',
    ],
    [
      'a mapping from nowhere',
      { Type: 'MOCK', RequestParameters: { 'integration.request.header.a': 'x' } },
      'errors : [Invalid mapping expression specified: x]',
    ],
  ])('an integration with %s', (_, integration, message) => {
    expect(refusedIntegration(integration)).toEqual([expect.stringContaining(message.replace(/\.$/, ''))]);
  });

  test('a mapping from a parameter, or to a header, that the method does not declare', () => {
    const mapping = (expression: string) => `Invalid mapping expression parameter specified: ${expression}`;
    const Integration = {
      ...MOCK,
      RequestParameters: { 'integration.request.header.a': 'method.request.querystring.a' },
    };
    expect(refusals({ Root: rootMethod({ Integration }) })).toEqual([
      expect.stringContaining(mapping('method.request.querystring.a')),
    ]);
    const RequestParameters = { 'method.request.querystring.a': false };
    expect(refusals({ Root: rootMethod({ Integration, RequestParameters }) })).toEqual([]);
    const answering = {
      Integration: {
        ...MOCK,
        IntegrationResponses: [{ StatusCode: '200', ResponseParameters: { 'method.response.header.A': "'b'" } }],
      },
      MethodResponses: [{ StatusCode: '200' }],
    };
    expect(refusals({ Root: rootMethod(answering) })).toEqual([
      expect.stringContaining(mapping('method.response.header.A')),
    ]);
  });

  test('stage variables may stand for the host and for the function', () => {
    const uri = (Uri: string, Type = 'AWS_PROXY') => refusedIntegration({ Type, IntegrationHttpMethod: 'POST', Uri });
    expect(uri('https://${stageVariables.host}/x', 'HTTP_PROXY')).toEqual([]);
    expect(uri(LAMBDA.replace('function:f', 'function:${stageVariables.fn}'))).toEqual([]);
    expect(uri(LAMBDA.replace('path/', 'path//'))).toEqual([]);
  });

  test('a usage plan and a base path that name no stage', () => {
    const plan = {
      Type: 'AWS::ApiGateway::UsagePlan',
      Properties: { ApiStages: [{ ApiId: RestApiId, Stage: 'gone' }] },
    };
    const mapping = {
      Type: 'AWS::ApiGateway::BasePathMapping',
      Properties: { DomainName: 'd', RestApiId, Stage: 'gone' },
    };
    expect(refusals({ Root: rootMethod(), Plan: plan, Mapping: mapping })).toEqual([
      expect.stringMatching(/^Invalid API Stage \{api: \w{10}, stage: gone\}/),
      expect.stringContaining('Invalid stage identifier specified'),
    ]);
  });
});

describe('models', () => {
  const schema = (Schema: unknown, Name = 'Order') => ({
    Type: 'AWS::ApiGateway::Model',
    Properties: { RestApiId, Name, Schema },
  });

  test('refer to each other in one document', () => {
    const api = load({
      Root: rootMethod(),
      Order: schema({
        definitions: { price: { type: 'number' } },
        properties: {
          price: { $ref: '#/definitions/price' },
          item: {
            $ref: {
              'Fn::Join': [
                '',
                ['https://apigateway.', { Ref: 'AWS::URLSuffix' }, '/restapis/', { Ref: 'Api' }, '/models/Item'],
              ],
            },
          },
        },
      }),
      Item: schema('{"type":"object"}', 'Item'),
    });
    expect(api.schemas).toMatchObject({
      Order: {
        definitions: { price: { type: 'number' } },
        properties: { price: { $ref: '#/definitions/Order/definitions/price' }, item: { $ref: '#/definitions/Item' } },
      },
      Item: { type: 'object' },
    });
  });

  test.each([
    ['a name with a dash', schema({}, 'my-order'), 'Model name must be alphanumeric'],
    ['a type that does not exist', schema({ type: 'String' }), 'Invalid model schema specified'],
    ['an empty list of required members', schema({ type: 'object', required: [] }), 'Invalid model schema specified'],
    [
      'a word that API Gateway does not know',
      schema({ properties: { a: { discriminator: {} } } }),
      'Unsupported keyword(s): ["discriminator"]',
    ],
    ['text that is no JSON', schema('{'), 'Invalid model schema specified'],
    [
      'a reference to elsewhere',
      schema({ $ref: 'https://example.com/x' }),
      'Model reference must be in canonical form',
    ],
    [
      'a reference to no model',
      schema({ $ref: 'https://apigateway.amazonaws.com/restapis/x/models/Gone' }),
      'refers to the model "Gone"',
    ],
  ])('%s is refused', (_, model, message) => {
    expect(refusals({ Root: rootMethod(), M: model })).toEqual([expect.stringContaining(message)]);
  });
});

describe('stages', () => {
  const stage = (more: Record<string, unknown>) =>
    load({
      Root: rootMethod(),
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: { RestApiId, DeploymentId: 'd', StageName: 'test', ...more },
      },
    }).stages[0];

  test('have settings by path, as CDK and others escape it', () => {
    const settings = stage({
      CacheClusterEnabled: true,
      CacheClusterSize: '1.6',
      MethodSettings: [
        { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 10, LoggingLevel: 'INFO' },
        { ResourcePath: '/~1orders~1{id}', HttpMethod: 'GET', CachingEnabled: true, CacheTtlInSeconds: '60' },
        { ResourcePath: '/', HttpMethod: 'GET', MetricsEnabled: false },
        { ResourcePath: '/one', HttpMethod: 'post' },
      ],
    });
    expect(settings.cacheClusterSize).toBe('1.6');
    expect(settings.methodSettings).toEqual([
      { resourcePath: '*', httpMethod: '*', throttlingRateLimit: 10, loggingLevel: 'INFO' },
      { resourcePath: '/orders/{id}', httpMethod: 'GET', cachingEnabled: true, cacheTtlSeconds: 60 },
      { resourcePath: '/', httpMethod: 'GET', metricsEnabled: false },
      { resourcePath: '/one', httpMethod: 'POST' },
    ]);
  });

  test('have variables, an access log and a canary', () => {
    expect(
      stage({
        Variables: { a: 'b' },
        TracingEnabled: true,
        AccessLogSetting: { DestinationArn: 'arn', Format: '$context.requestId' },
        CanarySetting: { PercentTraffic: 12.5, StageVariableOverrides: { a: 'c' }, UseStageCache: true },
      }),
    ).toMatchObject({
      variables: { a: 'b' },
      tracingEnabled: true,
      accessLog: { destinationArn: 'arn', format: '$context.requestId' },
      canary: { percentTraffic: 12.5, variables: { a: 'c' }, useStageCache: true },
    });
  });

  test('are made by a deployment with a stage name too', () => {
    const { Stage: _, ...resources } = restApi({ Root: rootMethod() });
    resources.Deployment = {
      Type: 'AWS::ApiGateway::Deployment',
      Properties: { RestApiId, StageName: 'v1', StageDescription: { Variables: { a: 'b' }, ThrottlingRateLimit: 5 } },
    };
    expect(loadResources(resources).restApis[0].stages).toMatchObject([
      {
        name: 'v1',
        variables: { a: 'b' },
        methodSettings: [{ resourcePath: '*', httpMethod: '*', throttlingRateLimit: 5 }],
      },
    ]);
  });

  test('an access log without the request id is refused', () => {
    expect(faultsOf(() => stage({ AccessLogSetting: { DestinationArn: 'arn', Format: '$context.status' } }))).toEqual([
      expect.stringContaining('must contain $context.requestId'),
    ]);
  });
});

describe('gateway responses', () => {
  const response = (more: Record<string, unknown>) => ({
    Root: rootMethod({ Integration: MOCK }),
    R: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId, ResponseType: 'THROTTLED', ...more } },
  });

  test('are kept by their type', () => {
    const parameters = { 'gatewayresponse.header.Retry-After': "'5'" };
    expect(load(response({ StatusCode: '503', ResponseParameters: parameters })).gatewayResponses).toEqual({
      THROTTLED: { statusCode: '503', responseParameters: parameters, responseTemplates: {} },
    });
  });

  test.each([
    ['a type that does not exist', { ResponseType: 'TEAPOT' }, "Value 'TEAPOT' at 'responseType'"],
    ['an empty status code', { StatusCode: '' }, 'must have three digits'],
    [
      'a source that is none',
      { ResponseParameters: { 'gatewayresponse.header.A': 'x' } },
      'Invalid mapping expression specified',
    ],
  ])('%s is refused', (_, more, message) => {
    expect(refusals(response(more))).toEqual([expect.stringContaining(message)]);
  });
});
