import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib/core';
import { BundledFunction, BundleFormat, type BundledFunctionOptions } from '../../../lib/constructs/functions';
import * as esbuildRun from '../../../lib/constructs/functions/esbuild-run';
import { TemporaryProject } from '../../temporary-project';

jest.mock('../../../lib/constructs/functions/esbuild-run', () => {
  const actual = jest.requireActual<typeof esbuildRun>('../../../lib/constructs/functions/esbuild-run');
  return { ...actual, runEsbuild: jest.fn(actual.runEsbuild) };
});

const projects: TemporaryProject[] = [];

beforeEach(() => jest.mocked(esbuildRun.runEsbuild).mockClear());
afterAll(() => projects.forEach((project) => project.remove()));

describe('one pass (aws-cdk #24456)', () => {
  test('serves stacks, nested stacks and stages of an app', () => {
    const project = create({ 'a.ts': hello('a'), 'b.ts': hello('b'), 'c.ts': hello('c'), 'd.ts': hello('d') });
    const app = new App();
    const [one, two] = [new Stack(app, 'One'), new Stack(app, 'Two')];
    const stage = new Stack(new Stage(app, 'Prod'), 'Three');
    add(one, project.path('a.ts'));
    add(two, project.path('b.ts'));
    add(new NestedStack(two, 'Nested'), project.path('c.ts'));
    add(stage, project.path('d.ts'));
    const assembly = app.synth();
    expect(bundlingCalls()).toBe(1);
    const inStage = JSON.parse(read(assembly.directory, `assembly-Prod/${stage.artifactId}.assets.json`));
    const files = Object.values<{ source: { path: string } }>(inStage.files).map(({ source }) => source.path);
    expect(files.filter((file) => file.startsWith('../asset.'))).toHaveLength(1);
    expect(fs.existsSync(path.join(assembly.directory, 'assembly-Prod', files.find((f) => f.startsWith('..'))!))).toBe(
      true,
    );
  });

  test('shares the bundle of functions with the same entry', () => {
    const project = create({ 'a.ts': 'export const one = () => 1; export const two = () => 2;' });
    const stack = new Stack(new App(), 'Test');
    add(stack, project.path('a.ts'), { handler: 'one' }, 'One');
    add(stack, project.path('a.ts'), { handler: 'two' }, 'Two');
    expect(new Set(Object.values(keysOf(stack))).size).toBe(1);
  });

  test('goes on where a template was resolved before the last function came', () => {
    const project = create({ 'a.ts': hello('a'), 'b.ts': hello('b') });
    const stack = new Stack(new App(), 'Test');
    const first = add(stack, project.path('a.ts'), {}, 'A');
    const early = stack.resolve(codeOf(first));
    add(stack, project.path('b.ts'), {}, 'B');
    expect(keysOf(stack).A).toBe(early.s3Key);
  });

  test('is split where it would take too much memory', () => {
    const names = Array.from({ length: 60 }, (_, index) => `f${index}.ts`);
    const project = create(Object.fromEntries(names.map((name) => [name, hello(name)])));
    const stack = new Stack(new App(), 'Test');
    for (const name of names) add(stack, project.path(name), {}, name);
    expect(Object.keys(keysOf(stack))).toHaveLength(60);
    expect(bundlingCalls()).toBe(2);
  });
});

describe('the hash of a bundle (aws-cdk #8285)', () => {
  const files = {
    'package.json': '{}',
    'tsconfig.json': '{ "compilerOptions": { "strict": true } }',
    'src/shared/text.ts': 'export const text: string = "shared";',
    'src/a.ts': 'import { text } from "./shared/text"; export const handler = () => text;',
    'src/b.ts': 'import { text } from "./shared/text"; export const handler = () => text + 1;',
  };

  test.each<[string, BundledFunctionOptions]>([
    ['minified', {}],
    ['with a source map, not minified', { esbuild: { minify: false, sourceMap: true, sourcesContent: true } }],
    ['as an ES module', { format: BundleFormat.ESM }],
  ])('does not depend on where the project lies: %s', (_, options) => {
    const [here, there] = [create(files), create(files, 'much/deeper')];
    const keys = [here, there].map((project) => {
      const stack = new Stack(new App(), 'Test');
      add(stack, project.path('src/a.ts'), options);
      return keysOf(stack).Fn;
    });
    expect(keys[0]).toBe(keys[1]);
  });

  test('does not depend on what is bundled with it', () => {
    const alone = create(files);
    const stack = new Stack(new App(), 'Test');
    add(stack, alone.path('src/a.ts'), {}, 'A');
    const together = create(files);
    const other = new Stack(new App(), 'Test');
    add(other, together.path('src/b.ts'), {}, 'B');
    add(other, together.path('src/a.ts'), {}, 'A');
    expect(keysOf(stack).A).toBe(keysOf(other).A);
  });
});

describe('bundles are kept between syntheses', () => {
  const files = { 'a.ts': 'import { x } from "./x"; export const handler = () => x;', 'x.js': 'export const x = 1;' };

  test('while nothing changes', () => {
    const project = create(files);
    const first = synthesize(project.path('a.ts'));
    jest.mocked(esbuildRun.runEsbuild).mockClear();
    expect(synthesize(project.path('a.ts'))).toBe(first);
    expect(esbuildRun.runEsbuild).not.toHaveBeenCalled();
  });

  test.each<[string, Record<string, string>]>([
    ['an imported file changes', { 'x.js': 'export const x = 2;' }],
    ['a new file takes the place of an imported one', { 'x.ts': 'export const x = 3;' }],
    ['a package.json appears', { 'package.json': '{ "sideEffects": false }' }],
    ['the lock file changes', { 'package-lock.json': '{ "lockfileVersion": 3 }' }],
    ['a tsconfig.json appears', { 'tsconfig.json': '{ "compilerOptions": { "target": "es2015" } }' }],
  ])('until %s', (_, change) => {
    const project = create(files);
    synthesize(project.path('a.ts'));
    project.write(change, 30);
    jest.mocked(esbuildRun.runEsbuild).mockClear();
    synthesize(project.path('a.ts'));
    expect(bundlingCalls()).toBe(1);
  });

  test('although a file was written again as it was', () => {
    const project = create(files);
    synthesize(project.path('a.ts'));
    project.write(files, 10);
    jest.mocked(esbuildRun.runEsbuild).mockClear();
    synthesize(project.path('a.ts'));
    expect(bundlingCalls()).toBe(0);
  });
});

describe('bundling is left out (aws-cdk #18125)', () => {
  test('for stacks that the CLI does not ask for', () => {
    const project = create({ 'a.ts': hello('a'), 'b.ts': hello('b') });
    const app = new App({ context: { 'aws:cdk:bundling-stacks': ['A'] } });
    const [a, b] = [new Stack(app, 'A'), new Stack(app, 'B')];
    add(a, project.path('a.ts'));
    add(b, project.path('b.ts'));
    app.synth();
    expect(jest.mocked(esbuildRun.runEsbuild).mock.calls[0]![0].entryPoints).toHaveLength(1);
    expect(keysOf(b).Fn).toMatch(/^[0-9a-f]{64}\.zip$/);
  });

  test('altogether, and hashes then depend on the name of the entry alone', () => {
    const keys = [create({ 'a.ts': hello('1') }), create({ 'a.ts': hello('2') }, 'deeper')].map((project) => {
      const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Test');
      add(stack, project.path('a.ts'));
      return keysOf(stack).Fn;
    });
    expect(esbuildRun.runEsbuild).not.toHaveBeenCalled();
    expect(keys[0]).toBe(keys[1]);
  });
});

test('every fault of every entry is told at once', () => {
  const project = create({
    'good.ts': hello('good'),
    'bad.ts': 'export const handler = {',
    'nothing.ts': 'export const other = 1;',
    'awaits.ts': 'export const handler = await 1;',
    'shared.ts': 'export const x = ;',
    'uses-shared.ts': 'import { x } from "./shared"; export const handler = x;',
    'missing-package.ts': 'import "no-such-package"; export const handler = 1;',
  });
  const stack = new Stack(new App(), 'Test');
  for (const name of fs.readdirSync(project.folder).filter((file) => /^[^s].*\.ts$/.test(file))) {
    add(stack, project.path(name), {}, name.replace('.ts', ''));
  }
  add(stack, project.path('absent.ts'), {}, 'absent');
  expect(faultsOf(stack)).toEqual([
    `[Test/absent] entry does not exist: there is no file "${project.path('absent.ts')}"`,
    '[Test/awaits] cannot bundle: awaits.ts:1:23: Top-level await is currently not supported with the "cjs" output format (set format: BundleFormat.ESM)',
    '[Test/bad] cannot bundle: bad.ts:1:24: Expected identifier but found end of file',
    '[Test/missing-package] cannot bundle: missing-package.ts:1:7: Could not resolve "no-such-package" (install the package, or name it in esbuild.external when a layer brings it)',
    '[Test/nothing] "nothing.ts" does not export "handler", it exports "other": export it, or set handler',
    '[Test/uses-shared] cannot bundle: shared.ts:1:17: Unexpected ";"',
  ]);
});

describe('an entry without the handler', () => {
  test.each<[string, string, string, BundledFunctionOptions, string | undefined]>([
    ['is refused', 'a.ts', 'export const other = 1;', {}, '"a.ts" does not export "handler"'],
    ['is refused as an ES module', 'a.ts', 'export {};', { format: BundleFormat.ESM }, 'it exports nothing'],
    [
      'is refused when CommonJS becomes an ES module',
      'a.js',
      'exports.handler = 1;',
      { format: BundleFormat.ESM },
      'leave format out',
    ],
    ['passes when CommonJS stays', 'a.js', 'exports.handler = 1;', {}, undefined],
    ['passes when it exports all of another module', 'a.ts', 'export * from "./b";', {}, undefined],
    [
      'passes when the handler is an object',
      'a.ts',
      'export const app = { run() {} };',
      { handler: 'app.run' },
      undefined,
    ],
  ])('%s', (_, file, text, options, fault) => {
    const project = create({ [file]: text, 'b.ts': hello('b') });
    const stack = new Stack(new App(), 'Test');
    add(stack, project.path(file), options);
    if (fault === undefined) expect(keysOf(stack).Fn).toMatch(/zip$/);
    else expect(faultsOf(stack)).toEqual([expect.stringContaining(fault)]);
  });
});

describe('options of esbuild', () => {
  test('reach esbuild', () => {
    const project = create({
      'a.ts': 'import q from "./q.graphql"; export const handler = () => [STAGE, q];',
      'q.graphql': 'query { x }',
      'first.ts': 'globalThis.first = true;',
    });
    const code = codeText(project.path('a.ts'), {
      esbuild: {
        banner: '/* start */',
        define: { STAGE: '"prod"' },
        footer: '/* end */',
        inject: [project.path('first.ts')],
        loader: { '.graphql': 'text' },
        minify: false,
        options: { legalComments: 'none' },
      },
    });
    expect(code).toMatch(/^\/\* start \*\//);
    expect(code).toContain('"prod"');
    expect(code).toContain('query { x }');
    expect(code).toContain('globalThis.first = true');
    expect(code.trimEnd()).toMatch(/\/\* end \*\/$/);
  });

  test('leave the AWS SDK and named packages out of the bundle', () => {
    const project = create({
      'a.ts': 'import "@aws-sdk/client-x"; import "native"; export const handler = 1;',
    });
    const code = codeText(project.path('a.ts'), { esbuild: { external: ['native'] } });
    expect(code).toContain('require("@aws-sdk/client-x")');
    expect(code).toContain('require("native")');
  });

  test('bundle the AWS SDK on request', () => {
    const project = create({
      'a.ts': 'import { x } from "@aws-sdk/client-x"; export const handler = x;',
      'node_modules/@aws-sdk/client-x/package.json': '{ "main": "index.js", "module": "index.mjs" }',
      'node_modules/@aws-sdk/client-x/index.js': 'exports.x = "from main";',
      'node_modules/@aws-sdk/client-x/index.mjs': 'export const x = "from module";',
    });
    expect(codeText(project.path('a.ts'), { bundleAwsSdk: true })).toContain('from module');
  });

  test('put files of the file loader beside the code', () => {
    const project = create({ 'a.ts': 'import x from "./x.bin"; export const handler = () => x;', 'x.bin': 'bytes' });
    const folder = codeFolder(project.path('a.ts'), { esbuild: { loader: { '.bin': 'file' } } });
    expect(fs.readdirSync(folder)).toEqual(['index.js', expect.stringMatching(/^x-.*\.bin$/)]);
  });

  test('run plugins', () => {
    const project = create({
      'a.ts': 'import { text } from "virtual:text"; export const handler = () => text;',
      'plugins.cjs': `module.exports = [{ name: 'virtual', setup(build) {
        build.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: 'virtual' }));
        build.onLoad({ filter: /.*/, namespace: 'virtual' }, () => ({ contents: 'export const text = "made"' }));
      } }];`,
    });
    expect(codeText(project.path('a.ts'), { esbuild: { plugins: project.path('plugins.cjs') } })).toContain('made');
  });

  test('say what is wrong with a module of plugins', () => {
    const project = create({ 'a.ts': hello('a'), 'plugins.cjs': 'module.exports = 1;' });
    const stack = new Stack(new App(), 'Test');
    add(stack, project.path('a.ts'), { esbuild: { plugins: project.path('plugins.cjs') } });
    expect(faultsOf(stack)).toEqual([expect.stringContaining('is no list of esbuild plugins')]);
  });

  test('a source map is used at run time', () => {
    const project = create({ 'a.ts': hello('a') });
    const folder = codeFolder(project.path('a.ts'), { esbuild: { sourceMap: true } });
    expect(fs.readdirSync(folder)).toEqual(['index.js', 'index.js.map']);
    const stack = new Stack(new App(), 'Test');
    const fn = add(stack, project.path('a.ts'), { esbuild: { sourceMap: true } });
    const { environment } = stack.resolve({ environment: (fn.node.defaultChild as never as Resource).environment });
    expect(environment).toEqual({ variables: { NODE_OPTIONS: '--enable-source-maps' } });
  });
});

test('what esbuild finds doubtful is a warning of the function, from the cache as well', () => {
  const project = create({ 'a.ts': 'export const handler = () => ({ a: 1, a: 2 });' });
  for (const calls of [1, 0]) {
    jest.mocked(esbuildRun.runEsbuild).mockClear();
    const app = new App();
    add(new Stack(app, 'Test'), project.path('a.ts'));
    expect(app.synth().getStackByName('Test').messages).toEqual([
      expect.objectContaining({
        id: '/Test/Fn',
        level: 'warning',
        entry: expect.objectContaining({ data: expect.stringContaining('a.ts:1:38: Duplicate key "a"') }),
      }),
    ]);
    expect(bundlingCalls()).toBe(calls);
  }
});

test('an ES module may contain packages that require others', () => {
  const project = create({
    'a.ts': 'import { sep } from "old"; export const handler = () => sep; console.log(await handler());',
    'node_modules/old/package.json': '{ "main": "index.js" }',
    'node_modules/old/index.js': 'const path = require("path"); exports.sep = path.posix.sep;',
  });
  const folder = codeFolder(project.path('a.ts'), { format: BundleFormat.ESM });
  expect(execFileSync(process.execPath, [path.join(folder, 'index.mjs')], { encoding: 'utf8' })).toBe('/\n');
});

test('the metadata of the stack says how to build the function again', () => {
  const project = create({ 'src/a.ts': hello('a') });
  const app = new App();
  add(new Stack(app, 'Test'), project.path('src/a.ts'), { esbuild: { define: { X: '1' } } });
  const { directory } = app.synth();
  const entries = JSON.parse(read(directory, 'Test.metadata.json'))['/Test/Fn'] as { type: string; data: any }[];
  const { data } = entries.find(({ type }) => type === 'gatehouse:bundle')!;
  expect(path.resolve(directory, data.root)).toBe(project.folder);
  expect(data).toEqual({
    entry: 'src/a.ts',
    root: expect.any(String),
    options: {
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node24',
      external: ['@aws-sdk/*', '@smithy/*'],
      define: { X: '1' },
    },
    outfile: 'index.js',
  });
});

test('asset metadata names the bundle when the CLI asks for it', () => {
  const project = create({ 'a.ts': hello('a') });
  const app = new App({ context: { 'aws:cdk:enable-asset-metadata': true } });
  const stack = new Stack(app, 'Test');
  add(stack, project.path('a.ts'));
  const template = JSON.parse(read(app.synth().directory, 'Test.template.json'));
  const fn = Object.values<any>(template.Resources).find(({ Type }) => Type === 'AWS::Lambda::Function');
  expect(fn.Metadata).toEqual({
    'aws:asset:path': `asset.${fn.Properties.Code.S3Key.replace('.zip', '')}`,
    'aws:asset:is-bundled': true,
    'aws:asset:property': 'Code',
  });
});

interface Resource {
  readonly environment: unknown;
}

function create(files: Record<string, string>, below?: string): TemporaryProject {
  const project = TemporaryProject.create(files, below);
  projects.push(project);
  return project;
}

function hello(text: string): string {
  return `export const handler = async (): Promise<string> => ${JSON.stringify(text)};`;
}

function add(stack: Stack, entry: string, options: BundledFunctionOptions = {}, id = 'Fn'): BundledFunction {
  return new BundledFunction(stack, id, { entry, ...options });
}

function bundlingCalls(): number {
  const calls = jest.mocked(esbuildRun.runEsbuild).mock.calls;
  return calls.filter(([options]) => options.bundle === true).length;
}

function synthesize(entry: string): string | undefined {
  const stack = new Stack(new App(), 'Test');
  add(stack, entry);
  return keysOf(stack).Fn;
}

/** S3 keys of the functions of a stack, by construct id. */
function keysOf(stack: Stack): Record<string, string> {
  const fns = stack.node.findAll().filter((child) => child instanceof BundledFunction);
  (stack.node.root as App).synth();
  return Object.fromEntries(fns.map((fn) => [fn.node.id, stack.resolve(codeOf(fn)).s3Key]));
}

function codeOf(fn: BundledFunction): unknown {
  return (fn.node.defaultChild as never as { code: unknown }).code;
}

function codeFolder(entry: string, options: BundledFunctionOptions): string {
  const app = new App();
  const stack = new Stack(app, 'Test');
  add(stack, entry, options);
  const key = keysOf(stack).Fn!;
  return path.join(app.outdir, `asset.${key.replace('.zip', '')}`);
}

function codeText(entry: string, options: BundledFunctionOptions): string {
  return read(codeFolder(entry, options), 'index.js');
}

function faultsOf(stack: Stack): string[] {
  try {
    (stack.node.root as App).synth();
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .sort();
  }
  return [];
}

function read(folder: string, name: string): string {
  return fs.readFileSync(path.join(folder, name), 'utf8');
}
