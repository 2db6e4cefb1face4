import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as logs from 'aws-cdk-lib/aws-logs';
import { App, CfnResource, RemovalPolicies, Stack } from 'aws-cdk-lib/core';
import { AccessLog, Authorizer, Backend, PrivateLink, ServerlessApi } from '../../lib';
import { documentIn, makeApi, makeFunction, makeStack } from './fixtures';
import { makeChat, onlyIn, resourcesIn, routesIn } from './websocket/fixtures';

const mock = { backend: Backend.mock() };

describe('limits of CloudFormation come with a warning of time (aws-cdk #1477, #7391)', () => {
  const infoOf = (stack: Stack, pattern: string) =>
    Annotations.fromStack(stack).findInfo('/Stack/Api', Match.stringLikeRegexp(pattern));
  const stackOf = (context: Record<string, unknown>) => new Stack(new App({ context }), 'Stack');
  const padding = { type: 'string', enum: ['x'.repeat(30_000)] };
  const addLongRoutes = (stack: Stack, count: number) => {
    const api = new ServerlessApi(stack, 'Api');
    const ids = Array.from({ length: count }, (_, index) => index);
    for (const id of ids) api.addRoute(`POST /r${id}`, { ...mock, requestBody: padding });
  };

  test('a stack of nearly as many resources as it may have says how many functions it still has room for', () => {
    const stack = stackOf({ '@aws-cdk/core:stackResourceLimit': 16 });
    const api = new ServerlessApi(stack, 'Api', { routes: { 'GET /': { handler: makeFunction(stack) } } });
    for (const id of ['B', 'C']) api.addRoute(`GET /${id}`, { handler: makeFunction(stack, id) });
    expect(infoOf(stack, 'has 14 of the 16 resources .* room for 0 more functions')).toHaveLength(1);
  });

  test('a stack far from it says nothing', () => {
    expect(infoOf(makeApi().stack, 'CloudFormation takes')).toEqual([]);
  });

  test('a document that nearly fills a template says how many routes still fit', () => {
    const stack = stackOf({ '@aws-cdk/core:suppressTemplateIndentation': true });
    addLongRoutes(stack, 28);
    expect(infoOf(stack, 'takes about 8.. KB of the 1000 KB .* about 4 more routes like those 28')).toHaveLength(1);
  });

  test('and knows that the template is indented', () => {
    const stack = makeStack();
    addLongRoutes(stack, 28);
    expect(infoOf(stack, 'suppressTemplateIndentation on the stack makes it smaller')).toHaveLength(1);
  });

  test('what is said can be acknowledged', () => {
    const stack = stackOf({ '@aws-cdk/core:stackResourceLimit': 12 });
    const { node } = new ServerlessApi(stack, 'Api', { routes: { 'GET /': { handler: makeFunction(stack) } } });
    Annotations.fromStack(stack);
    const infos = node.metadata.filter(({ type }) => type === 'aws:cdk:info').map(({ data }) => String(data));
    expect(infos.filter((info) => !info.includes('[ack: cdk-gatehouse:'))).toEqual([]);
    expect(infos.length).toBeGreaterThan(0);
  });
});

test('a new deployment reaches the stage that is there, and old ones stay on request (aws-cdk #25582, #14660)', () => {
  const idsOf = (path: string) => {
    const { stack } = makeApi({ stage: { name: 'live', retainDeployments: true }, routes: { [`GET ${path}`]: mock } });
    const template = Template.fromStack(stack);
    const [[deployment, { DeletionPolicy }]] = Object.entries(
      template.findResources('AWS::ApiGateway::Deployment'),
    ) as any;
    const [[stage, { Properties }]] = Object.entries(template.findResources('AWS::ApiGateway::Stage')) as any;
    expect(Properties).toMatchObject({ StageName: 'live', DeploymentId: { Ref: deployment } });
    expect(DeletionPolicy).toBe('Retain');
    return { deployment, stage };
  };
  const [before, after] = [idsOf('/a'), idsOf('/b')];
  expect(after.stage).toBe(before.stage);
  expect(after.deployment).not.toBe(before.deployment);
});

test('what needs the name of the API may take it from the event: functions get no URL that ties a knot (aws-cdk #3000)', () => {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Stack');
  new ServerlessApi(stack, 'Api', { routes: { 'GET /': { entry: 'lambda/orders/list.ts' } } });
  const [fn] = Object.values<any>(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  expect(JSON.stringify(fn.Properties.Environment ?? {})).not.toContain('RestApi');
});

test('WebSocket routes have integration responses, models, limits, log level and data trace by props (aws-cdk #2872, #29661)', () => {
  const { stack } = makeChat({
    executionLog: { level: apigateway.MethodLoggingLevel.INFO, dataTrace: true },
    routes: {
      send: {
        backend: Backend.httpCustom('https://chat.example.com', {
          responses: [{ status: 200 }, { status: 502, pattern: '5\\d{2}', templates: { 'application/json': '{}' } }],
        }),
        reply: true,
        requestBody: { type: 'object', required: ['text'] },
        throttle: { rateLimit: 1, burstLimit: 2 },
      },
    },
  });
  expect(resourcesIn(stack, 'IntegrationResponse').length).toBeGreaterThanOrEqual(2);
  expect(resourcesIn(stack, 'RouteResponse')).toHaveLength(1);
  expect(onlyIn(stack, 'Model').Schema).toMatchObject({ required: ['text'] });
  expect(routesIn(stack).send.RequestModels).toBeDefined();
  const { DefaultRouteSettings, RouteSettings } = onlyIn(stack, 'Stage');
  expect(DefaultRouteSettings).toMatchObject({ LoggingLevel: 'INFO', DataTraceEnabled: true });
  expect(RouteSettings.send).toMatchObject({ ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 });
});

test('who may flush cached answers is granted, without a custom resource (aws-cdk #18794)', () => {
  const { stack, api } = makeApi({ cache: { keys: [] } });
  api
    .route('GET /orders')
    .grantInvalidateCache(new iam.Role(stack, 'Editor', { assumedBy: new iam.AccountRootPrincipal() }));
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({
          Action: 'execute-api:InvalidateCache',
          Resource: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('/prod/GET/orders$')])] },
        }),
      ],
    },
  });
});

test('an option that does not exist is an error, wherever it is written (aws-cdk #21295, #15760)', () => {
  const stack = makeStack();
  const { chat } = makeChat();
  const api = new ServerlessApi(stack, 'Api', { routes: { 'GET /': mock } });
  expect(() => api.addRoute('GET /a', { ...mock, timeout: 3 } as any)).toThrow('unknown option "timeout"');
  expect(() => chat.addRoute('a', { ...mock, cache: {} } as any)).toThrow('unknown option "cache"');
});

test('what the props have no word for can be said to the inner constructs (sst #5120, #5371, #5389)', () => {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Stack');
  const api = new ServerlessApi(stack, 'Api', {
    functionDefaults: { ephemeralStorageSize: undefined, description: 'any option of a function' },
    routes: { 'GET /': { entry: 'lambda/orders/list.ts' } },
  });
  api.addOverride('/paths/~1/get/x-own', 1);
  (api.stage.node.defaultChild as CfnResource).addPropertyOverride('DocumentationVersion', '7');
  (api.deployment.node.defaultChild as CfnResource).addPropertyOverride('Description', 'mine');
  (api.node.defaultChild as CfnResource).addPropertyOverride('CloneFrom', 'abc');
  (api.route('GET /').handler.node.defaultChild as CfnResource).addPropertyOverride('MemorySize', 512);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGateway::Stage', { DocumentationVersion: '7' });
  template.hasResourceProperties('AWS::ApiGateway::Deployment', { Description: 'mine' });
  template.hasResourceProperties('AWS::ApiGateway::RestApi', {
    CloneFrom: 'abc',
    Body: { paths: { '/': { get: { 'x-own': 1 } } } },
  });
  template.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 512, Description: 'any option of a function' });
});

test('every route of an API can be asked for what it has', () => {
  const { api } = makeApi();
  api.addRoute('GET /mock', mock);
  expect(api.routeKeys).toEqual(['GET /orders', 'GET /mock']);
  expect(api.routeKeys.map((key) => api.route(key).path)).toEqual(['/orders', '/mock']);
});

test('the default child of an API is its resource', () => {
  const { chat } = makeChat();
  expect(makeApi().api.node.defaultChild).toBeInstanceOf(apigateway.CfnRestApi);
  expect(chat.node.defaultChild).toBeInstanceOf(apigatewayv2.CfnApi);
});

test('mixins and removal policies reach the children of an API', () => {
  const { stack, api } = makeApi();
  const seen: string[] = [];
  api.with({ supports: () => true, applyTo: (construct) => void seen.push(construct.node.path) });
  expect(seen).toContain('Stack/Api/AccessLog/Resource');
  RemovalPolicies.of(api).retain();
  Template.fromStack(stack).allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain' });
});

test('resources of the first level are taken where an ARN or an id is enough', () => {
  const stack = makeStack();
  const pool = new cognito.CfnUserPool(stack, 'Pool');
  const logGroup = new logs.CfnLogGroup(stack, 'Log', { retentionInDays: 7 });
  const link = new apigateway.CfnVpcLink(stack, 'Link', { name: 'link', targetArns: ['arn'] });
  const api = new ServerlessApi(stack, 'Api', {
    authorizer: Authorizer.cognito(pool),
    accessLog: AccessLog.toLogGroup({ logGroup }),
    routes: {
      'GET /': { backend: Backend.httpProxy('http://a.example.com', { vpcLink: PrivateLink.fromVpcLink(link) }) },
    },
  });
  api.addUsagePlan('Gold').addExistingKey('acme', new apigateway.CfnApiKey(stack, 'Key'));
  const { components, paths } = documentIn(stack);
  const [scheme] = Object.values<any>(components.securitySchemes);
  expect(scheme['x-amazon-apigateway-authorizer'].providerARNs).toEqual([{ 'Fn::GetAtt': ['Pool', 'Arn'] }]);
  expect(paths['/'].get['x-amazon-apigateway-integration'].connectionId).toEqual({ Ref: 'Link' });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGateway::UsagePlanKey', { KeyId: { Ref: 'Key' } });
  const [stage] = Object.values<any>(template.findResources('AWS::ApiGateway::Stage'));
  expect(JSON.stringify(stage.Properties.AccessLogSetting.DestinationArn)).toContain('{"Ref":"Log"}');
  expect(api.accessLogGroup?.logGroupName).toBeDefined();
  const other = makeStack();
  const stream = new firehose.CfnDeliveryStream(other, 'Stream', { deliveryStreamName: 'amazon-apigateway-log' });
  new ServerlessApi(other, 'Api', { accessLog: AccessLog.toFirehose(stream), routes: { 'GET /': mock } });
  Template.fromStack(other).hasResourceProperties('AWS::ApiGateway::Stage', {
    AccessLogSetting: { DestinationArn: { 'Fn::GetAtt': ['Stream', 'Arn'] } },
  });
});

describe('the document is one that the import takes whole', () => {
  test('its text has no token of its own: late values stand in Fn::Sub and Fn::Join (aws-cdk #17640)', () => {
    const { stack } = makeApi({ cors: { allowOrigins: ['https://a.example.com', 'https://b.example.com'] } });
    expect(JSON.stringify(documentIn(stack))).not.toMatch(/\$\{Token\[/);
  });

  test('an update clears what it has not: removed binary types are gone (serverless-application-model #3511)', () => {
    const [with_, without] = [makeApi({ binaryMediaTypes: ['image/png'] }), makeApi()].map(({ stack }) => {
      const [api] = Object.values<any>(Template.fromStack(stack).findResources('AWS::ApiGateway::RestApi'));
      return api.Properties;
    });
    expect(with_).toMatchObject({ Mode: 'overwrite', BinaryMediaTypes: ['image/png'] });
    expect(without).toMatchObject({ Mode: 'overwrite', FailOnWarnings: true });
    expect(without.BinaryMediaTypes).toBeUndefined();
    expect(without.Body['x-amazon-apigateway-binary-media-types']).toEqual([]);
  });

  test('every operation says who may call it, and the document as a whole says nothing (cdk-serverless)', () => {
    const { stack } = makeApi({ routes: { 'GET /a': mock, 'GET /b': { ...mock, authorizer: Authorizer.none() } } });
    const { security, paths } = documentIn(stack);
    expect(security).toBeUndefined();
    expect(paths['/a'].get.security).toHaveLength(1);
    expect(paths['/b'].get.security).toEqual([]);
  });

  test('aliases leave the deployment alone when code changes, versions are warned of', () => {
    const { stack, api, handler } = makeApi();
    api.addRoute('GET /version', { handler: handler.currentVersion });
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Api',
      Match.stringLikeRegexp('is answered by a version.*use an alias'),
    );
  });
});
