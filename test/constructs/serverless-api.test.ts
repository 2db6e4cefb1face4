import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Aspects, Duration, type IAspect, Stack, Tags } from 'aws-cdk-lib/core';
import {
  AccessLog,
  Authorizer,
  Backend,
  BundledFunction,
  FunctionLogs,
  RequestValue,
  ServerlessApi,
  SqsBackend,
} from '../../lib';
import { documentIn, makeApi, makeFunction, makeStack, methodSettings } from './fixtures';

describe('routes', () => {
  test('are answered by an entry, a handler or a backend', () => {
    const stack = makeStack();
    const handler = makeFunction(stack);
    new ServerlessApi(stack, 'Api', {
      routes: {
        'GET /entry': { entry: 'lambda/orders/list.ts' },
        'GET /handler': { handler },
        'GET /backend': { backend: Backend.mock() },
      },
    });
    const { paths } = documentIn(stack);
    const types = Object.values<any>(paths).map((item) => item.get['x-amazon-apigateway-integration'].type);
    expect(types).toEqual(['mock', 'aws_proxy', 'aws_proxy']);
  });

  test('share the function of one entry, however it is written', () => {
    const stack = makeStack();
    new ServerlessApi(stack, 'Api', {
      routes: {
        'GET /a': { entry: 'lambda/orders/list.ts' },
        'GET /b': { entry: './lambda/orders/../orders/list.ts' },
      },
    });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourceCountIs('AWS::Lambda::Permission', 1);
  });

  test('are called by the alias of a function that has one', () => {
    const stack = makeStack();
    new ServerlessApi(stack, 'Api', {
      functionDefaults: { provisionedConcurrency: 1 },
      routes: { 'GET /a': { entry: 'lambda/orders/list.ts' } },
    });
    const uri = documentIn(stack).paths['/a'].get['x-amazon-apigateway-integration'].uri['Fn::Sub'];
    expect(uri).toMatch(/functions\/\$\{ApilambdaorderslistLive\w+\}\/invocations$/);
  });

  test('are called by the alias of a bundled function of the user, too', () => {
    const stack = makeStack();
    const handler = new BundledFunction(stack, 'Own', { entry: 'lambda/orders/list.ts', provisionedConcurrency: 1 });
    const api = new ServerlessApi(stack, 'Api', { routes: { 'GET /a': { handler } } });
    expect(api.route('GET /a').handler).toBe(handler.alias);
  });

  test('declare the variables of their paths', () => {
    const { stack, api } = makeApi();
    api.addRoute('ANY /{shop}/{proxy+}', { backend: Backend.mock() });
    const operation = documentIn(stack).paths['/{shop}/{proxy+}']['x-amazon-apigateway-any-method'];
    expect(operation.parameters).toEqual(
      ['shop', 'proxy'].map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    );
  });

  test('are found by their keys', () => {
    const { api, handler } = makeApi();
    expect(api.route('GET /orders').handler).toBe(handler);
    expect(() => api.route('GET /order')).toThrow('there is no route "GET /order", there are "GET /orders"');
  });

  test('are refused all at once, each by its name (aws-cdk #21295)', () => {
    const routes = {
      'GET /a': {},
      'get /b': { backend: Backend.mock() },
      'GET /c': { backend: Backend.mock(), entry: 'x.ts' },
      'GET /d': { backend: Backend.mock(), cach: 1 } as any,
      'GET /e/{x}': { backend: Backend.mock() },
      'GET /e/{y}': { backend: Backend.mock() },
    };
    const refusal = () => new ServerlessApi(makeStack(), 'Api', { routes });
    expect(refusal).toThrow('Stack/Api: 5 faults');
    expect(refusal).toThrow('route "GET /a": nothing answers it: give one of entry, handler and backend');
    expect(refusal).toThrow('route "get /b" has the method "get"');
    expect(refusal).toThrow('route "GET /c": both "entry" and "backend" are given');
    expect(refusal).toThrow('route "GET /d": unknown option "cach": did you mean "cache"?');
    expect(refusal).toThrow('route "GET /e/{y}" has the variable "{y}"');
  });

  test('tell all that is wrong with one of them at once', () => {
    const route = {
      backend: Backend.httpProxy('https://example.com', { timeout: Duration.minutes(1) }),
      cache: { ttl: Duration.hours(2), keys: [] },
      requiredParameters: [RequestValue.body('$.id')],
      requestBody: { type: 'object', nullable: true },
      responses: { ok: {} },
    };
    const refusal = () => new ServerlessApi(makeStack(), 'Api', { routes: { 'GET /a': route } });
    expect(refusal).toThrow(/^Stack\/Api: route "GET \/a": /);
    expect(refusal).toThrow('cache.ttl must be at most 3600 seconds');
    expect(refusal).toThrow('timeout must be from 50 milliseconds to 29 seconds');
    expect(refusal).toThrow('requiredParameters takes values of path, query and header');
    expect(refusal).toThrow('"/nullable": API Gateway drops it');
    expect(refusal).toThrow('responses has the key "ok", which is no status code');
    const bad = () => new ServerlessApi(makeStack(), 'Api', { routes: { 'GET a': { handlr: 1 } as any } });
    expect(bad).toThrow(/must have a path.*unknown option "handlr".*nothing answers it/);
  });

  test('have names of their own', () => {
    const { api } = makeApi();
    api.addRoute('GET /a', { backend: Backend.mock(), operationName: 'list' });
    expect(() => api.addRoute('GET /b', { backend: Backend.mock(), operationName: 'list' })).toThrow(
      'route "GET /b": operationName "list" is that of the route "GET /a" already',
    );
    api.addRoute('ANY /any', { backend: Backend.mock(), operationName: 'all' });
    const { get, put } = api.openApiDocument.paths['/any'];
    expect([get.operationId, put.operationId]).toEqual(['all_get', 'all_put']);
  });

  test('whose entry is missing are refused by their name', () => {
    const { api } = makeApi();
    expect(() => api.addRoute('GET /a', { entry: 'lambda/nowhere.ts' })).toThrow(
      'route "GET /a": entry "lambda/nowhere.ts" is not there, looked for /',
    );
  });

  test('an API without any is refused at synthesis', () => {
    const stack = makeStack();
    new ServerlessApi(stack, 'Api');
    expect(() => Template.fromStack(stack)).toThrow('the API has no routes');
  });

  test('are counted against the quota of path nodes', () => {
    const { stack, api } = makeApi();
    for (let i = 0; i < 300; i++) api.addRoute(`GET /a${i}`, { backend: Backend.mock() });
    Annotations.fromStack(stack).hasWarning('/Stack/Api', Match.stringLikeRegexp('the paths make 302 resources'));
  });

  test('a version as a handler is warned of', () => {
    const { stack, api, handler } = makeApi();
    api.addRoute('GET /v', { handler: handler.currentVersion });
    Annotations.fromStack(stack).hasWarning('/Stack/Api', Match.stringLikeRegexp('answered by a version'));
  });
});

describe('permissions (aws-cdk #5774)', () => {
  test('are one for a function, whatever the number of its routes', () => {
    const { stack, api, handler } = makeApi();
    for (let i = 0; i < 60; i++) api.addRoute(`GET /a${i}`, { handler });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Permission', 1);
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Sub': Match.stringLikeRegexp('execute-api:.*:\\$\\{ApiRestApi\\w+\\}/\\*$') },
    });
  });

  test('of an imported function are made as far as CDK can reach it', () => {
    const stack = makeStack({ env: { account: '111111111111', region: 'eu-west-1' } });
    const arn = (account: string) => `arn:aws:lambda:eu-west-1:${account}:function:imported`;
    const handler = lambda.Function.fromFunctionAttributes(stack, 'Imported', {
      functionArn: arn('111111111111'),
      sameEnvironment: true,
    });
    new ServerlessApi(stack, 'Api', { routes: { 'GET /': { handler } } });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', { FunctionName: arn('111111111111') });
  });

  test.each([
    [
      'region',
      'arn:aws:lambda:us-east-1:111111111111:function:f',
      'is in the region "us-east-1", the API in "eu-west-1"',
    ],
    ['account', 'arn:aws:lambda:eu-west-1:222222222222:function:f', 'is in the account "222222222222"'],
  ])('of a function of another %s are refused', (_what, arn, fault) => {
    const stack = makeStack({ env: { account: '111111111111', region: 'eu-west-1' } });
    const handler = lambda.Function.fromFunctionArn(stack, 'Far', arn);
    expect(() => new ServerlessApi(stack, 'Api', { routes: { 'GET /': { handler } } })).toThrow(fault);
  });
});

describe('a route', () => {
  test('is a grantee by its function', () => {
    const { stack, api } = makeApi();
    iam.Grant.addToPrincipal({
      grantee: api.route('GET /orders'),
      actions: ['s3:GetObject'],
      resourceArns: ['arn:aws:s3:::b/*'],
    });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: 's3:GetObject' })] },
    });
  });

  test('without a function says so', () => {
    const { api } = makeApi();
    const route = api.addRoute('GET /health', { backend: Backend.mock() });
    expect(() => route.handler).toThrow('route "GET /health" is not answered by a function');
    expect(() => route.grantPrincipal).toThrow('has neither function nor role');
  });

  test('grants its own ARN, with variables as wildcards', () => {
    const { stack, api } = makeApi();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    api.addRoute('ANY /orders/{id}', { backend: Backend.mock() }).grantInvoke(role);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: { 'Fn::Join': ['', Match.arrayWith(['/prod/*/orders/*'])] },
          },
        ],
      },
    });
  });

  test('has metrics of its own, which it switches on', () => {
    const { stack, api } = makeApi();
    const metric = api.route('GET /orders').metricLatency({ statistic: 'p99' });
    expect(metric).toMatchObject({
      namespace: 'AWS/ApiGateway',
      metricName: 'Latency',
      statistic: 'p99',
      dimensions: { ApiName: 'Stack-Api', Stage: 'prod', Resource: '/orders', Method: 'GET' },
    });
    expect(methodSettings(stack, '/~1orders', 'GET')).toMatchObject({ MetricsEnabled: true, LoggingLevel: 'ERROR' });
    expect(methodSettings(stack, '/*', '*')).toMatchObject({ MetricsEnabled: false });
  });
});

describe('authorization', () => {
  test('is IAM unless said otherwise, and said in every operation', () => {
    const { stack, api } = makeApi();
    api.addRoute('GET /public', { backend: Backend.mock(), authorizer: Authorizer.none() });
    const document = documentIn(stack);
    expect(document).not.toHaveProperty('security');
    expect(document.paths['/orders'].get.security).toEqual([{ sigv4: [] }]);
    expect(document.paths['/public'].get).toMatchObject({
      security: [],
      'x-amazon-apigateway-auth': { type: 'NONE' },
    });
  });
});

describe('the stage', () => {
  test('is named, throttled and logged by default, and caches nothing', () => {
    const { stack } = makeApi();
    expect(methodSettings(stack, '/*', '*')).toEqual({
      ResourcePath: '/*',
      HttpMethod: '*',
      ThrottlingRateLimit: 1000,
      ThrottlingBurstLimit: 2000,
      LoggingLevel: 'ERROR',
      DataTraceEnabled: false,
      MetricsEnabled: false,
      CachingEnabled: false,
    });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'prod',
      TracingEnabled: true,
    });
  });

  test('can go without logs and traces', () => {
    const { stack, api } = makeApi({
      accessLog: AccessLog.off(),
      executionLog: { level: 'OFF' as any },
      tracing: false,
    });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      AccessLogSetting: Match.absent(),
      TracingEnabled: false,
    });
    expect(api.accessLogGroup).toBeUndefined();
    expect(api.executionLogGroup).toBeUndefined();
  });

  test('is refused under a name that API Gateway would refuse', () => {
    expect(() => makeApi({ stage: { name: 'a/b', variables: { 'a-b': 'x', ok: 'no spaces' } } })).toThrow(/3 faults/);
  });
});

describe('functions of entries', () => {
  test('share one log group', () => {
    const { stack, api } = makeApi();
    api.addRoute('GET /a', { entry: 'lambda/orders/list.ts' });
    api.addRoute('GET /b', { entry: 'lambda/orders/get.ts' });
    expect(api.functionLogGroup).toBeDefined();
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 3);
  });

  test('have one each on request', () => {
    const { stack, api } = makeApi({ functionLogs: FunctionLogs.PER_FUNCTION });
    api.addRoute('GET /a', { entry: 'lambda/orders/list.ts' });
    api.addRoute('GET /b', { entry: 'lambda/orders/get.ts' });
    expect(api.functionLogGroup).toBeUndefined();
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 4);
  });
});

test('a mock renders a body that a template would otherwise read', () => {
  const { stack, api } = makeApi();
  api.addRoute('GET /a', { backend: Backend.mock({ body: { price: '$5 #1' } }) });
  api.addRoute('GET /b', { backend: Backend.mock({ body: 'costs $5', headers: { 'X-A': 'b' } }) });
  api.addRoute('GET /c', { backend: Backend.mock({ body: { region: stack.region } }) });
  const entry = (path: string) =>
    documentIn(stack).paths[path].get['x-amazon-apigateway-integration'].responses.default;
  expect(entry('/a').responseTemplates['application/json']).toBe('{"price":"\\u00245 \\u00231"}');
  expect(entry('/b').responseTemplates['application/json']).toBe("$util.base64Decode('Y29zdHMgJDU=')");
  expect(entry('/b').responseParameters).toEqual({
    'method.response.header.Content-Type': "'text/plain'",
    'method.response.header.X-A': "'b'",
  });
  expect(entry('/c').responseTemplates['application/json']).toEqual({
    'Fn::Join': ['', ['{"region":"', { Ref: 'AWS::Region' }, '"}']],
  });
});

test('a place of the document can be overridden and taken out', () => {
  const { stack, api } = makeApi();
  api.addOverride('/paths/~1orders/get/operationId', 'list');
  api.addOverride('/paths/~1orders/get/responses/200/description', 'orders');
  api.addOverride('/components');
  const document = documentIn(stack);
  expect(document.paths['/orders'].get).toMatchObject({
    operationId: 'list',
    responses: { 200: { description: 'orders' } },
  });
  expect(document).not.toHaveProperty('components');
  expect(() => api.addOverride('paths')).toThrow('pointer must be a JSON pointer');
});

test('the public document has neither extensions nor preflights', () => {
  const { api } = makeApi({ cors: { allowOrigins: ['*'] } });
  api.addRoute('ANY /x/{proxy+}', { backend: Backend.mock() });
  const document = api.openApiDocument;
  expect(JSON.stringify(document)).not.toContain('x-amazon-apigateway');
  expect(Object.keys(document.paths['/orders'])).toEqual(['get']);
  expect(Object.keys(document.paths['/x/{proxy}']).sort()).toEqual(['delete', 'get', 'patch', 'post', 'put']);
});

test('names are literals, so that metrics tie nothing together', () => {
  const { api } = makeApi();
  expect(api.apiName).toBe('Stack-Api');
  expect(api.stageName).toBe('prod');
  expect(api.metricServerError().dimensions).toEqual({ ApiName: 'Stack-Api', Stage: 'prod' });
  expect(() => makeApi({ apiName: Stack.of(api).region })).toThrow('apiName must be a literal');
});

test('permissions boundaries reach every role', () => {
  const { stack, api } = makeApi();
  api.addRoute('GET /a', { entry: 'lambda/orders/list.ts' });
  api.addRoute('POST /b', { backend: SqsBackend.sendMessage(new sqs.Queue(stack, 'Queue')) });
  iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'));
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::IAM::Role', 3);
  template.allResourcesProperties('AWS::IAM::Role', { PermissionsBoundary: Match.anyValue() });
});

test('tags and Aspects reach everything below (aws-solutions-constructs #445)', () => {
  const { stack, api } = makeApi();
  api.addRoute('GET /a', { entry: 'lambda/orders/list.ts' });
  Tags.of(api).add('team', 'shop');
  const seen: string[] = [];
  const aspect: IAspect = { visit: (node) => void seen.push(node.node.path) };
  Aspects.of(api).add(aspect);
  const template = Template.fromStack(stack);
  for (const type of ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::Logs::LogGroup', 'AWS::IAM::Role']) {
    template.hasResourceProperties(type, { Tags: Match.arrayWith([{ Key: 'team', Value: 'shop' }]) });
  }
  expect(seen).toContain('Stack/Api/RestApi/Resource');
});
