// node app.cjs KIND COUNT HANDLERS OUTDIR: one stack with COUNT functions, bundled in the way of KIND.
'use strict';
const path = require('node:path');
const fs = require('node:fs');

const [kind, countText, handlers, outdir] = process.argv.slice(2);
const entries = Array.from({ length: Number(countText) }, (_, i) => path.join(handlers, `handler-${i}.ts`));
const external = ['@aws-sdk/*', '@smithy/*'];

const { App, Stack } = require('aws-cdk-lib/core');
const app = new App({ outdir, context: { '@aws-cdk/core:stackResourceLimit': 0 } });
const stack = new Stack(app, 'Bench');
const lambda = () => require('aws-cdk-lib/aws-lambda');

const kinds = {
  /** One esbuild call for all entries by hand, and a Function of each folder. */
  'one esbuild call'() {
    const built = `${outdir}-built`;
    fs.rmSync(built, { recursive: true, force: true });
    const entryPoints = Object.fromEntries(entries.map((entry, i) => [`${i}/index`, entry]));
    require('esbuild').buildSync({
      entryPoints,
      outdir: built,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      external,
      logLevel: 'error',
    });
    entries.forEach((_, i) => {
      const { Code, Function: Fn, Runtime } = lambda();
      new Fn(stack, `Fn${i}`, {
        runtime: Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: Code.fromAsset(path.join(built, String(i))),
      });
    });
  },
  prebuilt() {
    const built = `${outdir}-built`;
    entries.forEach((_, i) => {
      const { Code, Function: Fn, Runtime } = lambda();
      new Fn(stack, `Fn${i}`, {
        runtime: Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: Code.fromAsset(path.join(built, String(i))),
      });
    });
  },
  ours() {
    const { BundledFunction } = require('../../build/lib');
    const { RetentionDays, LogGroup } = require('aws-cdk-lib/aws-logs');
    const logGroup = new LogGroup(stack, 'Logs', { retention: RetentionDays.ONE_MONTH });
    entries.forEach(
      (entry, i) => new BundledFunction(stack, `Fn${i}`, { entry, logGroup, runtime: lambda().Runtime.NODEJS_22_X }),
    );
  },
  NodejsFunction() {
    const { NodejsFunction } = require('aws-cdk-lib/aws-lambda-nodejs');
    entries.forEach(
      (entry, i) =>
        new NodejsFunction(stack, `Fn${i}`, {
          entry,
          depsLockFilePath: path.join(handlers, 'package-lock.json'),
          projectRoot: handlers,
          runtime: lambda().Runtime.NODEJS_22_X,
          bundling: { minify: true },
        }),
    );
  },
};
kinds[kind]();
app.synth();
