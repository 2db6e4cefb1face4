// node functions-app.cjs OUTDIR HANDLERS COUNT: an API with COUNT functions of their own code, and a table.
'use strict';
const path = require('node:path');
const { App, Stack } = require('aws-cdk-lib/core');
const { AttributeType, TableV2 } = require('aws-cdk-lib/aws-dynamodb');
const { Authorizer, ServerlessApi } = require('../../build/lib');

const [outdir, handlers, count] = process.argv.slice(2);
const app = new App({ outdir });
const stack = new Stack(app, 'Bench');
new TableV2(stack, 'Orders', { partitionKey: { name: 'id', type: AttributeType.STRING } });
new ServerlessApi(stack, 'Api', {
  authorizer: Authorizer.none(),
  routes: Object.fromEntries(
    Array.from({ length: Number(count) }, (_, i) => [
      `GET /orders-${i}`,
      { entry: path.join(handlers, `handler-${i}.ts`) },
    ]),
  ),
});
app.synth();
