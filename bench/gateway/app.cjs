// node app.cjs OUTDIR ROUTES: the API that the gateways serve, by plain CDK, so that what is measured is the gateway.
'use strict';
const path = require('node:path');
const { App, Stack } = require('aws-cdk-lib/core');
const apigateway = require('aws-cdk-lib/aws-apigateway');
const iam = require('aws-cdk-lib/aws-iam');
const lambda = require('aws-cdk-lib/aws-lambda');

const [outdir, routes] = process.argv.slice(2);
const app = new App({ outdir });
const stack = new Stack(app, 'Bench');
const fn = new lambda.Function(stack, 'Fn', {
  runtime: lambda.Runtime.NODEJS_20_X,
  handler: 'index.handler',
  code: lambda.Code.fromAsset(path.join(__dirname, 'handler')),
});
const integration = {
  type: 'aws_proxy',
  httpMethod: 'POST',
  uri: `arn:aws:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`,
};
fn.addPermission('Api', { principal: new iam.ServicePrincipal('apigateway.amazonaws.com') });
const operation = { 'x-amazon-apigateway-integration': integration };
const paths = { '/orders/{id}': { get: operation } };
for (let i = 1; i < Number(routes); i++) paths[`/route-${i}/{id}`] = { get: operation };
new apigateway.SpecRestApi(stack, 'Api', {
  cloudWatchRole: false,
  endpointTypes: [apigateway.EndpointType.REGIONAL],
  apiDefinition: apigateway.ApiDefinition.fromInline({
    openapi: '3.0.1',
    info: { title: 'bench', version: '1' },
    paths,
  }),
});
app.synth();
