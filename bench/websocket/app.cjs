// node app.cjs OUTDIR FUNCTION: a WebSocket API with one function for every message, by plain CDK.
'use strict';
const path = require('node:path');
const { App, Duration, Stack } = require('aws-cdk-lib/core');
const apigatewayv2 = require('aws-cdk-lib/aws-apigatewayv2');
const { WebSocketLambdaIntegration } = require('aws-cdk-lib/aws-apigatewayv2-integrations');
const lambda = require('aws-cdk-lib/aws-lambda');

const [outdir, name] = process.argv.slice(2);
const codes = {
  echo: () => path.join(__dirname, 'handler'),
  broadcast() {
    const built = `${outdir}-code`;
    require('esbuild').buildSync({
      entryPoints: { index: path.join(__dirname, 'handler/broadcast.js') },
      outdir: built,
      bundle: true,
      platform: 'node',
      target: 'node20',
    });
    return built;
  },
};
const app = new App({ outdir });
const stack = new Stack(app, 'Bench');
const fn = new lambda.Function(stack, 'Fn', {
  runtime: lambda.Runtime.NODEJS_20_X,
  handler: `index.${name}`,
  code: lambda.Code.fromAsset(codes[name]()),
  timeout: Duration.seconds(29),
});
const webSocketApi = new apigatewayv2.WebSocketApi(stack, 'Api', {
  defaultRouteOptions: { integration: new WebSocketLambdaIntegration('Fn', fn), returnResponse: true },
});
webSocketApi.grantManageConnections(fn);
new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi, stageName: 'prod', autoDeploy: true });
app.synth();
