import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, RequestValue, ServerlessApi } from '../../../lib';
import { documentIn, makeApi, makeFunction } from '../fixtures';

const mock = { backend: Backend.mock() };

/** The only scheme with an authorizer, with the security of a route. */
function schemesIn(stack: Stack): any[] {
  return Object.values<any>(documentIn(stack).components.securitySchemes).filter(
    (scheme) => scheme['x-amazon-apigateway-authorizer'],
  );
}

describe('Authorizer.cognito', () => {
  test('takes ID tokens without scopes and access tokens with them, through one authorizer', () => {
    const { stack, api } = makeApi();
    const pool = new cognito.UserPool(stack, 'Pool');
    api.addRoute('GET /me', { ...mock, authorizer: Authorizer.cognito(pool) });
    api.addRoute('GET /admin', { ...mock, authorizer: Authorizer.cognito(pool, { scopes: ['orders/read'] }) });
    const { paths } = documentIn(stack);
    expect(schemesIn(stack)).toEqual([
      {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': 'cognito_user_pools',
        'x-amazon-apigateway-authorizer': {
          type: 'cognito_user_pools',
          providerARNs: [{ 'Fn::GetAtt': [expect.stringMatching(/^Pool/), 'Arn'] }],
        },
      },
    ]);
    const [name] = Object.keys(paths['/me'].get.security[0]) as [string];
    expect(name).toMatch(/^CognitoPool[0-9a-f]{8}$/);
    expect(paths['/me'].get.security).toEqual([{ [name]: [] }]);
    expect(paths['/admin'].get.security).toEqual([{ [name]: ['orders/read'] }]);
  });

  test('takes further pools, another header and an audience', () => {
    const { stack, api } = makeApi();
    const [first, second] = [new cognito.UserPool(stack, 'A'), new cognito.UserPool(stack, 'B')];
    const authorizer = Authorizer.cognito(first, {
      additionalUserPools: [second],
      tokenHeader: 'X-Token',
      audience: '^abc$',
    });
    api.addRoute('GET /me', { ...mock, authorizer });
    expect(schemesIn(stack)[0]).toMatchObject({
      name: 'X-Token',
      'x-amazon-apigateway-authorizer': {
        providerARNs: [expect.anything(), expect.anything()],
        identityValidationExpression: '^abc$',
      },
    });
  });
});

describe('Authorizer.token', () => {
  test('asks a function about the token of a header', () => {
    const { stack, api } = makeApi();
    const handler = makeFunction(stack, 'Authorize');
    api.addRoute('GET /a', { ...mock, authorizer: Authorizer.token(handler) });
    api.addRoute('GET /b', { ...mock, authorizer: Authorizer.token(handler) });
    expect(schemesIn(stack)).toEqual([
      {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': {
          type: 'token',
          authorizerUri: { 'Fn::Sub': expect.stringMatching(/functions\/\$\{Authorize\w+\.Arn\}\/invocations$/) },
          authorizerResultTtlInSeconds: 300,
        },
      },
    ]);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 2);
  });

  test('of a function in another stack makes no cycle (aws-cdk #8241)', () => {
    const app = new App();
    const team = new Stack(app, 'Team');
    const front = new Stack(app, 'Front');
    new ServerlessApi(front, 'Api', {
      authorizer: Authorizer.token(makeFunction(team)),
      routes: { 'GET /': mock },
    });
    expect(() => app.synth()).not.toThrow();
    Template.fromStack(front).resourceCountIs('AWS::Lambda::Permission', 1);
    Template.fromStack(team).resourceCountIs('AWS::Lambda::Permission', 0);
  });

  test('keeps answers for an hour at most', () => {
    const { stack, api } = makeApi();
    const authorizer = Authorizer.token(makeFunction(stack, 'A'), { ttl: Duration.hours(2) });
    expect(() => api.addRoute('GET /a', { ...mock, authorizer })).toThrow(
      `route "GET /a": the authorizer's ttl must be at most 3600 seconds, got 7200`,
    );
  });
});

describe('Authorizer.request', () => {
  test('asks about every request unless something tells callers apart', () => {
    const { stack, api } = makeApi();
    api.addRoute('GET /a', { ...mock, authorizer: Authorizer.request(makeFunction(stack, 'A')) });
    expect(schemesIn(stack)[0]).toMatchObject({
      name: 'Unused',
      'x-amazon-apigateway-authorizer': { type: 'request', authorizerResultTtlInSeconds: 0 },
    });
  });

  test('takes headers, queries, stage variables and context', () => {
    const { stack, api } = makeApi();
    const authorizer = Authorizer.request(makeFunction(stack, 'A'), {
      ttl: Duration.minutes(1),
      identitySources: [
        RequestValue.header('X-Tenant'),
        RequestValue.query('token'),
        RequestValue.stageVariable('realm'),
        RequestValue.context('identity.sourceIp'),
      ],
    });
    api.addRoute('GET /a', { ...mock, authorizer });
    expect(schemesIn(stack)[0]['x-amazon-apigateway-authorizer']).toMatchObject({
      authorizerResultTtlInSeconds: 60,
      identitySource:
        'method.request.header.X-Tenant, method.request.querystring.token, stageVariables.realm, context.identity.sourceIp',
    });
  });

  test.each([
    [{ ttl: Duration.minutes(1) }, 'has nothing to tell callers apart'],
    [{ identitySources: [RequestValue.body('$.x')] }, 'identitySources takes values of header'],
    [{ identitySources: [RequestValue.literal('x')] }, 'got literal "x"'],
  ])('is refused with %j', (options, fault) => {
    const { stack, api } = makeApi();
    const authorizer = Authorizer.request(makeFunction(stack, 'A'), options);
    expect(() => api.addRoute('GET /a', { ...mock, authorizer })).toThrow(fault);
  });
});

describe('API keys', () => {
  test('are asked for beside the authorizer, or alone', () => {
    const { stack, api } = makeApi({ apiKeyRequired: true });
    api.addRoute('GET /alone', { ...mock, authorizer: Authorizer.none() });
    api.addRoute('GET /open', { ...mock, authorizer: Authorizer.none(), apiKeyRequired: false });
    const { paths, components } = documentIn(stack);
    expect(components.securitySchemes.api_key).toEqual({ type: 'apiKey', name: 'x-api-key', in: 'header' });
    expect(paths['/orders'].get.security).toEqual([{ sigv4: [] }, { api_key: [] }]);
    expect(paths['/alone'].get.security).toEqual([{ api_key: [] }]);
    expect(paths['/alone'].get).not.toHaveProperty('x-amazon-apigateway-auth');
    expect(paths['/open'].get.security).toEqual([]);
  });

  test('are never asked of a preflight (serverless-application-model #717)', () => {
    const { stack } = makeApi({ apiKeyRequired: true, cors: { allowOrigins: ['*'] } });
    expect(documentIn(stack).paths['/orders'].options.security).toEqual([]);
  });
});
