// node app.cjs OUTDIR BACKEND: an API of one HTTP proxy route to BACKEND, by plain CDK.
'use strict';
const { App, Stack } = require('aws-cdk-lib/core');
const apigateway = require('aws-cdk-lib/aws-apigateway');

const [outdir, backend] = process.argv.slice(2);
const app = new App({ outdir });
new apigateway.SpecRestApi(new Stack(app, 'Bench'), 'Api', {
  cloudWatchRole: false,
  apiDefinition: apigateway.ApiDefinition.fromInline({
    openapi: '3.0.1',
    info: { title: 'bench', version: '1' },
    paths: {
      '/orders/{id}': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          'x-amazon-apigateway-integration': {
            type: 'http_proxy',
            httpMethod: 'GET',
            uri: `${backend}/orders/{id}`,
            requestParameters: { 'integration.request.path.id': 'method.request.path.id' },
          },
        },
      },
    },
  }),
});
app.synth();
