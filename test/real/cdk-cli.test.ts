import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { buildProgram } from '../build-program';
import { TemporaryProject } from '../temporary-project';

jest.setTimeout(90_000);

const root = resolve(__dirname, '../..');

/** A project of ES modules around an app of plain CDK, as `cdk init` and its authors leave it. */
const FILES = {
  'package.json': '{"name":"shop","type":"module"}',
  'cdk.json': '{"app":"node app.cjs"}',
  'app.cjs': `
    const apigateway = require('aws-cdk-lib/aws-apigateway');
    const { NodejsFunction } = require('aws-cdk-lib/aws-lambda-nodejs');
    const { App, Stack } = require('aws-cdk-lib/core');
    const { greeting } = require('./settings.cjs');
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const fn = new NodejsFunction(stack, 'Hello', { entry: __dirname + '/hello.ts', environment: { GREETING: greeting } });
    new apigateway.RestApi(stack, 'Api').root.addMethod('GET', new apigateway.LambdaIntegration(fn));
  `,
  'settings.cjs': "exports.greeting = 'hello';",
  'hello.ts': handler('first'),
};

let project: TemporaryProject;
let work: TemporaryProject;
let program: string;
const running: ChildProcess[] = [];

beforeAll(() => {
  work = TemporaryProject.create();
  program = buildProgram(work.folder);
});

beforeEach(() => {
  project = TemporaryProject.create(FILES);
  symlinkSync(join(root, 'node_modules'), project.path('node_modules'));
});

afterEach(async () => {
  for (const child of running.splice(0)) {
    const exited = new Promise((settle) => child.once('close', settle));
    if (child.exitCode === null && child.kill('SIGTERM')) await exited;
  }
  project.remove();
});

afterAll(() => work.remove());

function handler(text: string): string {
  return `export const handler = async (): Promise<object> => ({ statusCode: 200, body: process.env.GREETING + ' ${text}' });`;
}

async function dev(...more: string[]): Promise<{ url: string; output: () => string }> {
  const child = spawn(process.execPath, [program, 'dev', '--port', '0', '--format', 'json', ...more], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  const url = await new Promise<string>((settle, fail) => {
    const look = (data: Buffer) => {
      output += data;
      const found = /"url":"([^"]+)"/.exec(output);
      if (found) settle(found[1]);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('close', () => fail(new Error(output)));
  });
  return { url, output: () => output };
}

async function eventually(url: string, text: string): Promise<void> {
  let last = '';
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(50)) {
    last = await (await fetch(url)).text();
    if (last === text) return;
  }
  expect(last).toBe(text);
}

test('the app of cdk.json is run, and again when it or a function is edited', async () => {
  const { url, output } = await dev();
  expect(await (await fetch(url)).text()).toBe('hello first');
  writeFileSync(project.path('hello.ts'), handler('second'));
  await eventually(url, 'hello second');
  writeFileSync(project.path('settings.cjs'), "exports.greeting = 'good day';");
  await eventually(url, 'good day second');
  writeFileSync(project.path('app.cjs'), 'throw new Error("half written");');
  while (!output().includes('half written')) await sleep(50);
  expect(await (await fetch(url)).text()).toBe('good day second');
  writeFileSync(
    project.path('app.cjs'),
    FILES['app.cjs'].replace("root.addMethod('GET'", "root.addResource('v2').addMethod('GET'"),
  );
  await eventually(`${url}/v2`, 'good day second');
});

test('what the unmodified cdk synth leaves is served', async () => {
  const home = project.path('home');
  mkdirSync(home);
  const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
  const env = { ...process.env, HOME: home, CDK_DISABLE_CLI_TELEMETRY: 'true', AWS_EC2_METADATA_DISABLED: 'true' };
  await promisify(execFile)(process.execPath, [cdk, 'synth', '--quiet', '--no-notices'], { cwd: project.folder, env });
  expect(JSON.parse(readFileSync(project.path('cdk.out/manifest.json'), 'utf8')).artifacts.Shop).toBeDefined();
  const { url } = await dev('--app', 'cdk.out', '--no-watch');
  expect(await (await fetch(url)).text()).toBe('hello first');
});
