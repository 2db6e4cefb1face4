// node app.cjs KIND ROUTES FUNCTIONS OUTDIR: one app that offers ROUTES routes on FUNCTIONS functions with prebuilt code.
'use strict';
const path = require('node:path');

const [kind, routesText, functionsText, outdir] = process.argv.slice(2);
const routeCount = Number(routesText);
const functionCount = Number(functionsText);
const code = path.join(__dirname, 'code');
const routeOf = (i) => ({
  method: ['GET', 'POST', 'PUT', 'DELETE'][i % 4],
  path: `/r${i >> 2}/{id}`,
  fn: i % functionCount,
});
const routes = Array.from({ length: routeCount }, (_, i) => routeOf(i));

const { App, Stack } = require('aws-cdk-lib/core');
const app = new App({
  outdir,
  context: { '@aws-cdk/core:suppressTemplateIndentation': true, '@aws-cdk/core:stackResourceLimit': 0 },
});
const stack = new Stack(app, 'Bench');
const functions = () => {
  const lambda = require('aws-cdk-lib/aws-lambda');
  return Array.from(
    { length: functionCount },
    (_, i) =>
      new lambda.Function(stack, `Fn${i}`, {
        runtime: lambda.Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: lambda.Code.fromAsset(code),
        environment: { N: String(i) },
      }),
  );
};
const invocation = (fn) =>
  `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${fn}.Arn}/invocations`;

const kinds = {
  empty() {},
  'floor-l1'() {
    const lambda = require('aws-cdk-lib/aws-lambda');
    const iam = require('aws-cdk-lib/aws-iam');
    const apigateway = require('aws-cdk-lib/aws-apigateway');
    const { Fn } = require('aws-cdk-lib/core');
    for (let i = 0; i < functionCount; i++) {
      const role = new iam.CfnRole(stack, `Role${i}`, {
        assumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        managedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      });
      const fn = new lambda.CfnFunction(stack, `Fn${i}`, {
        role: role.attrArn,
        runtime: 'nodejs22.x',
        handler: 'index.handler',
        code: { s3Bucket: 'assets', s3Key: `${'0'.repeat(60)}${i}.zip` },
        environment: { variables: { N: String(i) } },
      });
      new lambda.CfnPermission(stack, `Permission${i}`, {
        action: 'lambda:InvokeFunction',
        principal: 'apigateway.amazonaws.com',
        functionName: fn.ref,
      });
    }
    const paths = {};
    for (const { method, path: at, fn } of routes) {
      (paths[at] ??= {})[method.toLowerCase()] = {
        'x-amazon-apigateway-integration': {
          type: 'aws_proxy',
          httpMethod: 'POST',
          uri: Fn.sub(invocation(`Fn${fn}`)),
        },
      };
    }
    const api = new apigateway.CfnRestApi(stack, 'Api', {
      name: 'bench',
      body: { openapi: '3.0.1', info: { title: 'bench', version: '1' }, paths },
    });
    const deployment = new apigateway.CfnDeployment(stack, 'Deployment', { restApiId: api.ref });
    new apigateway.CfnStage(stack, 'Stage', { restApiId: api.ref, deploymentId: deployment.ref, stageName: 'prod' });
  },
  /** No API at all: what CDK's own functions cost. */
  'functions-alone'() {
    functions();
  },
  'rest-api'() {
    const apigateway = require('aws-cdk-lib/aws-apigateway');
    const made = functions().map((fn) => new apigateway.LambdaIntegration(fn));
    const api = new apigateway.RestApi(stack, 'Api');
    for (const { method, path: at, fn } of routes) api.root.resourceForPath(at).addMethod(method, made[fn]);
  },
  'solutions-constructs'() {
    const apigateway = require('aws-cdk-lib/aws-apigateway');
    const { ApiGatewayToLambda } = require('@aws-solutions-constructs/aws-apigateway-lambda');
    const [first, ...others] = functions();
    const { apiGateway } = new ApiGatewayToLambda(stack, 'Pattern', {
      existingLambdaObj: first,
      apiGatewayProps: { proxy: false },
    });
    const made = [first, ...others].map((fn) => new apigateway.LambdaIntegration(fn));
    for (const { method, path: at, fn } of routes) apiGateway.root.resourceForPath(at).addMethod(method, made[fn]);
  },
  'http-api'() {
    const apigatewayv2 = require('aws-cdk-lib/aws-apigatewayv2');
    const { HttpLambdaIntegration } = require('aws-cdk-lib/aws-apigatewayv2-integrations');
    const made = functions().map((fn, i) => new HttpLambdaIntegration(`I${i}`, fn));
    const api = new apigatewayv2.HttpApi(stack, 'Api');
    for (const { method, path: at, fn } of routes)
      api.addRoutes({ path: at, methods: [method], integration: made[fn] });
  },
  'spec-rest-api'() {
    const apigateway = require('aws-cdk-lib/aws-apigateway');
    const iam = require('aws-cdk-lib/aws-iam');
    const made = functions();
    const paths = {};
    for (const { method, path: at, fn } of routes) {
      (paths[at] ??= {})[method.toLowerCase()] = {
        'x-amazon-apigateway-integration': {
          type: 'aws_proxy',
          httpMethod: 'POST',
          uri: `arn:aws:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${made[fn].functionArn}/invocations`,
        },
      };
    }
    const api = new apigateway.SpecRestApi(stack, 'Api', {
      apiDefinition: apigateway.ApiDefinition.fromInline({
        openapi: '3.0.1',
        info: { title: 'bench', version: '1' },
        paths,
      }),
    });
    for (const fn of made)
      fn.addPermission('Api', {
        principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
        sourceArn: api.arnForExecuteApi(),
      });
  },
  ours(options = {}) {
    const { ServerlessApi } = require('../../build/lib');
    const made = functionCount ? oursFunctions() : [];
    new ServerlessApi(stack, 'Api', {
      ...options,
      routes: Object.fromEntries(routes.map(({ method, path: at, fn }) => [`${method} ${at}`, { handler: made[fn] }])),
    });
  },
  'ours-cors'() {
    kinds.ours({ cors: { allowOrigins: ['https://a.example.com'] } });
  },
};

/** Our functions with code that a build made before: one log group, JSON logs, tracing. */
function oursFunctions() {
  const lambda = require('aws-cdk-lib/aws-lambda');
  const { BundledFunction } = require('../../build/lib');
  const logs = require('aws-cdk-lib/aws-logs');
  const logGroup = new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.ONE_MONTH });
  return Array.from(
    { length: functionCount },
    (_, i) =>
      new BundledFunction(stack, `Fn${i}`, {
        entry: path.join(code, 'index.js'),
        logGroup,
        environment: { NUMBER: String(i) },
        runtime: lambda.Runtime.NODEJS_22_X,
      }),
  );
}

kinds[kind]();
app.synth();
