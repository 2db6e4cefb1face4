// node guarded-app.cjs OUTDIR: a route with a Lambda authorizer, validation and a mapping template, by plain CDK.
'use strict';
const path = require('node:path');
const { App, Stack } = require('aws-cdk-lib/core');
const apigateway = require('aws-cdk-lib/aws-apigateway');
const iam = require('aws-cdk-lib/aws-iam');
const lambda = require('aws-cdk-lib/aws-lambda');

const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Bench');
const invocationOf = (name) => {
  const fn = new lambda.Function(stack, name, {
    runtime: lambda.Runtime.NODEJS_20_X,
    handler: `index.${name}`,
    code: lambda.Code.fromAsset(path.join(__dirname, 'handler')),
  });
  fn.addPermission('Api', { principal: new iam.ServicePrincipal('apigateway.amazonaws.com') });
  return `arn:aws:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`;
};
const string = { type: 'string' };
const Order = {
  type: 'object',
  required: ['item', 'quantity'],
  properties: {
    item: string,
    quantity: { type: 'integer', minimum: 1, maximum: 100 },
    tags: { type: 'array', maxItems: 5, items: string },
  },
};
const operation = {
  security: [{ guard: [] }],
  'x-amazon-apigateway-request-validator': 'all',
  parameters: [
    { name: 'id', in: 'path', required: true, schema: string },
    { name: 'x-tenant', in: 'header', required: true, schema: string },
  ],
  requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
  responses: { 200: { description: 'the order' } },
  'x-amazon-apigateway-integration': {
    type: 'aws',
    httpMethod: 'POST',
    uri: invocationOf('mapped'),
    passthroughBehavior: 'never',
    requestTemplates: {
      'application/json': `#set($order = $input.path('$'))
{
  "id": "$util.escapeJavaScript($input.params('id'))",
  "tenant": "$util.escapeJavaScript($input.params('x-tenant'))",
  "customer": "$context.authorizer.principalId",
  "item": $input.json('$.item'),
  "quantity": $order.quantity,
  "tags": [#foreach($tag in $order.tags)"$util.escapeJavaScript($tag)"#if($foreach.hasNext),#end#end]
}`,
    },
    responses: { default: { statusCode: '200' } },
  },
};
new apigateway.SpecRestApi(stack, 'Api', {
  cloudWatchRole: false,
  endpointTypes: [apigateway.EndpointType.REGIONAL],
  apiDefinition: apigateway.ApiDefinition.fromInline({
    openapi: '3.0.1',
    info: { title: 'bench', version: '1' },
    paths: { '/orders/{id}': { post: operation } },
    'x-amazon-apigateway-request-validators': {
      all: { validateRequestBody: true, validateRequestParameters: true },
    },
    components: {
      schemas: { Order },
      securitySchemes: {
        guard: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': {
            type: 'token',
            authorizerUri: invocationOf('authorize'),
            authorizerResultTtlInSeconds: 3600,
          },
        },
      },
    },
  }),
});
app.synth();
