import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { Authorizer, type AuthorizerConfig, ConnectionTable, RequestValue } from '../../../lib';
import { makeFunction } from '../fixtures';
import { makeChat, onlyIn, open, refusalOf, resourcesIn, routesIn } from './fixtures';

const poolOf = (stack: Stack, id = 'Users') => cognito.UserPool.fromUserPoolId(stack, id, `us-east-1_${id}`);

describe('who may connect', () => {
  test('is whom IAM lets in, unless the API says otherwise', () => {
    const { stack } = makeChat();
    expect(routesIn(stack).$connect).toMatchObject({ AuthorizationType: 'AWS_IAM', ApiKeyRequired: false });
    expect(routesIn(stack).send.AuthorizationType).toBeUndefined();
    expect(
      resourcesIn(stack, 'Integration')
        .map(({ Properties }) => Properties.IntegrationType)
        .sort(),
    ).toEqual(['AWS_PROXY', 'MOCK']);
  });

  test('is everybody, when the API says so, and needs no route then', () => {
    expect(routesIn(makeChat({ ...open }).stack).$connect).toBeUndefined();
    const { stack } = makeChat((own) => ({ ...open, connect: { handler: makeFunction(own, 'Connect') } }));
    expect(routesIn(stack).$connect.AuthorizationType).toBe('NONE');
  });

  test('is decided by a function that sees the handshake', () => {
    const { stack, chat } = makeChat((own) => ({
      authorizer: Authorizer.request(makeFunction(own, 'Authorize'), {
        identitySources: [RequestValue.query('token'), RequestValue.header('X-A'), RequestValue.stageVariable('env')],
      }),
    }));
    expect(onlyIn(stack, 'Authorizer')).toMatchObject({
      AuthorizerType: 'REQUEST',
      IdentitySource: ['route.request.querystring.token', 'route.request.header.X-A', 'stageVariables.env'],
      AuthorizerUri: { 'Fn::Sub': expect.stringContaining('functions/${Authorize') },
    });
    expect(routesIn(stack).$connect).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: expect.stringMatching(/^ChatAuthorizer/) },
    });
    expect(chat.authorizer).toBeDefined();
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 2);
  });

  test('is not said by what only REST APIs have', () => {
    const of = (make: (stack: Stack) => any) => () => makeChat((stack) => ({ authorizer: make(stack) }));
    expect(of((stack) => Authorizer.token(makeFunction(stack, 'A')))).toThrow(
      'Stack/Chat: authorizer: Authorizer.token is for REST APIs: a WebSocket API takes Authorizer.request',
    );
    expect(of((stack) => Authorizer.request(makeFunction(stack, 'A'), { ttl: Duration.minutes(1) }))).toThrow(
      'a WebSocket API asks its authorizer once for each connection: leave ttl out, got 60 seconds',
    );
    expect(of((stack) => Authorizer.cognito(poolOf(stack), { tokenHeader: 'X-Token' }))).toThrow('takes tokenSources');
    expect(of(() => ({ bind: (): AuthorizerConfig => ({}) }))).toThrow('authorizer is for REST APIs only');
  });
});

describe('tokens of a user pool', () => {
  const environmentIn = (stack: Stack) => {
    const functions = Template.fromStack(stack).findResources('AWS::Lambda::Function', {
      Properties: { Environment: { Variables: { USER_POOL_IDS: Match.anyValue() } } },
    });
    return Object.values(functions)[0]?.Properties.Environment.Variables;
  };

  test('are checked by a function that comes with the API', () => {
    const { stack } = makeChat((own) => ({ authorizer: Authorizer.cognito(poolOf(own)) }));
    expect(environmentIn(stack)).toEqual({
      USER_POOL_IDS: 'us-east-1_Users',
      TOKEN_SOURCES: 'header Authorization,header Sec-WebSocket-Protocol,query token',
    });
    expect(onlyIn(stack, 'Authorizer').IdentitySource).toBeUndefined();
    expect(routesIn(stack).$connect.Target).toEqual({
      'Fn::Join': ['', ['integrations/', { Ref: expect.stringMatching(/^ChatIntegrationConnectionKeeper/) }]],
    });
  });

  test('may be of several pools, need scopes, and stand in one place, without which nobody is asked', () => {
    const { stack } = makeChat((own) => ({
      authorizer: Authorizer.cognito(poolOf(own), {
        additionalUserPools: [poolOf(own, 'Staff')],
        scopes: ['chat/read', 'chat/write'],
        audience: 'web|app',
        tokenSources: [RequestValue.query('access_token')],
      }),
    }));
    expect(environmentIn(stack)).toEqual({
      USER_POOL_IDS: 'us-east-1_Users,us-east-1_Staff',
      TOKEN_SOURCES: 'query access_token',
      SCOPES: 'chat/read chat/write',
      AUDIENCE: 'web|app',
    });
    expect(onlyIn(stack, 'Authorizer').IdentitySource).toEqual(['route.request.querystring.access_token']);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 2);
  });

  test('stand in headers and the query string only', () => {
    const withSources =
      (...tokenSources: RequestValue[]) =>
      () =>
        makeChat((own) => ({ authorizer: Authorizer.cognito(poolOf(own), { tokenSources }) }));
    expect(withSources(RequestValue.path('a'))).toThrow('tokenSources takes values of header and query');
    expect(withSources()).toThrow('tokenSources must name a place where tokens stand, got []');
  });
});

describe('API keys', () => {
  test('are asked for once for each connection', () => {
    const { stack, chat } = makeChat({ ...open, apiKeyRequired: true });
    chat.addUsagePlan('Gold', { throttle: { rateLimit: 5 } }).addKey('acme');
    expect(routesIn(stack).$connect).toMatchObject({ ApiKeyRequired: true, AuthorizationType: 'NONE' });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      ApiStages: [{ ApiId: Match.anyValue(), Stage: { Ref: Match.stringLikeRegexp('^ChatStage') } }],
      Throttle: { RateLimit: 5 },
    });
    template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
    Annotations.fromStack(stack).hasWarning('/Stack/Chat', Match.stringLikeRegexp('which browsers cannot'));
  });

  test('may be named by an authorizer, for browsers (aws-cdk #28756)', () => {
    const { stack } = makeChat((own) => ({
      authorizer: Authorizer.request(makeFunction(own, 'Authorize')),
      apiKeyRequired: true,
      apiKeySource: apigateway.ApiKeySourceType.AUTHORIZER,
    }));
    expect(onlyIn(stack, 'Api').ApiKeySelectionExpression).toBe('$context.authorizer.usageIdentifierKey');
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('are not named by other authorizers', () => {
    const apiKeySource = apigateway.ApiKeySourceType.AUTHORIZER;
    expect(refusalOf({ apiKeyRequired: true, apiKeySource })).toContain('only Authorizer.request has an answer');
    expect(refusalOf({ apiKeySource })).toContain('apiKeySource has no effect without apiKeyRequired');
  });

  test('have no limits of single routes', () => {
    const { chat } = makeChat({ ...open, apiKeyRequired: true });
    expect(() => chat.addUsagePlan('Gold', { routes: { send: { rateLimit: 1 } } })).toThrow(
      'a usage plan of a WebSocket API does not limit single routes: give the routes a "throttle"',
    );
  });
});

describe('grants', () => {
  test('are narrowed to the stage', () => {
    const { stack, chat, handler } = makeChat();
    chat.grantManageConnections(handler);
    chat.grantConnect(handler);
    const text = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(text).toContain('"/prod/*/@connections/*"');
    expect(text).toContain('"/prod/$connect"');
    expect(text).toContain('execute-api:ManageConnections');
  });

  test('of a stage are for it alone', () => {
    const { stack, chat, handler } = makeChat();
    chat.addStage('Beta', { name: 'beta' }).grantManageConnections(handler);
    const text = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(text).toContain('"/beta/*/@connections/*"');
    expect(text).not.toContain('/prod/');
  });
});

test('a table of connections asks for a route even where everybody may connect', () => {
  const { stack } = makeChat({ ...open, connections: ConnectionTable.create() });
  expect(Object.keys(routesIn(stack)).sort()).toEqual(['$connect', '$disconnect', 'send']);
});
