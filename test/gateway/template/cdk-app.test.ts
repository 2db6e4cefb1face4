import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib/core';
import { describeRoutes, functionOfUri, loadAssembly } from '../../../lib/gateway/template';
import type { AssemblyModel } from '../../../lib/gateway/model';
import { temporaryFolder } from './assembly-writer';

describe('an app of plain CDK', () => {
  let model: AssemblyModel;

  beforeAll(() => {
    model = loadAssembly(synthesize(temporaryFolder()), { region: 'eu-central-1' });
  });

  test('is read without a fault, in every stack', () => {
    expect(model.restApis.map(({ origin }) => origin.path)).toEqual([
      'Prod/Shop/Api/Resource',
      'Prod/Shop/Spec/Resource',
      'Prod/Shop/Nested/Api/Resource',
      'Consumer/Api/Resource',
    ]);
    expect(model.fidelity.filter(({ effect }) => effect === 'denies')).toEqual([]);
  });

  test('has the routes that were written', () => {
    const rows = describeRoutes(model).map(({ api, method, path, backend, auth }) =>
      [api, method, path, backend, auth].join(' '),
    );
    expect(rows).toEqual([
      'Api OPTIONS / mock none',
      expect.stringMatching(/^Api GET \/orders lambda Prod\/Shop\/Fn Cognito \w+ \[orders\/read\]$/),
      'Api OPTIONS /orders mock none',
      'Api GET /orders/{id} GET https://example.com/{id} none + API key',
      'Api OPTIONS /orders/{id} mock none',
      'Spec GET /pets lambda Prod/Shop/Fn none',
      'inner ANY / mock none',
      'inner ANY /{proxy+} lambda Prod/Shop/Fn none',
      'Api ANY / lambda Consumer/Fn none',
      'Chat WS $connect lambda Prod/Shop/Fn none',
    ]);
  });

  test('calls functions by alias, with code, environment and permissions', () => {
    const [api] = model.restApis;
    const get = api.methods.find(({ resourcePath, httpMethod }) => resourcePath === '/orders' && httpMethod === 'GET');
    const called = functionOfUri(get?.integration.uri ?? '');
    expect(called?.qualifier).toBe('live');
    const fn = model.functions.get(called?.arn ?? '');
    expect(fn?.codeDirectory).toMatch(/asset\.[0-9a-f]{64}$/);
    expect(fn?.environment.TABLE).toBe(model.tables[0].name);
    expect(fn?.invokePermissions).toContainEqual({
      principal: 'apigateway.amazonaws.com',
      sourceArn: expect.stringContaining(`:${api.id}/prod/GET/orders`),
    });
  });

  test('reaches the table of another stack', () => {
    const consumer = [...model.functions.values()].find(({ origin }) => origin.stack === 'Consumer');
    const table = model.tables.find(({ origin }) => origin.stack === 'Data');
    expect(consumer?.environment.TABLE).toBe(table?.name);
    expect(table?.createTable).toMatchObject({ BillingMode: 'PAY_PER_REQUEST' });
  });

  test('grants roles what it granted', () => {
    const fn = [...model.functions.values()].find(({ origin }) => origin.path === 'Consumer/Fn/Resource');
    const actions = model.roles
      .get(fn?.roleArn ?? '')
      ?.policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action ?? []));
    expect(actions).toContain('dynamodb:GetItem');
  });
});

function synthesize(folder: string): string {
  const code = join(folder, 'code');
  mkdirSync(code);
  writeFileSync(join(code, 'index.js'), 'exports.handler = async () => ({ statusCode: 200 });');
  const app = new App({ outdir: join(folder, 'cdk.out') });
  const data = new Stack(app, 'Data');
  const table = new dynamodb.TableV2(data, 'Table', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
  });
  addShop(new Stack(new Stage(app, 'Prod'), 'Shop'), code);
  const consumer = new Stack(app, 'Consumer');
  const fn = makeFunction(consumer, code, { TABLE: table.tableName });
  table.grantReadData(fn);
  new apigateway.RestApi(consumer, 'Api').root.addMethod('ANY', new apigateway.LambdaIntegration(fn));
  return app.synth().directory;
}

function makeFunction(stack: Stack, code: string, environment: Record<string, string>): lambda.Function {
  return new lambda.Function(stack, 'Fn', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromAsset(code),
    environment,
  });
}

function addShop(stack: Stack, code: string): void {
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
  });
  const fn = makeFunction(stack, code, { TABLE: table.tableName });
  const userPool = new cognito.UserPool(stack, 'Pool');
  const api = new apigateway.RestApi(stack, 'Api', {
    defaultCorsPreflightOptions: { allowOrigins: ['https://a.example', 'https://b.example'] },
  });
  const orders = api.root.addResource('orders');
  orders.addMethod('GET', new apigateway.LambdaIntegration(fn.addAlias('live')), {
    authorizer: new apigateway.CognitoUserPoolsAuthorizer(stack, 'Auth', { cognitoUserPools: [userPool] }),
    authorizationScopes: ['orders/read'],
  });
  const http = new apigateway.HttpIntegration('https://example.com/{id}', {
    options: { requestParameters: { 'integration.request.path.id': 'method.request.path.id' } },
  });
  orders
    .addResource('{id}')
    .addMethod('GET', http, { apiKeyRequired: true, requestParameters: { 'method.request.path.id': true } });
  new apigateway.SpecRestApi(stack, 'Spec', {
    apiDefinition: apigateway.ApiDefinition.fromInline(petsDocument(stack, fn)),
  });
  const nested = new NestedStack(stack, 'Nested');
  const inner = new apigateway.RestApi(nested, 'Api', {
    restApiName: 'inner',
    endpointTypes: [apigateway.EndpointType.REGIONAL],
  });
  inner.root.addProxy({ defaultIntegration: new apigateway.LambdaIntegration(fn) });
  const chat = new apigatewayv2.WebSocketApi(stack, 'Chat', {
    connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', fn) },
  });
  new apigatewayv2.WebSocketStage(stack, 'ChatStage', { webSocketApi: chat, stageName: 'dev', autoDeploy: true });
}

function petsDocument(stack: Stack, fn: lambda.Function): Record<string, unknown> {
  const uri = `arn:${stack.partition}:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`;
  return {
    openapi: '3.0.1',
    info: { title: 'pets', version: '1' },
    paths: { '/pets': { get: { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri } } } },
  };
}
