import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import {
  Backend,
  type HttpProxyOptions,
  type IBackend,
  PrivateLink,
  RequestValue,
  ResponseValue,
  S3Backend,
} from '../../../lib';
import { documentIn, integrationOf, makeApi, makeFunction } from '../fixtures';

const bind = (backend: IBackend, key = 'ANY /shop/{id}/{proxy+}') => {
  const { stack, api } = makeApi();
  api.addRoute(key, { backend });
  const [method, path] = key.split(' ') as [string, string];
  return integrationOf(stack, path, method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase());
};

describe('Backend.lambdaProxy', () => {
  test('streams', () => {
    const { stack, api, handler } = makeApi();
    const backend = Backend.lambdaProxy(handler, { responseStreaming: true, timeout: Duration.minutes(10) });
    api.addRoute('GET /stream', { backend });
    expect(integrationOf(stack, '/stream')).toEqual({
      type: 'aws_proxy',
      httpMethod: 'POST',
      responseTransferMode: 'STREAM',
      timeoutInMillis: 600_000,
      uri: {
        'Fn::Sub': expect.stringMatching(/2021-11-15\/functions\/\$\{\w+\.Arn\}\/response-streaming-invocations$/),
      },
    });
  });

  test('waits no longer than API Gateway does', () => {
    const { api, handler } = makeApi();
    const slow = Backend.lambdaProxy(handler, { timeout: Duration.seconds(40) });
    expect(() => api.addRoute('GET /a', { backend: slow })).toThrow(
      'timeout must be from 50 milliseconds to 29 seconds, got 40000 milliseconds, unless the quota was raised: then say so by maxTimeout',
    );
    const raised = makeApi({ maxTimeout: Duration.minutes(1) });
    const backend = Backend.lambdaProxy(raised.handler, { timeout: Duration.seconds(40) });
    expect(() => raised.api.addRoute('GET /a', { backend })).not.toThrow();
  });
});

describe('Backend.lambdaCustom', () => {
  test('answers what the function returned, and nothing of its errors', () => {
    const { handler, api, stack } = makeApi();
    api.addRoute('POST /a', { backend: Backend.lambdaCustom(handler) });
    expect(integrationOf(stack, '/a', 'post')).toMatchObject({
      type: 'aws',
      passthroughBehavior: 'when_no_match',
      responses: {
        default: { statusCode: '200' },
        '(.|\\n)+': { statusCode: '502', responseTemplates: { 'application/json': '{"message":"Bad gateway"}' } },
      },
    });
    expect(Object.keys(documentIn(stack).paths['/a'].post.responses)).toEqual(['200', '502']);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 1);
  });

  test('transforms request and answers', () => {
    const { handler, api, stack } = makeApi();
    const backend = Backend.lambdaCustom(handler, {
      request: { templates: { 'application/json': '{"id":1}' }, headers: { 'X-A': RequestValue.header('X-B') } },
      responses: [
        { status: 201, headers: { Location: ResponseValue.body('$.url') } },
        { status: 404, pattern: '.*NotFound.*', templates: { 'application/json': '{}' } },
      ],
    });
    api.addRoute('POST /a', { backend });
    expect(integrationOf(stack, '/a', 'post')).toMatchObject({
      passthroughBehavior: 'never',
      requestTemplates: { 'application/json': '{"id":1}' },
      requestParameters: { 'integration.request.header.X-A': 'method.request.header.X-B' },
      responses: {
        default: { responseParameters: { 'method.response.header.Location': 'integration.response.body.url' } },
        '.*NotFound.*': { statusCode: '404' },
      },
    });
    const operation = documentIn(stack).paths['/a'].post;
    expect(operation.responses['201'].headers).toEqual({ Location: { schema: { type: 'string' } } });
    expect(operation.parameters).toEqual([{ name: 'X-B', in: 'header', schema: { type: 'string' } }]);
  });

  test('answers at once on request', () => {
    const { handler, api, stack } = makeApi();
    api.addRoute('POST /a', { backend: Backend.lambdaCustom(handler, { asynchronous: true }) });
    expect(integrationOf(stack, '/a', 'post')).toMatchObject({
      requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
      responses: { default: { statusCode: '202', responseTemplates: { 'application/json': '{}' } } },
    });
  });

  test.each([
    [[{ status: 200 }, { status: 200, pattern: 'a' }], 'responses has the status 200 twice'],
    [[{ status: 200 }, { status: 201 }], 'responses has two answers without a pattern'],
    [
      [
        { status: 200, pattern: 'a' },
        { status: 201, pattern: 'a' },
      ],
      'responses has the pattern "a" twice',
    ],
    [[{ status: 99 }], 'responses has the status "99"'],
  ])('refuses %j', (responses, fault) => {
    const { handler, api } = makeApi();
    expect(() => api.addRoute('GET /a', { backend: Backend.lambdaCustom(handler, { responses }) })).toThrow(fault);
  });
});

describe('Backend.httpProxy', () => {
  test('maps the variables of the path by their names', () => {
    expect(bind(Backend.httpProxy('https://a.example.com:8443/v1/{id}/{proxy}'))).toEqual({
      type: 'http_proxy',
      httpMethod: 'ANY',
      uri: 'https://a.example.com:8443/v1/{id}/{proxy}',
      requestParameters: {
        'integration.request.path.id': 'method.request.path.id',
        'integration.request.path.proxy': 'method.request.path.proxy',
      },
    });
  });

  test('adds headers, queries and other variables', () => {
    const options: HttpProxyOptions = {
      method: 'POST',
      timeout: Duration.seconds(5),
      headers: { 'X-Request-Id': RequestValue.context('requestId') },
      query: { tenant: RequestValue.claim('custom:tenant') },
      path: { host: RequestValue.stageVariable('host') },
      skipCertificateCheck: true,
      responseStreaming: true,
    };
    expect(bind(Backend.httpProxy('https://example.com/{host}', options), 'GET /x')).toMatchObject({
      httpMethod: 'POST',
      timeoutInMillis: 5000,
      requestParameters: {
        'integration.request.header.X-Request-Id': 'context.requestId',
        'integration.request.querystring.tenant': 'context.authorizer.claims.custom:tenant',
        'integration.request.path.host': 'stageVariables.host',
      },
      tlsConfig: { insecureSkipVerification: true },
      responseTransferMode: 'STREAM',
    });
  });

  test('takes a host from a stage variable', () => {
    expect(bind(Backend.httpProxy('https://${stageVariables.host}/a'), 'GET /x').uri).toBe(
      'https://${stageVariables.host}/a',
    );
  });

  test.each<[string, HttpProxyOptions, string]>([
    ['example.com', {}, 'url must start with a literal "https://" and name a host, got "example.com"'],
    ['http://example.com', {}, 'goes over the internet unencrypted: use https, or say allowPlainHttp'],
    ['https://example.com:22/', {}, 'url has the port 22'],
    ['https://example.com/?a=b', {}, 'url must have no query string'],
    ['https://example.com/{other}', {}, 'url has the variable "{other}", which the route\'s path has not'],
    ['https://example.com/', { path: { a: RequestValue.literal('x') } }, 'path has "a", which the url'],
  ])('refuses %s with %j', (url, options, fault) => {
    expect(() => bind(Backend.httpProxy(url, options))).toThrow(fault);
  });
});

test('Backend.httpCustom shows nothing of the errors of its backend', () => {
  const { responses, ...integration } = bind(Backend.httpCustom('https://example.com/{id}'), 'GET /{id}');
  expect(integration).toEqual({
    type: 'http',
    httpMethod: 'GET',
    uri: 'https://example.com/{id}',
    passthroughBehavior: 'when_no_match',
    requestParameters: { 'integration.request.path.id': 'method.request.path.id' },
  });
  expect(Object.entries<any>(responses).map(([pattern, { statusCode }]) => [pattern, statusCode])).toEqual(
    expect.arrayContaining([
      ['2\\d{2}', '200'],
      ['404', '404'],
      ['default', '502'],
    ]),
  );
  for (const status of ['400', '403', '405', '429', '499']) {
    expect(Object.keys(responses).filter((pattern) => new RegExp(`^(${pattern})$`).test(status))).toHaveLength(1);
  }
});

describe('a private server', () => {
  test('behind a network load balancer is reached by one link', () => {
    const { stack, api } = makeApi();
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
    const balancer = new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc });
    const vpcLink = PrivateLink.toNetworkLoadBalancer(balancer);
    const url = `http://${balancer.loadBalancerDnsName}/{proxy}`;
    api.addRoute('ANY /a/{proxy+}', { backend: Backend.httpProxy(url, { vpcLink }) });
    api.addRoute('ANY /b/{proxy+}', {
      backend: Backend.httpProxy(url, { vpcLink: PrivateLink.toNetworkLoadBalancer(balancer) }),
    });
    expect(integrationOf(stack, '/a/{proxy+}', 'x-amazon-apigateway-any-method')).toMatchObject({
      connectionType: 'VPC_LINK',
      connectionId: { Ref: expect.stringMatching(/^VpcLink/) },
    });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::VpcLink', 1);
  });

  test('behind application load balancers of one VPC is reached by one link, which they let in', () => {
    const { stack, api } = makeApi();
    const vpc = new ec2.Vpc(stack, 'Vpc');
    for (const name of ['A', 'B']) {
      const balancer = new elbv2.ApplicationLoadBalancer(stack, name, { vpc });
      const vpcLink = PrivateLink.toApplicationLoadBalancer(balancer);
      api.addRoute(`GET /${name}`, { backend: Backend.httpProxy('http://internal.example.com:8080', { vpcLink }) });
    }
    expect(integrationOf(stack, '/A')).toMatchObject({
      connectionType: 'VPC_LINK',
      connectionId: { Ref: expect.stringMatching(/^VpcLink/) },
      integrationTarget: { Ref: expect.stringMatching(/^A/) },
    });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', { FromPort: 8080, ToPort: 8080 }, 2);
  });

  test('is reached by a link that exists already', () => {
    const { stack, api } = makeApi();
    const vpcLink = PrivateLink.fromVpcLink(apigateway.VpcLink.fromVpcLinkId(stack, 'Link', 'abc'));
    api.addRoute('GET /a', { backend: Backend.httpProxy('http://internal', { vpcLink }) });
    expect(integrationOf(stack, '/a')).toMatchObject({ connectionId: 'abc' });
  });
});

describe('answers that pass through untouched, where there are several origins', () => {
  const make = () => makeApi({ cors: { allowOrigins: ['https://a.example.com', 'https://b.example.com'] } });

  test('carry what the backend says of them, which gets the origin', () => {
    const { stack, api } = make();
    const bucket = new s3.Bucket(stack, 'Bucket');
    const cache = { keys: [] };
    api.addRoute('GET /a/{key+}', { backend: S3Backend.getObject(bucket, { key: RequestValue.path('key') }), cache });
    const warning = Match.stringLikeRegexp('passes its answers through untouched.*rules for that, cors');
    Annotations.fromStack(stack).hasWarning('/Stack/Api', warning);
    const { parameters, responses } = documentIn(stack).paths['/a/{key+}'].get;
    expect(parameters).toContainEqual({ in: 'header', name: 'origin', schema: { type: 'string' } });
    expect(responses[200].headers).toHaveProperty('Access-Control-Allow-Origin');
    const integration = integrationOf(stack, '/a/{key+}');
    expect(integration.requestParameters['integration.request.header.Origin']).toBe('method.request.header.origin');
    expect(integration.responses[200].responseParameters).toMatchObject({
      'method.response.header.Access-Control-Allow-Origin': 'integration.response.header.Access-Control-Allow-Origin',
      'method.response.header.Vary': 'integration.response.header.Vary',
      'method.response.header.ETag': 'integration.response.header.ETag',
    });
    expect(integration.responses.default.responseParameters ?? {}).not.toHaveProperty('method.response.header.Vary');
    expect(integration.cacheKeyParameters).toEqual(['method.request.path.key', 'method.request.header.origin']);
  });

  test('are those of functions never: a template that changes nothing names the origin', () => {
    const { stack, api } = make();
    api.addRoute('GET /a', { backend: Backend.lambdaCustom(makeFunction(stack, 'F')) });
    const { responses } = integrationOf(stack, '/a');
    expect(responses.default.responseTemplates['application/json']).toEqual({
      'Fn::Join': ['', [{ 'Fn::FindInMap': [expect.any(String), 'Answer', 'Template'] }, '$input.body']],
    });
    Annotations.fromStack(stack).hasNoWarning('/Stack/Api', Match.stringLikeRegexp('passes its answers through'));
  });
});

test('mocks read no binary body where every body is binary', () => {
  const { stack, api } = makeApi({ binaryMediaTypes: ['*/*'], cors: { allowOrigins: ['*'] } });
  api.addRoute('GET /a', { backend: Backend.mock() });
  expect(integrationOf(stack, '/a')).toMatchObject({ contentHandling: 'CONVERT_TO_TEXT' });
  expect(integrationOf(stack, '/a', 'options')).toMatchObject({ contentHandling: 'CONVERT_TO_TEXT' });
  expect(integrationOf(stack, '/orders')).not.toHaveProperty('contentHandling');
});
