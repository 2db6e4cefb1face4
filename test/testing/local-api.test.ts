import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, Aspects, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, ServerlessApi } from '../../lib';
import { LocalApi } from '../../lib/testing';

const CODE = `exports.handler = async (event) => {
  console.log(event.httpMethod, event.body);
  return {
    statusCode: event.httpMethod === 'POST' ? 201 : 200,
    body: JSON.stringify({ got: event.body && JSON.parse(event.body), sub: event.requestContext.authorizer?.claims?.sub }),
  };
};`;

/** A plain CDK API with one route for each thing that a test may need. */
function makeStack() {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111111111111', region: 'eu-west-1' } });
  const fn = new lambda.Function(stack, 'Orders', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(CODE),
  });
  const pool = new cognito.UserPool(stack, 'Pool');
  const server = pool.addResourceServer('Server', {
    identifier: 'orders',
    scopes: [{ scopeName: 'write', scopeDescription: 'Write orders' }],
  });
  pool
    .addClient('Client', {
      oAuth: { scopes: [cognito.OAuthScope.custom('orders/write')], flows: { implicitCodeGrant: true } },
    })
    .node.addDependency(server);
  const api = new apigateway.RestApi(stack, 'Api', {
    deployOptions: { throttlingBurstLimit: 2, throttlingRateLimit: 1 },
    cloudWatchRole: false,
  });
  const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Authorizer', { cognitoUserPools: [pool] });
  const integration = new apigateway.LambdaIntegration(fn);
  const cognitoAuth = { authorizer, authorizationType: apigateway.AuthorizationType.COGNITO };
  const orders = api.root.addResource('orders');
  orders.addMethod('GET', integration, cognitoAuth);
  orders.addMethod('POST', integration, { ...cognitoAuth, authorizationScopes: ['orders/write'] });
  api.root.addResource('open').addMethod('ANY', integration);
  api.root.addResource('keyed').addMethod('GET', integration, { apiKeyRequired: true });
  api.root.addResource('signed').addMethod('GET', integration, { authorizationType: apigateway.AuthorizationType.IAM });
  api.root
    .addResource('legacy')
    .addResource('{proxy+}')
    .addMethod(
      'ANY',
      new apigateway.HttpIntegration('https://legacy.example.com/v1/{proxy}', {
        httpMethod: 'ANY',
        options: { requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' } },
      }),
      { requestParameters: { 'method.request.path.proxy': true } },
    );
  const key = api.addApiKey('Acme', { apiKeyName: 'acme', value: 'a-key-of-twenty-letters' });
  api.addUsagePlan('Plan', { apiStages: [{ stage: api.deploymentStage }] }).addApiKey(key);
  const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
  caller.addToPolicy(
    new iam.PolicyStatement({ actions: ['execute-api:Invoke'], resources: [api.arnForExecuteApi('GET', '/signed')] }),
  );
  const stranger = new iam.Role(stack, 'Stranger', { assumedBy: new iam.AccountRootPrincipal() });
  return { stack, fn, api, caller, stranger };
}

describe('LocalApi', () => {
  const { stack, fn, caller, stranger } = makeStack();
  let api: LocalApi;
  beforeAll(async () => {
    api = await LocalApi.of(stack);
  });
  beforeEach(() => api.clock.advance({ minutes: 1 }));
  afterAll(() => api.close());

  it('answers by the functions of the template', async () => {
    const answer = await api.fetch('POST', '/open', { body: { item: 'book' }, query: { page: 2, tag: ['a', 'b c'] } });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ got: { item: 'book' } });
    const { event } = api.calls(fn).at(-1) ?? {};
    expect(event.queryStringParameters).toEqual({ page: '2', tag: 'b c' });
    expect(event.headers['Content-Type']).toBe('application/json');
    expect(api.logs('Orders').join('')).toContain('POST {"item":"book"}');
  });

  it('sends headers as they are written, and says where a request comes from', async () => {
    await api.fetch('GET', '/open', { headers: { 'x-ODD-case': ['1', '2'] }, sourceIp: '10.1.2.3' });
    const { event } = api.calls('ANY /open').at(-1) ?? {};
    expect(event.multiValueHeaders['x-ODD-case']).toEqual(['1', '2']);
    expect(event.requestContext.identity.sourceIp).toBe('10.1.2.3');
  });

  it('lets users in by their tokens, groups and scopes', async () => {
    expect((await api.fetch('GET', '/orders')).status).toBe(401);
    const alice = await api.fetch('GET', '/orders', { as: api.user({ sub: 'alice' }) });
    expect(await alice.json()).toMatchObject({ sub: 'alice' });
    api.clock.advance({ minutes: 1 });
    const unscoped = await api.fetch('POST', '/orders', { body: {}, as: api.user({ sub: 'bob' }) });
    const scoped = await api.fetch('POST', '/orders', {
      body: {},
      as: api.user({ sub: 'bob', scopes: ['orders/write'] }),
    });
    expect([unscoped.status, scoped.status]).toEqual([401, 201]);
  });

  it('lets tokens run out when time passes', async () => {
    const alice = api.user({ sub: 'alice' });
    expect((await api.fetch('GET', '/orders', { as: alice })).status).toBe(200);
    api.clock.advance({ hours: 2 });
    expect((await api.fetch('GET', '/orders', { as: alice })).status).toBe(401);
  });

  it('throttles until time passes', async () => {
    const statuses = async (times: number) => {
      const answers = await Promise.all(Array.from({ length: times }, () => api.fetch('GET', '/open')));
      return answers.map(({ status }) => status).sort();
    };
    expect(await statuses(4)).toEqual([200, 200, 429, 429]);
    api.clock.advance({ seconds: 1 });
    expect(await statuses(2)).toEqual([200, 429]);
  });

  it('checks API keys', async () => {
    expect((await api.fetch('GET', '/keyed')).status).toBe(403);
    expect((await api.fetch('GET', '/keyed', { as: api.key('acme') })).status).toBe(200);
    expect(() => api.key('other')).toThrow('there is no API key "other", the template has "acme"');
    expect(api.gateway.usage()).toEqual([{ usagePlan: expect.any(String), apiKey: 'acme', period: 'DAY', used: 1 }]);
  });

  it('checks signatures, and what the policies of roles allow', async () => {
    expect((await api.fetch('GET', '/signed')).status).toBe(403);
    expect((await api.fetch('GET', '/signed?a=1', { query: { b: 'ü' }, as: api.signed })).status).toBe(200);
    api.clock.advance({ minutes: 1 });
    expect((await api.fetch('GET', '/signed', { as: api.role(caller) })).status).toBe(200);
    expect((await api.fetch('GET', '/signed', { as: api.role(stranger) })).status).toBe(403);
  });

  it('answers in place of an HTTP server', async () => {
    const legacy = await api.stub('https://legacy.example.com/v1', ({ path, method }) => ({
      status: 418,
      body: { path, method },
    }));
    const answer = await api.fetch('PUT', '/legacy/a/b', { body: 'text', query: { x: 1 } });
    expect(answer.status).toBe(418);
    expect(await answer.json()).toEqual({ path: '/v1/a/b', method: 'PUT' });
    expect(legacy.requests).toMatchObject([{ method: 'PUT', body: 'text', headers: { host: 'legacy.example.com' } }]);
    expect(legacy.requests[0].query.get('x')).toBe('1');
    await api.stub('https://legacy.example.com/v1', () => {
      throw new Error('out of order');
    });
    expect(await (await api.fetch('GET', '/legacy/a')).text()).toBe('the stub failed: out of order');
  });

  it('says which names it knows when one is wrong', () => {
    expect(() => api.calls('Nope')).toThrow(
      /there is no function "Nope", the assembly has "Shop-Orders.*Shop\/Orders\/Resource/,
    );
    expect(() => api.role('Nope')).toThrow('there is no role "Nope"');
    return expect(api.fetch('GET', 'orders')).rejects.toThrow('a path begins with "/" behind the stage, got "orders"');
  });
});

describe('an API of ours', () => {
  it('shows the lines of its access log and what happened', async () => {
    const stack = new Stack(new App(), 'Ours');
    const ours = new ServerlessApi(stack, 'Api', {
      authorizer: Authorizer.none(),
      routes: { 'GET /health': { backend: Backend.mock({ body: { ok: true } }) } },
    });
    const api = await LocalApi.of(ours);
    expect(await (await api.fetch('GET', '/health')).json()).toEqual({ ok: true });
    expect((await api.fetch('GET', '/nowhere')).status).toBe(403);
    expect(api.accessLog.map((line) => JSON.parse(line))).toMatchObject([
      { httpMethod: 'GET', status: '200' },
      { httpMethod: 'GET', status: '403' },
    ]);
    const requests = api.events.filter((event) => event.event === 'request');
    expect(requests.map(({ path, status }) => [path, status])).toEqual([
      [expect.stringMatching(/\/health$/), 200],
      [expect.stringMatching(/\/nowhere$/), 403],
    ]);
    await api.close();
  });
});

describe('a function in a LocalApi', () => {
  it('can be replaced by a stub', async () => {
    const { stack, fn } = makeStack();
    const api = await LocalApi.of(stack);
    api.stubFunction(fn, (event, context) => ({ statusCode: 202, body: `${event.path} ${context.functionName}` }));
    const answer = await api.fetch('GET', '/open');
    expect([answer.status, await answer.text()]).toEqual([202, expect.stringMatching(/^\/open Shop-Orders/)]);
    api.stubFunction('ANY /open', () => {
      throw new TypeError('no');
    });
    expect((await api.fetch('GET', '/open')).status).toBe(502);
    expect(api.calls(fn)).toHaveLength(2);
    await api.close();
  });
});

describe('what a LocalApi is made of', () => {
  it('has to be named where a stack has several APIs', async () => {
    const stack = new Stack(new App(), 'Two');
    const [one, two] = ['One', 'Two'].map((id) => {
      const api = new apigateway.RestApi(stack, id, { cloudWatchRole: false });
      const integration = new apigateway.MockIntegration({
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
        integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': id } }],
      });
      api.root.addMethod('GET', integration, { methodResponses: [{ statusCode: '200' }] });
      return api;
    });
    await expect(LocalApi.of(stack)).rejects.toThrow(
      '"Two" has several APIs, name one by the option "api": "One" (Two/One/Resource), "Two"',
    );
    await expect(LocalApi.of(stack, { api: 'Three' })).rejects.toThrow('"Two" has no API "Three"');
    await expect(LocalApi.of(stack, { api: one, stage: 'beta' })).rejects.toThrow(
      'API "One" has no stage "beta", it has "prod"',
    );
    const apis = await Promise.all([
      LocalApi.of(stack, { api: one }),
      LocalApi.of(two),
      LocalApi.of(stack, { api: 'Two' }),
    ]);
    const texts = await Promise.all(apis.map(async (api) => (await api.fetch('GET', '/')).text()));
    expect(texts).toEqual(['One', 'Two', 'Two']);
    await Promise.all(apis.map((api) => api.close()));
  });

  it('is the API of the stack, whatever other stacks call theirs', async () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map((id) => {
      const stack = new Stack(app, id);
      new ServerlessApi(stack, 'Api', {
        authorizer: Authorizer.none(),
        routes: { 'GET /': { backend: Backend.mock({ body: { id } }) } },
      });
      return stack;
    });
    const [first, second] = await Promise.all([one, two].map((stack) => LocalApi.of(stack, { listen: true })));
    for (const [api, id] of [[first, 'One'] as const, [second, 'Two'] as const]) {
      expect(await (await fetch(`${api.url}/`)).json()).toEqual({ id });
      expect(api.accessLog).toHaveLength(1);
      expect(api.gateway.apis).toHaveLength(2);
    }
    await Promise.all([first.close(), second.close()]);
  });

  it("is synthesized without CDK's validator, and the environment is as it was", async () => {
    const before = process.env.CDK_VALIDATION;
    const seen = new Set<string | undefined>();
    const { stack } = makeStack();
    Aspects.of(stack).add({ visit: () => void seen.add(process.env.CDK_VALIDATION) });
    try {
      delete process.env.CDK_VALIDATION;
      await (await LocalApi.of(stack)).close();
      expect([[...seen], process.env.CDK_VALIDATION]).toEqual([['false'], undefined]);
    } finally {
      process.env.CDK_VALIDATION = before;
    }
  });

  it('may listen for clients outside', async () => {
    const { stack } = makeStack();
    const api = await LocalApi.of(stack, { listen: true });
    const { url } = api;
    api.stubFunction('ANY /open', () => ({ statusCode: 200, body: 'over a socket' }));
    expect(api.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/prod$/);
    expect(await (await fetch(`${api.url}/open`)).text()).toBe('over a socket');
    await api.close();
    await expect(fetch(`${url}/open`)).rejects.toThrow('fetch failed');
  });
});
