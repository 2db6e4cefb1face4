import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { App, Duration, Size, Stack } from 'aws-cdk-lib/core';
import {
  ApiGatewayLogging,
  ApiModel,
  Authorizer,
  Backend,
  DynamoDbBackend,
  RequestValue,
  ResourcePolicy,
  ServerlessApi,
  WebAcl,
} from '../../lib';
import { makeFunction } from './fixtures';

const makeStack = () => new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Stack');

/** The smallest API that a user may write. */
export function makeMinimal(): Stack {
  const stack = makeStack();
  new ServerlessApi(stack, 'Api', { routes: { 'GET /orders': { entry: 'lambda/orders/list.ts' } } });
  return stack;
}

/** An API with one of everything that is an option. */
export function makeEverything(): Stack {
  const stack = makeStack();
  const pool = new cognito.UserPool(stack, 'Pool');
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  const order = new ApiModel('Order', { type: 'object', required: ['item'], properties: { item: { type: 'string' } } });
  new ApiGatewayLogging(stack, 'Logging');
  const api = new ServerlessApi(stack, 'Api', {
    apiName: 'orders',
    description: 'Orders of a shop',
    authorizer: Authorizer.cognito(pool, { scopes: ['orders/read'] }),
    cors: {
      allowOrigins: ['https://shop.example.com', 'https://admin.example.com'],
      allowCredentials: true,
      exposeHeaders: ['X-Total'],
      maxAge: Duration.hours(1),
    },
    throttle: { rateLimit: 200, burstLimit: 400 },
    cache: { ttl: Duration.minutes(10) },
    stage: { name: 'live', description: 'What customers use', variables: { realm: 'shop' } },
    binaryMediaTypes: ['image/png'],
    compression: Size.kibibytes(1),
    gatewayResponses: { THROTTLED: { template: '{"message":"slow down"}' } },
    resourcePolicy: ResourcePolicy.denyIps(['192.0.2.0/24']),
    webAcl: WebAcl.managed({ rateLimitPerIp: 2000 }),
    apiKeySource: apigateway.ApiKeySourceType.HEADER,
    redeployToken: '1',
    functionDefaults: { environment: { TABLE: table.tableName } },
    routes: {
      'GET /health': { backend: Backend.mock({ body: { ok: true } }), authorizer: Authorizer.none() },
      'GET /orders': {
        entry: 'lambda/orders/list.ts',
        cache: { ttl: Duration.minutes(1), keys: [RequestValue.query('page'), RequestValue.header('Authorization')] },
        responses: { 200: { description: 'orders', body: { type: 'array', items: order } } },
      },
      'GET /orders/{id}': {
        backend: DynamoDbBackend.getItem(table, { key: { id: RequestValue.path('id') } }),
        cache: { enabled: false },
      },
      'POST /orders': {
        entry: 'lambda/orders/create.ts',
        operationName: 'createOrder',
        requestBody: order,
        requiredParameters: [RequestValue.header('X-Tenant')],
        apiKeyRequired: true,
        throttle: { rateLimit: 10, burstLimit: 20 },
      },
      'PUT /orders/{id}': {
        handler: makeFunction(stack),
        authorizer: Authorizer.request(makeFunction(stack, 'Authorize'), {
          identitySources: [RequestValue.header('X-Token')],
        }),
      },
      'ANY /legacy/{proxy+}': {
        backend: Backend.httpProxy('https://legacy.example.com/{proxy}'),
        authorizer: Authorizer.iam(),
      },
    },
  });
  api
    .addUsagePlan('Gold', {
      quota: { limit: 1000, period: apigateway.Period.MONTH },
      routes: { 'POST /orders': { rateLimit: 5, burstLimit: 10 } },
    })
    .addKey('acme');
  return stack;
}
