import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { findApp, runApp } from '../../../lib/gateway/dev';
import type { AppOptions } from '../../../lib/gateway/dev';

let folder: string;

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'run-app-')));
  write({ 'home/.cdk.json': '{ "context": { "from": "home", "home": 1 } }' });
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('the app', () => {
  test('is the command of cdk.json, run in its folder by a shell', async () => {
    write({ 'app.cjs': RECORDER, 'cdk.json': '{ "app": "echo hello > said && node app.cjs" }' });
    const { assembly } = await run();
    expect(assembly).toBe(path.join(folder, '.gatehouse/cdk.out'));
    expect(read('said')).toBe('hello\n');
    expect(recorded().cwd).toBe(folder);
  });

  test('runs after the build command', async () => {
    write({
      'cdk.json': JSON.stringify({ app: 'node built.cjs', build: 'cp app.cjs built.cjs' }),
      'app.cjs': RECORDER,
    });
    await run();
    expect(recorded().cwd).toBe(folder);
  });

  test('may be a JavaScript file that is not executable', async () => {
    write({ 'cdk.json': '{ "app": "app.js" }', 'app.js': RECORDER });
    await run();
    expect(recorded().cwd).toBe(folder);
  });

  test('may be the folder of an assembly, and nothing runs', async () => {
    write({ 'cdk.out/manifest.json': '{}', 'cdk.json': '{ "app": "exit 1" }' });
    expect((await run({ app: 'cdk.out' })).assembly).toBe(path.join(folder, 'cdk.out'));
  });

  test('gets the context of the CLI, in its order', async () => {
    write({
      'app.cjs': RECORDER,
      'cdk.json': '{ "app": "node app.cjs", "context": { "from": "cdk.json", "json": 1 } }',
      'cdk.context.json': '{ "from": "cdk.context.json", "looked-up": 1 }',
    });
    await run({ context: { given: 'x' } });
    expect(recorded().context).toEqual({
      from: 'cdk.json',
      given: 'x',
      home: 1,
      json: 1,
      'looked-up': 1,
      'aws:cdk:enable-path-metadata': true,
      'aws:cdk:enable-asset-metadata': true,
      'aws:cdk:bundling-stacks': ['**'],
      'aws:cdk:disable-asset-staging': true,
      '@aws-cdk/core:failSynthOnValidationErrors': false,
    });
    await run({ context: { from: 'command line' } });
    expect(recorded().context.from).toBe('command line');
  });

  test('gets a context that is too long for a variable by a file', async () => {
    const long = Array.from({ length: 5000 }, (_, index) => [`key-${index}`, 'x'.repeat(100)]);
    write({ 'app.cjs': RECORDER, 'cdk.json': '{ "app": "node app.cjs" }' });
    write({ 'cdk.context.json': JSON.stringify(Object.fromEntries(long)) });
    await run();
    expect(Object.keys(recorded().context)).toHaveLength(5007);
  });

  test('runs without the template validator, and its tools are found', async () => {
    write({
      'app.cjs': RECORDER,
      'cdk.json': '{ "app": "tool" }',
      'node_modules/.bin/tool': '#!/bin/sh\nnode app.cjs',
    });
    fs.chmodSync(path.join(folder, 'node_modules/.bin/tool'), 0o755);
    await run();
    expect(recorded().env).toMatchObject({ CDK_VALIDATION: 'false', CDK_DEFAULT_REGION: 'eu-west-1' });
  });

  test('tells what it printed', async () => {
    write({
      'app.cjs': `${RECORDER}; console.error('npm warn config'); console.error('a warning')`,
      'cdk.json': '{ "app": "node app.cjs" }',
    });
    const printed: string[] = [];
    await run({}, (text) => printed.push(text));
    expect(printed).toEqual(['a warning']);
  });

  test('leaves nothing for git', async () => {
    write({ 'app.cjs': RECORDER, 'cdk.json': '{ "app": "node app.cjs" }' });
    await run();
    expect(read('.gatehouse/.gitignore')).toBe('*\n');
  });
});

describe('a failure', () => {
  test('of the app shows its error, without minified sources and inner frames', async () => {
    const source = `/* ${'x'.repeat(3000)} */ throw new TypeError('no such table\\n  orders');`;
    write({ 'app.cjs': source, 'cdk.json': '{ "app": "node app.cjs" }' });
    await expect(run()).rejects.toMatchObject({
      code: 'APP_FAILED',
      message: expect.stringMatching(
        /^the app command "node app.cjs" failed \(exit code 1\)\n {2}TypeError: no such table\n {4}orders\n/,
      ),
    });
    await expect(run()).rejects.not.toThrow(/xxx|node:internal|Node\.js v/);
  });

  test('of the build command is told as such', async () => {
    write({ 'cdk.json': '{ "app": "node app.cjs", "build": "echo cannot compile; exit 3" }' });
    await expect(run()).rejects.toThrow(
      'the build command "echo cannot compile; exit 3" failed (exit code 3)\n  cannot compile',
    );
  });

  test('is an app that is neither a command nor a folder', async () => {
    write({ 'cdk.json': '{ "app": "cdk.out" }' });
    await expect(run()).rejects.toThrow(
      'the app command "cdk.out" failed (exit code 127): it is no command and no folder either; to serve an assembly, run `cdk synth` first',
    );
  });

  test('is an app that writes elsewhere', async () => {
    write({ 'cdk.json': '{ "app": "true" }' });
    await expect(run()).rejects.toThrow(/the app "true" wrote no assembly .* give the folder that it writes by --app/);
  });

  test.each([
    ['no cdk.json', undefined, /there is no app: .*cdk.json" has no "app"; run gatehouse in the folder of the CDK app/],
    ['a cdk.json without app', '{}', /there is no app/],
    ['a cdk.json that is no JSON', '{', /cdk.json" is no JSON/],
    ['a cdk.json with a list', '[]', /cdk.json" must hold an object/],
  ])('is %s', async (_, text, message) => {
    if (text !== undefined) write({ 'cdk.json': text });
    await expect(run()).rejects.toMatchObject({ code: 'OPTION_INVALID', message: expect.stringMatching(message) });
  });
});

test('an app that is told to stop leaves no process behind', async () => {
  write({ 'app.cjs': 'require("fs").writeFileSync("pid", String(process.pid)); setInterval(() => {}, 1000)' });
  const abort = new AbortController();
  const source = findApp({ directory: folder, app: 'node app.cjs; true' });
  const watcher = fs.watch(folder, () => {
    if (fs.existsSync(path.join(folder, 'pid')) && read('pid') !== '') abort.abort();
  });
  await expect(runApp(source, { signal: abort.signal })).rejects.toThrow(/abort/);
  watcher.close();
  expect(isRunning(read('pid'))).toBe(false);
});

/** Whoever has no parent that asks for its end stays as a zombie. */
function isRunning(pid: string): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

/** An app that writes down how it was called, and an assembly. */
const RECORDER = `
  const fs = require('fs');
  const overflow = process.env.CONTEXT_OVERFLOW_LOCATION_ENV;
  const context = { ...JSON.parse(process.env.CDK_CONTEXT_JSON), ...(overflow && JSON.parse(fs.readFileSync(overflow))) };
  const text = JSON.stringify({ cwd: process.cwd(), context, env: process.env });
  fs.writeFileSync(process.env.CDK_OUTDIR + '/recorded.json', text);
  fs.writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', '{}');
`;

async function run(options: AppOptions = {}, print?: (text: string) => void) {
  const environment = { ...process.env, AWS_REGION: 'eu-west-1', HOME: path.join(folder, 'home') };
  return runApp(findApp({ directory: folder, environment, ...options }), { ...(print && { print }) });
}

function recorded(): { cwd: string; context: Record<string, unknown>; env: Record<string, string> } {
  return JSON.parse(read('.gatehouse/cdk.out/recorded.json'));
}

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

function read(name: string): string {
  return fs.readFileSync(path.join(folder, name), 'utf8');
}
