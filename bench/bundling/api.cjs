// node api.cjs KIND ROUTES FUNCTIONS HANDLERS OUTDIR: an API with ROUTES routes to FUNCTIONS functions that are bundled.
'use strict';
const path = require('node:path');
const { App, Stack } = require('aws-cdk-lib/core');

const [kind, routeCount, functionCount, handlers, outdir] = process.argv.slice(2);
const app = new App({ outdir, context: { '@aws-cdk/core:stackResourceLimit': 0 } });
const stack = new Stack(app, 'Bench');
const entryOf = (i) => path.join(handlers, `handler-${i % Number(functionCount)}.ts`);
const routes = Array.from({ length: Number(routeCount) }, (_, i) => ({
  method: ['GET', 'POST', 'PUT', 'DELETE'][i % 4],
  path: `/r${i >> 2}/{id}`,
  entry: entryOf(i),
}));

const kinds = {
  ours() {
    const { ServerlessApi } = require('../../build/lib');
    new ServerlessApi(stack, 'Api', {
      routes: Object.fromEntries(routes.map(({ method, path: at, entry }) => [`${method} ${at}`, { entry }])),
    });
  },
  'RestApi + NodejsFunction'() {
    const apigateway = require('aws-cdk-lib/aws-apigateway');
    const { NodejsFunction } = require('aws-cdk-lib/aws-lambda-nodejs');
    const { Runtime } = require('aws-cdk-lib/aws-lambda');
    const made = new Map();
    for (const { entry } of routes.slice(0, Number(functionCount))) {
      const fn = new NodejsFunction(stack, `Fn${made.size}`, {
        entry,
        depsLockFilePath: path.join(handlers, 'package-lock.json'),
        projectRoot: handlers,
        runtime: Runtime.NODEJS_22_X,
        bundling: { minify: true },
      });
      made.set(entry, new apigateway.LambdaIntegration(fn));
    }
    const api = new apigateway.RestApi(stack, 'Api');
    for (const { method, path: at, entry } of routes) api.root.resourceForPath(at).addMethod(method, made.get(entry));
  },
};
kinds[kind]();
app.synth();
