import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import { LocalApi, type LocalApiOptions } from '../../lib/testing';

const ELSEWHERE = 'arn:aws:lambda:eu-west-1:222222222222:function:company-auth';
const BACKEND = 'arn:aws:lambda:eu-west-1:222222222222:function:company-backend';

const GUARD = `exports.handler = async (event) => ({
  principalId: 'guard',
  policyDocument: { Statement: [{ Action: '*', Effect: event.authorizationToken === 'let-me' ? 'Allow' : 'Deny', Resource: '*' }] },
});`;

/** Two routes behind an authorizer of another account: one answered here, one by a function of that account. */
function makeStack(): Stack {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111111111111', region: 'eu-west-1' } });
  const imported = (id: string, arn: string) => lambda.Function.fromFunctionArn(stack, id, arn);
  const authorizer = new apigateway.TokenAuthorizer(stack, 'Auth', {
    handler: imported('Company', ELSEWHERE),
    authorizerName: 'company',
  });
  new lambda.Function(stack, 'Guard', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(GUARD),
  });
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  const answers = new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [{ statusCode: '200' }],
  });
  api.root.addMethod('GET', answers, { authorizer, methodResponses: [{ statusCode: '200' }] });
  const backend = new apigateway.LambdaIntegration(imported('Backend', BACKEND));
  api.root.addResource('backend').addMethod('GET', backend);
  const pools = [new cognito.UserPool(stack, 'Pool')];
  const users = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Users', {
    cognitoUserPools: pools,
    authorizerName: 'users',
  });
  api.root.addResource('users').addMethod('GET', answers, { authorizer: users });
  return stack;
}

async function statusOf(options: LocalApiOptions, token = 'any'): Promise<number> {
  const api = await LocalApi.of(makeStack(), options);
  const { status } = await api.fetch('GET', '/', { headers: { Authorization: token } });
  await api.close();
  return status;
}

describe('an authorizer whose function is elsewhere', () => {
  it('denies, and is named at the start', async () => {
    const api = await LocalApi.of(makeStack());
    expect((await api.fetch('GET', '/', { headers: { Authorization: 'any' } })).status).toBe(500);
    const [report] = api.events.filter((event) => event.event === 'fidelity');
    expect(JSON.stringify(report)).toContain(`the authorizer \\"company\\" calls the function \\"${ELSEWHERE}\\"`);
    await api.close();
  });

  it('is replaced by a verdict, which still needs the identity', async () => {
    expect(await statusOf({ authorizers: { company: 'allow' } })).toBe(200);
    expect(await statusOf({ authorizers: { company: 'allow' } }, '')).toBe(401);
    expect(await statusOf({ authorizers: { company: 'deny' } })).toBe(403);
  });

  it('is replaced by a function of the assembly', async () => {
    const authorizers = { company: 'Shop/Guard' };
    expect([await statusOf({ authorizers }, 'let-me'), await statusOf({ authorizers }, 'no')]).toEqual([200, 403]);
  });

  it('is said to be replaced', async () => {
    const api = await LocalApi.of(makeStack(), { authorizers: { company: 'allow' } });
    const report = api.events.find((event) => event.event === 'fidelity');
    expect(report).toMatchObject({
      entries: expect.arrayContaining([
        {
          path: 'Shop/Api/Resource',
          effect: 'differs',
          message: 'the authorizer "company" does not decide: "allow" does',
        },
      ]),
    });
    expect(JSON.stringify(report)).not.toContain('company-auth');
    await api.close();
  });

  it('is stubbed in the test by its ARN, as are integrations', async () => {
    const api = await LocalApi.of(makeStack());
    const Statement = [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' }];
    api.stubFunction(ELSEWHERE, () => ({ principalId: 'stub', policyDocument: { Statement } }));
    expect((await api.fetch('GET', '/', { headers: { Authorization: 'any' } })).status).toBe(200);
    expect(api.calls(ELSEWHERE)).toMatchObject([{ event: { type: 'TOKEN', authorizationToken: 'any' } }]);
    expect((await api.fetch('GET', '/backend')).status).toBe(500);
    api.stubFunction(BACKEND, () => ({ statusCode: 203 }));
    expect((await api.fetch('GET', '/backend')).status).toBe(203);
    await api.close();
  });

  it.each([
    [{ other: 'allow' }, 'there is no authorizer "other", there are: "company", "users"'],
    [{ company: 'maybe' }, 'the authorizer "company" takes allow, deny or a function of the assembly, got "maybe"'],
    [{ users: 'allow' }, 'the authorizer "users" is one of Cognito'],
  ])('%j is refused', async (authorizers, message) => {
    await expect(LocalApi.of(makeStack(), { authorizers: authorizers as Record<string, string> })).rejects.toThrow(
      message,
    );
  });
});

it('an authorizer of a WebSocket API is replaced too', async () => {
  const stack = new Stack(new App(), 'Chat');
  const handler = lambda.Function.fromFunctionArn(stack, 'Company', ELSEWHERE);
  const authorizer = new WebSocketLambdaAuthorizer('Auth', handler, { authorizerName: 'company' });
  const integration = new WebSocketMockIntegration('Mock', {
    requestTemplates: { $default: '{"statusCode": 200}' },
    templateSelectionExpression: '\\$default',
  });
  const webSocketApi = new apigatewayv2.WebSocketApi(stack, 'Api', {
    connectRouteOptions: { authorizer, integration },
  });
  new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi, stageName: 'prod', autoDeploy: true });
  const connect = async (verdict: string) => {
    const api = await LocalApi.of(stack, { authorizers: { company: verdict } });
    return api
      .connect({ headers: { Authorization: 'any' } })
      .then(() => 101)
      .catch(({ status }) => status as number)
      .finally(() => api.close());
  };
  expect([await connect('allow'), await connect('deny')]).toEqual([101, 403]);
});
