// node app.cjs OUTDIR: a WebSocket API whose only function echoes, by plain CDK.
'use strict';
const path = require('node:path');
const { App, Stack } = require('aws-cdk-lib/core');
const apigatewayv2 = require('aws-cdk-lib/aws-apigatewayv2');
const { WebSocketLambdaIntegration } = require('aws-cdk-lib/aws-apigatewayv2-integrations');
const lambda = require('aws-cdk-lib/aws-lambda');

const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Bench');
const echo = new lambda.Function(stack, 'Echo', {
  runtime: lambda.Runtime.NODEJS_20_X,
  handler: 'index.echo',
  code: lambda.Code.fromAsset(path.join(__dirname, 'handler')),
});
const webSocketApi = new apigatewayv2.WebSocketApi(stack, 'Api', {
  defaultRouteOptions: { integration: new WebSocketLambdaIntegration('Echo', echo), returnResponse: true },
});
new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi, stageName: 'prod', autoDeploy: true });
app.synth();
