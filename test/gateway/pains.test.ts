import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, NestedStack, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type Gateway, startGateway } from '../../lib/gateway/gateway';
import { LocalApi, type LocalApiOptions } from '../../lib/testing';

/** What users of other local tools have reported, by their trackers, and what holds here: plain CDK apps, served as they are. */

const ECHO = `let calls = 0;
exports.handler = async (event) => ({
  statusCode: 200,
  body: JSON.stringify({ calls: ++calls, bytes: (event.body ?? '').length, headers: event.headers, identity: event.requestContext.identity }),
});`;

function makeFunction(scope: Construct, id = 'Echo', runtime = lambda.Runtime.NODEJS_22_X): lambda.Function {
  return new lambda.Function(scope, id, { runtime, handler: 'index.handler', code: lambda.Code.fromInline(ECHO) });
}

function makeStack(): Stack {
  return new Stack(new App(), 'Shop', { env: { account: '111111111111', region: 'eu-west-1' } });
}

function makeApi(scope: Construct, props: apigateway.RestApiProps = {}, id = 'Api'): apigateway.RestApi {
  return new apigateway.RestApi(scope, id, { cloudWatchRole: false, ...props });
}

const bodyOf = (answer: Response): Promise<any> => answer.json();

const corsHeaders = ({ headers }: Response) => [...headers].filter(([name]) => name.startsWith('access-control-'));

const open: LocalApi[] = [];
afterEach(() => Promise.all(open.splice(0).map((api) => api.close())));

async function serve(stack: Stack, options: LocalApiOptions = {}): Promise<LocalApi> {
  const api = await LocalApi.of(stack, options);
  open.push(api);
  return api;
}

describe('CORS', () => {
  const preflight = { Origin: 'https://a.example', 'Access-Control-Request-Method': 'PUT' };

  test('the MOCK preflight that CDK synthesizes is answered (aws-sam-cli #323, #400, #2287; aws-cdk #10703)', async () => {
    const stack = makeStack();
    const allowOrigins = ['https://a.example', 'https://b.example'];
    const api = makeApi(stack, { defaultCorsPreflightOptions: { allowOrigins, allowCredentials: true } });
    api.root.addResource('orders').addMethod('GET', new apigateway.LambdaIntegration(makeFunction(stack)));
    const local = await serve(stack);
    const answerTo = (origin: string) =>
      local.fetch('OPTIONS', '/orders', { headers: { ...preflight, Origin: origin } });
    expect((await answerTo('https://a.example')).status).toBe(204);
    for (const origin of allowOrigins) {
      expect((await answerTo(origin)).headers.get('access-control-allow-origin')).toBe(origin);
    }
    expect((await answerTo('https://evil.example')).headers.get('access-control-allow-origin')).toBe(allowOrigins[0]);
  });

  test('no header is made up: without CORS in the template there is none (localstack #2723, #4204, #6877; floci #2847)', async () => {
    const stack = makeStack();
    makeApi(stack).root.addMethod('GET', new apigateway.LambdaIntegration(makeFunction(stack)));
    const local = await serve(stack);
    const answers = [
      await local.fetch('OPTIONS', '/', { headers: preflight }),
      await local.fetch('GET', '/', { headers: { Origin: 'https://a.example' } }),
      await local.fetch('GET', '/nowhere', { headers: { Origin: 'https://a.example' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 200, 403]);
    expect(answers.flatMap(corsHeaders)).toEqual([]);
  });

  test('errors have the headers that gateway responses give them (aws-sam-cli #9087)', async () => {
    const stack = makeStack();
    const api = makeApi(stack);
    const crash = new lambda.Function(stack, 'Crash', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => process.exit(1);'),
    });
    api.root.addMethod('GET', new apigateway.LambdaIntegration(crash));
    api.root.addMethod('PUT', new apigateway.LambdaIntegration(crash), {
      authorizationType: apigateway.AuthorizationType.IAM,
    });
    const responseHeaders = { 'Access-Control-Allow-Origin': "'https://a.example'" };
    api.addGatewayResponse('Client', { type: apigateway.ResponseType.DEFAULT_4XX, responseHeaders });
    api.addGatewayResponse('Server', { type: apigateway.ResponseType.DEFAULT_5XX, responseHeaders });
    const local = await serve(stack);
    const answers = [await local.fetch('PUT', '/'), await local.fetch('GET', '/')];
    expect(answers.map(({ status }) => status)).toEqual([403, 502]);
    for (const answer of answers)
      expect(corsHeaders(answer)).toEqual([['access-control-allow-origin', 'https://a.example']]);
  });
});

describe('requests', () => {
  test('an Authorization header means nothing where nobody asks for it (floci #2050)', async () => {
    const stack = makeStack();
    makeApi(stack).root.addMethod('GET', new apigateway.LambdaIntegration(makeFunction(stack)));
    const local = await serve(stack);
    for (const Authorization of ['Bearer abc', 'Basic YTpi', 'AWS4-HMAC-SHA256 nonsense', '']) {
      const answer = await local.fetch('GET', '/', { headers: { Authorization } });
      expect(answer.status).toBe(200);
      if (Authorization !== '') expect((await bodyOf(answer)).headers.Authorization).toBe(Authorization);
    }
  });

  test('a body arrives whole, far beyond 16 KB (aws-sam-cli #646)', async () => {
    const stack = makeStack();
    makeApi(stack).root.addMethod('POST', new apigateway.LambdaIntegration(makeFunction(stack)));
    const local = await serve(stack, { listen: true });
    const answer = await fetch(local.url, { method: 'POST', body: 'x'.repeat(3_000_000) });
    expect((await bodyOf(answer)).bytes).toBe(3_000_000);
  });

  test('header names keep the case in which they were sent (localstack #10373)', async () => {
    const stack = makeStack();
    makeApi(stack).root.addMethod('GET', new apigateway.LambdaIntegration(makeFunction(stack)));
    const local = await serve(stack);
    const headers = { 'x-ODD-Case': '1', AUTHORIZATION: 'a' };
    expect((await bodyOf(await local.fetch('GET', '/', { headers }))).headers).toMatchObject({
      'x-ODD-Case': '1',
    });
  });

  test('functions are told which API key a request brought (ministack #1345; floci #3113)', async () => {
    const stack = makeStack();
    const api = makeApi(stack);
    api.root.addMethod('GET', new apigateway.LambdaIntegration(makeFunction(stack)), { apiKeyRequired: true });
    const key = api.addApiKey('Acme', { apiKeyName: 'acme' });
    api.addUsagePlan('Plan', { apiStages: [{ stage: api.deploymentStage }] }).addApiKey(key);
    const local = await serve(stack);
    expect((await local.fetch('GET', '/')).status).toBe(403);
    const { identity } = await bodyOf(await local.fetch('GET', '/', { as: local.key('acme') }));
    const [model] = local.gateway.model.apiKeys;
    expect(identity).toMatchObject({ apiKey: model.value, apiKeyId: model.id });
  });
});

describe('functions', () => {
  test('fifty of them need no process until they are called (aws-sam-cli #6562, #239)', async () => {
    const stack = makeStack();
    const api = makeApi(stack);
    for (let n = 0; n < 50; n += 1) {
      api.root.addResource(`f${n}`).addMethod('GET', new apigateway.LambdaIntegration(makeFunction(stack, `F${n}`)));
    }
    const before = childrenOfThisProcess();
    const local = await serve(stack);
    // One waits for the first call.
    expect(childrenOfThisProcess() - before).toBe(1);
    expect((await local.fetch('GET', '/f7')).status).toBe(200);
    expect(childrenOfThisProcess() - before).toBeLessThanOrEqual(2);
  });

  test('modules live from call to call, as connections to databases do (serverless-offline #954)', async () => {
    const stack = makeStack();
    makeApi(stack).root.addMethod('GET', new apigateway.LambdaIntegration(makeFunction(stack)));
    const local = await serve(stack);
    const calls: number[] = [];
    for (let n = 0; n < 3; n += 1) calls.push((await bodyOf(await local.fetch('GET', '/'))).calls);
    expect(calls).toEqual([1, 2, 3]);
  });

  test('a runtime that nobody knows yet runs (serverless-offline #1837)', async () => {
    const stack = makeStack();
    const runtime = new lambda.Runtime('nodejs98.x', lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true });
    const fn = makeFunction(stack, 'Next', runtime);
    makeApi(stack).root.addMethod('GET', new apigateway.LambdaIntegration(fn));
    const local = await serve(stack);
    expect((await local.fetch('GET', '/')).status).toBe(200);
  });
});

describe('apps', () => {
  test('routes and functions of nested stacks are served, none is lost (aws-sam-cli #4555, #3155, #4129, #2832)', async () => {
    const stack = makeStack();
    const nested = new NestedStack(stack, 'Inner');
    makeApi(nested).root.addMethod('GET', new apigateway.LambdaIntegration(makeFunction(stack)));
    expect((await (await serve(stack)).fetch('GET', '/')).status).toBe(200);
  });

  test('APIs of one app share neither port nor CORS nor authorization (cdkd #260)', async () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const fn = new apigateway.LambdaIntegration(makeFunction(stack));
    const cors = { allowOrigins: ['https://a.example'] };
    makeApi(stack, { defaultCorsPreflightOptions: cors }, 'Shown').root.addMethod('GET', fn);
    makeApi(stack, {}, 'Closed').root.addMethod('GET', fn, { authorizationType: apigateway.AuthorizationType.IAM });
    const gateway = await listen(app);
    const [shown, closed] = gateway.apis.map(({ url }) => url);
    expect(new URL(shown).port).not.toBe(new URL(closed).port);
    const statuses = async (url: string) => [
      (await fetch(url)).status,
      (await fetch(url, { method: 'OPTIONS', headers: { Origin: 'https://a.example' } })).status,
    ];
    expect([await statuses(shown), await statuses(closed)]).toEqual([
      [200, 204],
      [403, 403],
    ]);
    await gateway.close();
  });

  test('nothing needs an account, a login or the network (serverless #12504, #12578; bref #1815)', async () => {
    const stack = makeStack();
    makeApi(stack).root.addMethod('GET', new apigateway.LambdaIntegration(makeFunction(stack)));
    const local = await serve(stack, { environment: {} });
    expect((await local.fetch('GET', '/')).status).toBe(200);
  });
});

async function listen(app: App): Promise<Gateway> {
  return startGateway({ assembly: app.synth().directory, environment: {} });
}

function childrenOfThisProcess(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
}
