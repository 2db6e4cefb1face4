import { Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Stack } from 'aws-cdk-lib/core';
import { AccessLog, ApiDomain, ApiGatewayLogging, Endpoint, ServerlessWebSocketApi } from '../../../lib';
import { makeStack } from '../fixtures';
import { makeChat, onlyIn, open, refusalOf, resourcesIn } from './fixtures';

const certificateOf = (stack: Stack) =>
  acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/a');

describe('the stage', () => {
  test('has limits, logs and neither data traces nor metrics of routes', () => {
    const { stack, chat } = makeChat();
    expect(onlyIn(stack, 'Stage')).toMatchObject({
      StageName: 'prod',
      DeploymentId: { Ref: expect.stringMatching(/^ChatDeployment/) },
      DefaultRouteSettings: {
        ThrottlingRateLimit: 1000,
        ThrottlingBurstLimit: 2000,
        LoggingLevel: 'ERROR',
        DataTraceEnabled: false,
        DetailedMetricsEnabled: false,
      },
    });
    expect(onlyIn(stack, 'Stage').RouteSettings).toBeUndefined();
    expect(JSON.parse(onlyIn(stack, 'Stage').AccessLogSettings.Format)).toMatchObject({
      requestId: '$context.requestId',
      connectionId: '$context.connectionId',
      routeKey: '$context.routeKey',
    });
    expect(chat.accessLogGroup && chat.executionLogGroup).toBeDefined();
  });

  test('stands behind the log group that API Gateway would make without a retention', () => {
    const { stack } = makeChat({ executionLog: { retention: logs.RetentionDays.ONE_WEEK } });
    const template = Template.fromStack(stack);
    template.hasResource('AWS::ApiGatewayV2::Stage', {
      DependsOn: [Match.stringLikeRegexp('^ChatStageExecutionLog')],
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', ['/aws/apigateway/', Match.anyValue(), '/prod']] },
      RetentionInDays: 7,
    });
  });

  test('waits for the role of the account', () => {
    const { stack } = makeChat((own) => {
      new ApiGatewayLogging(own, 'Logging');
      return {};
    });
    Template.fromStack(stack).hasResource('AWS::ApiGatewayV2::Stage', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^Logging')]),
    });
  });

  test('has limits of single routes, with nothing left out', () => {
    const { stack, chat, handler } = makeChat({ throttle: { rateLimit: 5 } });
    chat.addRoute('typing', { handler, throttle: { burstLimit: 3 } });
    expect(onlyIn(stack, 'Stage').RouteSettings).toEqual({
      typing: {
        ThrottlingRateLimit: 5,
        ThrottlingBurstLimit: 3,
        LoggingLevel: 'ERROR',
        DataTraceEnabled: false,
        DetailedMetricsEnabled: false,
      },
    });
  });

  test('may be silent', () => {
    const { stack, chat } = makeChat({
      ...open,
      accessLog: AccessLog.off(),
      executionLog: { level: apigateway.MethodLoggingLevel.OFF },
    });
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 0);
    expect(onlyIn(stack, 'Stage').DefaultRouteSettings.LoggingLevel).toBe('OFF');
    expect(chat.executionLogGroup).toBeUndefined();
  });

  test('has a name and variables', () => {
    const { stack, chat } = makeChat({ stage: { name: 'v1', description: 'First', variables: { env: 'test' } } });
    expect(onlyIn(stack, 'Stage')).toMatchObject({
      StageName: 'v1',
      Description: 'First',
      StageVariables: { env: 'test' },
    });
    expect(stack.resolve(chat.url)).toEqual({
      'Fn::Join': [
        '',
        [
          'wss://',
          { Ref: expect.stringMatching(/^ChatApi/) },
          '.execute-api.',
          { Ref: 'AWS::Region' },
          '.',
          { Ref: 'AWS::URLSuffix' },
          '/v1',
        ],
      ],
    });
    expect(chat.callbackUrl).toBe(chat.url.replace(/^wss/, 'https'));
    expect(refusalOf({ stage: { name: '$default' } })).toContain('stage.name must be');
  });

  test('may be one of several', () => {
    const { stack, chat, handler } = makeChat();
    const beta = chat.addStage('Beta', { name: 'beta', throttle: { rateLimit: 1 }, variables: { env: 'beta' } });
    chat.addRoute('typing', { handler, throttle: { rateLimit: 2 } });
    const stages = resourcesIn(stack, 'Stage').map(({ Properties }) => Properties);
    expect(stages.map(({ StageName }) => StageName).sort()).toEqual(['beta', 'prod']);
    expect(new Set(stages.map(({ DeploymentId }) => DeploymentId.Ref)).size).toBe(1);
    expect(stages.every(({ RouteSettings }) => RouteSettings.typing.ThrottlingRateLimit === 2)).toBe(true);
    expect(beta.url).toMatch(/\/beta$/);
    expect(() => chat.addStage('Other', {})).toThrow('stage "Other" must have a name');
  });
});

describe('a domain', () => {
  const onDomain = (more: object = {}) =>
    makeChat((stack) => ({
      domain: {
        domainName: 'chat.example.com',
        certificate: certificateOf(stack),
        hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
          hostedZoneId: 'Z',
          zoneName: 'example.com',
        }),
        ...more,
      },
    }));

  test("leads to the stage, beside the API's own name", () => {
    const { stack, chat } = onDomain({ basePath: 'v1' });
    expect(chat.url).toBe('wss://chat.example.com/v1');
    expect(chat.callbackUrl).toContain('.execute-api.');
    expect(onlyIn(stack, 'ApiMapping')).toMatchObject({
      ApiMappingKey: 'v1',
      Stage: { Ref: expect.stringMatching(/^ChatStage/) },
    });
    Template.fromStack(stack).resourceCountIs('AWS::Route53::RecordSet', 2);
    expect(onlyIn(stack, 'Api').DisableExecuteApiEndpoint).toBeUndefined();
  });

  test('may be the only way, which functions are told', () => {
    const { stack, chat } = onDomain({ keepExecuteApiEndpoint: false });
    chat.addRoute('list', { entry: 'lambda/orders/list.ts' });
    expect(onlyIn(stack, 'Api').DisableExecuteApiEndpoint).toBe(true);
    expect(chat.callbackUrl).toBe('https://chat.example.com');
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { CONNECTIONS_URL: 'https://chat.example.com' } },
    });
  });

  test('that is the only way leads to every stage', () => {
    const { stack, chat } = onDomain({ keepExecuteApiEndpoint: false });
    chat.addStage('Beta', { name: 'beta' });
    expect(() => Template.fromStack(stack)).toThrow(
      'stage "beta" is not reached: stage "prod" closes the API\'s own name by "keepExecuteApiEndpoint"',
    );
  });

  test('asks for no client certificates, and is regional', () => {
    const domain = (shared: ApiDomain) => () =>
      new ServerlessWebSocketApi(shared.node.scope as Stack, 'A', { domain: { shared } });
    const stack = makeStack({ env: { region: 'us-east-1' } });
    const certificate = certificateOf(stack);
    const edge = new ApiDomain(stack, 'Edge', {
      domainName: 'a.example.com',
      certificate,
      endpointType: apigateway.EndpointType.EDGE,
    });
    expect(domain(edge)).toThrow('domain is edge-optimized, and WebSocket APIs are regional');
    expect(() => onDomain({ mutualTls: { bucket: {}, key: 'a' } })).toThrow('domain asks for client certificates');
  });
});

describe('props', () => {
  test('of REST APIs are refused with the reason', () => {
    const text = refusalOf({ webAcl: {}, cors: {}, tracing: true, secret: 1 } as any);
    expect(text).toContain('unknown prop "webAcl": AWS WAF does not protect WebSocket APIs');
    expect(text).toContain('unknown prop "cors": browsers let pages of every origin connect');
    expect(text).toContain('unknown prop "tracing": API Gateway does not trace WebSocket APIs');
    expect(text).toContain('unknown prop "secret", known are apiName, description');
  });

  test('choose how routes are selected, and from where the API is reached', () => {
    const { stack } = makeChat({
      routeSelectionExpression: '${request.body.kind}-v1',
      endpoint: Endpoint.dualStack(),
      description: 'Talk',
      apiName: 'talk',
    });
    expect(onlyIn(stack, 'Api')).toMatchObject({
      Name: 'talk',
      Description: 'Talk',
      RouteSelectionExpression: '${request.body.kind}-v1',
      IpAddressType: 'dualstack',
      ProtocolType: 'WEBSOCKET',
    });
    expect(refusalOf({ routeSelectionExpression: '$request.header.a' })).toContain('must name a part of messages');
    expect(refusalOf({ endpoint: Endpoint.edge() })).toContain('endpoint must be Endpoint.regional() or');
  });
});

test('an API of elsewhere is known by its id and its stage', () => {
  const { stack, handler } = makeChat();
  const api = ServerlessWebSocketApi.fromAttributes(stack, 'Other', { apiId: 'abc123', stageName: 'live' });
  expect(api.url).toMatch(/^wss:\/\/abc123\.execute-api\..*\/live$/);
  expect(api.metricMessageCount().dimensions).toEqual({ ApiId: 'abc123', Stage: 'live' });
  api.grantManageConnections(handler);
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).toContain(
    ':abc123/live/*/@connections/*',
  );
  expect(() => ServerlessWebSocketApi.fromAttributes(stack, 'Bad', { apiId: 'a/b', stageName: 'live' })).toThrow(
    'apiId must be the id that API Gateway gave the API, got "a/b"',
  );
});
