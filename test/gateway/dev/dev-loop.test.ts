import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  type AppSource,
  type DevLoop,
  findApp,
  type FunctionChange,
  runApp,
  startDevLoop,
} from '../../../lib/gateway/dev';
import type { GatewayError } from '../../../lib/gateway/errors';
import type { BundleRecipe, FunctionModel } from '../../../lib/gateway/model';
import { TemporaryProject } from '../../temporary-project';

let project: TemporaryProject;
let loop: DevLoop | undefined;
let events: Events;

beforeEach(() => {
  project = TemporaryProject.create({
    'cdk.out/manifest.json': '{}',
    'src/a.ts': 'import { text } from "./shared"; export const handler = () => "a" + text;',
    'src/b.ts': 'import { text } from "./shared"; export const handler = () => "b" + text;',
    'src/c.ts': 'export const handler = () => "c";',
    'src/shared.ts': 'export const text = " first";',
  });
  events = new Events();
});
afterEach(async () => {
  await loop?.close();
  loop = undefined;
  project.remove();
});

describe('an edit of a function', () => {
  test('bundles that function alone', async () => {
    await start(bundled('a', 'b', 'c'));
    project.write({ 'src/a.ts': 'export const handler = () => "edited";' });
    const [change, ...others] = await events.change();
    expect(others).toEqual([]);
    expect(change!.arn).toBe('arn:a');
    expect(callHandler(change!)).toBe('edited');
  });

  test('of a shared file bundles all that use it', async () => {
    await start(bundled('a', 'b', 'c'));
    project.write({ 'src/shared.ts': 'export const text = " second";' });
    const changes = await events.change();
    expect(changes.map(({ arn }) => arn)).toEqual(['arn:a', 'arn:b']);
    expect(changes.map(callHandler)).toEqual(['a second', 'b second']);
  });

  test('that changes nothing in the bundle is not told', async () => {
    await start(bundled('a', 'c'));
    project.write({ 'src/a.ts': `${fs.readFileSync(project.path('src/a.ts'), 'utf8')}\n// a comment` });
    project.write({ 'src/c.ts': 'export const handler = () => "edited";' });
    expect((await events.change()).map(({ arn }) => arn)).toEqual(['arn:c']);
  });

  test('keeps the version before it, and no older one', async () => {
    await start(bundled('c'));
    const folders: string[] = [];
    for (const text of ['one', 'two', 'three']) {
      project.write({ 'src/c.ts': `export const handler = () => "${text}";` });
      folders.push((await events.change())[0]!.codeDirectory);
    }
    expect(folders.map((folder) => fs.existsSync(folder))).toEqual([false, true, true]);
    await loop!.close();
    expect(folders.some((folder) => fs.existsSync(folder))).toBe(false);
  });

  test('is noticed although it came before the loop began', async () => {
    project.write({ 'src/c.ts': 'export const handler = () => "early";' }, 0);
    await start(bundled('a', 'c'), { since: Date.now() - 1000 });
    const changes = await events.change();
    expect(changes.map(({ arn }) => arn)).toContain('arn:c');
  });

  test('may bring a file in a folder that was not followed', async () => {
    await start(bundled('c'));
    project.write({
      'lib/new/text.ts': 'export const text = "new";',
      'src/c.ts': 'import { text } from "../lib/new/text"; export const handler = () => text;',
    });
    await events.change();
    project.write({ 'lib/new/text.ts': 'export const text = "newer";' });
    expect(callHandler((await events.change())[0]!)).toBe('newer');
  });

  test('has source maps that lead to the source', async () => {
    await start(bundled('c'));
    project.write({ 'src/c.ts': '\n\nexport const handler = () => new Error("here").stack;' });
    const [change] = await events.change();
    expect(callInProcess(change!)).toContain(`${project.path('src/c.ts')}:3:`);
  });
});

describe('a fault', () => {
  test('is told with its place, once, and the loop recovers', async () => {
    await start(bundled('a', 'c'));
    project.write({ 'src/c.ts': 'export const handler = {' });
    expect(await events.error()).toMatchObject({
      code: 'BUNDLE_FAILED',
      message: 'cannot bundle\n  src/c.ts:1:24: Expected identifier but found end of file',
    });
    project.write({ 'src/c.ts': 'export const handler = () => "fixed";' });
    expect(callHandler((await events.change())[0]!)).toBe('fixed');
    expect(events.errors.items).toEqual([]);
  });

  test('in one function does not keep others from being edited', async () => {
    await start(bundled('a', 'c'));
    project.write({ 'src/c.ts': 'export const handler = {' });
    await events.error();
    project.write({ 'src/a.ts': 'export const handler = () => "edited";' });
    expect((await events.change()).map(({ arn }) => arn)).toEqual(['arn:a']);
    project.write({ 'src/c.ts': 'export const handler = () => "fixed";' });
    expect((await events.change()).map(({ arn }) => arn)).toEqual(['arn:c']);
  });

  test('is a deleted entry, until it is back', async () => {
    await start(bundled('a', 'c'));
    fs.unlinkSync(project.path('src/c.ts'));
    expect((await events.error()).message).toBe(
      'cannot bundle\n  the entry "src/c.ts" is gone, and still is the code of Stack/c',
    );
    project.write({ 'src/c.ts': 'export const handler = () => "back";' });
    expect(callHandler((await events.change())[0]!)).toBe('back');
  });

  test('is an import of a file that is written after it', async () => {
    await start(bundled('c'));
    project.write({ 'src/c.ts': 'import { x } from "./later/x"; export const handler = () => x;' });
    expect((await events.error()).message).toContain('Could not resolve "./later/x"');
    project.write({ 'src/later/x.ts': 'export const x = "there";' });
    expect(callHandler((await events.change())[0]!)).toBe('there');
  });

  test('that was there from the start does not stop the loop', async () => {
    project.write({ 'src/c.ts': 'export const handler = {' });
    await start(bundled('c'));
    await events.error();
    project.write({ 'src/c.ts': 'export const handler = () => "fixed";' });
    expect(callHandler((await events.change())[0]!)).toBe('fixed');
  });
});

describe('bundles', () => {
  test('are as their recipes say', async () => {
    project.write({
      'plugins.cjs':
        'module.exports = [{ name: "x", setup(b) { b.onLoad({ filter: /[.]txt$/ }, () => ({ contents: "from plugin", loader: "text" })); } }];',
      'src/c.ts': 'import t from "./t.txt"; export const handler = () => 0;',
      'src/t.txt': 'text',
    });
    const recipe = { plugins: project.path('plugins.cjs'), options: { define: { STAGE: '"dev"' } } };
    await start(new Map([['arn:c', fn('c', recipe)]]));
    project.write({ 'src/c.ts': 'import t from "./t.txt"; export const handler = () => t + STAGE;' });
    expect(callHandler((await events.change())[0]!)).toBe('from plugindev');
  });

  test('are for the Node.js of this machine where that is the older one', async () => {
    await start(new Map([['arn:c', fn('c', { options: { target: 'node99' } })]]));
    project.write({
      'src/c.ts': 'export const handler = () => { using x = { [Symbol.dispose]() {} }; return "ran"; };',
    });
    const [change] = await events.change();
    expect(fs.readFileSync(path.join(change!.codeDirectory, 'index.js'), 'utf8')).not.toMatch(/\busing x\b/);
  });

  test('of a project that is not on this machine are left alone', async () => {
    await start(new Map([['arn:c', fn('c', { projectRoot: '/no/such/project' })]]));
    expect(events.errors.items).toEqual([]);
  });
});

test('code that is deployed as it lies is replaced when it is edited', async () => {
  project.write({ 'prebuilt/lib/x.js': 'exports.x = 1', 'prebuilt/index.js': 'exports.handler = () => 1' });
  const codeDirectory = project.path('prebuilt');
  await start(new Map([['arn:p', { ...fn('p'), bundle: undefined, codeDirectory }]]));
  project.write({ 'prebuilt/lib/x.js': 'exports.x = 2' });
  expect(await events.change()).toEqual([{ arn: 'arn:p', codeDirectory }]);
});

test('code that was inline is nothing to be followed', async () => {
  const folder = path.join(os.tmpdir(), `gatehouse-${os.userInfo().username}`, 'code');
  fs.mkdirSync(folder, { recursive: true });
  const codeDirectory = fs.mkdtempSync(path.join(folder, 'inline-'));
  fs.writeFileSync(path.join(codeDirectory, 'index.js'), 'exports.handler = () => 1');
  await start(new Map([['arn:p', { ...fn('p'), bundle: undefined, codeDirectory }]]), { since: 0 });
  await settled();
  fs.rmSync(codeDirectory, { recursive: true });
  expect(events.changes.items).toEqual([]);
});

test('an assembly that is written again is taken once it is whole', async () => {
  await start(bundled('c'));
  fs.writeFileSync(project.path('cdk.out/manifest.json'), '{ "version"');
  fs.writeFileSync(project.path('cdk.out/manifest.json'), '{ "version": "50" }');
  expect(await events.assembly()).toBe(project.path('cdk.out'));
});

test('an assembly that nobody wrote again is not taken twice', async () => {
  const since = fs.statSync(project.path('cdk.out/manifest.json')).mtimeMs;
  await start(bundled('c'), { since });
  await settled();
  await settled();
  expect(events.assemblies.items).toEqual([]);
  fs.writeFileSync(project.path('cdk.out/manifest.json'), '{ "version": "50" }');
  expect(await events.assembly()).toBe(project.path('cdk.out'));
});

describe('an app', () => {
  const APP = `
    const fs = require('fs'); const { value } = require('./lib/value.cjs');
    if (value === 'broken') throw new Error('no such value');
    fs.writeFileSync(process.env.CDK_OUTDIR + '/value', value);
    fs.writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', '{}');
  `;
  beforeEach(() => {
    project.write({
      'app.cjs': APP,
      'lib/value.cjs': 'exports.value = "first"',
      'cdk.json': '{ "app": "node app.cjs" }',
      'lib/part.json': '{}',
    });
  });

  test('runs again when one of its files changes', async () => {
    await startApp(bundled('c'));
    project.write({ 'lib/value.cjs': 'exports.value = "second"' });
    expect(fs.readFileSync(path.join(await events.assembly(), 'value'), 'utf8')).toBe('second');
    project.write({ 'lib/value.cjs': 'exports.value = "third"' });
    expect(fs.readFileSync(path.join(await events.assembly(), 'value'), 'utf8')).toBe('third');
  });

  test('does not run for edits of functions, tests and texts, nor for a file written as it was', async () => {
    await startApp(bundled('c'));
    project.write({
      'README.md': 'x',
      'lib/value.cjs': 'exports.value = "first"',
      'src/c.ts': 'export const handler = () => "edited";',
      'test/x.test.ts': 'x',
    });
    await events.change();
    project.write({ 'src/c.ts': 'export const handler = () => "again";' });
    await events.change();
    project.write({ 'lib/value.cjs': 'exports.value = "second"' });
    await events.assembly();
    expect(events.assemblies.items).toHaveLength(0);
  });

  test('runs for a file that it shares with functions', async () => {
    project.write({ 'app.cjs': `${APP}; require('./src/common.cjs');`, 'src/common.cjs': 'exports.x = 1' });
    project.write({ 'src/c.ts': 'import { x } from "./common.cjs"; export const handler = () => x;' });
    await startApp(bundled('c'));
    project.write({ 'src/common.cjs': 'exports.x = 2' });
    await events.change();
    await events.assembly();
  });

  test('runs for a file in a new folder', async () => {
    await startApp(bundled('c'));
    project.write({ 'stacks/one.ts': 'x' });
    await events.assembly();
    project.write({ 'stacks/one.ts': 'y' });
    await events.assembly();
  });

  test('that fails is told, and runs again at the next edit', async () => {
    await startApp(bundled('c'));
    project.write({ 'lib/value.cjs': 'exports.value = "broken"' });
    expect(await events.error()).toMatchObject({
      code: 'APP_FAILED',
      message: expect.stringContaining('no such value'),
    });
    expect(events.assemblies.items).toHaveLength(0);
    project.write({ 'lib/value.cjs': 'exports.value = "second"' });
    await events.assembly();
  });

  test('whose assembly cannot be served is told, and runs again at the next edit', async () => {
    await startApp(bundled('c'));
    events.refuse = true;
    project.write({ 'lib/value.cjs': 'exports.value = "second"' });
    expect((await events.error()).message).toContain('refused');
    events.refuse = false;
    project.write({ 'lib/value.cjs': 'exports.value = "third"' });
    await events.assembly();
  });

  test('does not run for what its own build writes', async () => {
    project.write({
      'cdk.json': JSON.stringify({
        app: 'node out/app.cjs',
        build: 'rm -rf out && sleep 0.1 && mkdir -p out/lib && cp app.cjs out && cp lib/*.cjs out/lib',
      }),
    });
    await startApp(bundled('c'));
    project.write({ 'lib/value.cjs': 'exports.value = "second"' });
    expect(fs.readFileSync(path.join(await events.assembly(), 'value'), 'utf8')).toBe('second');
    project.write({ 'src/c.ts': 'export const handler = () => "edited";' });
    await events.change();
    await loop!.close();
    expect(events.assemblies.items).toHaveLength(0);
  });

  test('bundles nothing again at the start that its own build wrote', async () => {
    project.write({ 'cdk.json': JSON.stringify({ app: 'node app.cjs', build: 'cp src/c.ts src/b.ts && sleep 0.05' }) });
    await startApp(bundled('a', 'b'));
    project.write({ 'src/a.ts': 'export const handler = () => "edited";' });
    expect((await events.change()).map(({ arn }) => arn)).toEqual(['arn:a']);
  });

  test('that writes into its project does not run for ever', async () => {
    project.write({ 'app.cjs': `${APP}; fs.writeFileSync('out.json', String(Math.random()));` });
    await startApp(bundled('c'));
    for (const value of ['second', 'third']) {
      project.write({ 'lib/value.cjs': `exports.value = "${value}"` });
      await events.assembly();
    }
    project.write({ 'src/c.ts': 'export const handler = () => "edited";' });
    await events.change();
    expect(events.assemblies.items.length).toBeLessThan(3);
  });

  test('gives functions that are new to its next assembly', async () => {
    await startApp(bundled('c'));
    events.functions = bundled('a', 'c');
    project.write({ 'lib/value.cjs': 'exports.value = "second"' });
    await events.assembly();
    await settled();
    project.write({ 'src/a.ts': 'export const handler = () => "edited";' });
    expect((await events.change()).map(({ arn }) => arn)).toEqual(['arn:a']);
  });
});

async function start(functions: Map<string, FunctionModel>, { since = Date.now() + 1000 } = {}): Promise<void> {
  const source: AppSource = { kind: 'folder', assembly: project.path('cdk.out') };
  await follow(source, { assembly: source.assembly, startedAt: since }, functions);
}

async function startApp(functions: Map<string, FunctionModel>): Promise<void> {
  const source = findApp({ directory: project.folder });
  // A run counts whole milliseconds: what was written in its first one is taken for an edit.
  const written = Date.now();
  while (Date.now() === written) await new Promise(setImmediate);
  await follow(source, await runApp(source), functions);
}

async function follow(
  source: AppSource,
  run: Awaited<ReturnType<typeof runApp>>,
  functions: Map<string, FunctionModel>,
) {
  events.functions = functions;
  loop = startDevLoop({
    source,
    run,
    functions,
    onFunctionsChanged: (changes) => events.changes.push(changes),
    onAssemblyChanged: (assembly) => events.take(assembly),
    onError: (error) => events.errors.push(error),
  });
  await loop.ready;
}

/** Until what was asked for before is done: the loop does one thing after the other. */
async function settled(): Promise<void> {
  await (loop as unknown as { queue: Promise<void> }).queue;
}

function bundled(...names: string[]): Map<string, FunctionModel> {
  return new Map(names.map((name) => [`arn:${name}`, fn(name)]));
}

function fn(name: string, recipe: Partial<BundleRecipe> = {}): FunctionModel {
  const { options, ...rest } = recipe;
  const common = { bundle: true, platform: 'node', format: 'cjs', target: 'node24', ...options };
  return {
    arn: `arn:${name}`,
    bundle: { entry: `src/${name}.ts`, projectRoot: project.folder, outfile: 'index.js', options: common, ...rest },
    codeDirectory: project.path(`cdk.out/asset.${name}`),
    layers: [],
    origin: { path: `Stack/${name}` },
    runtime: 'nodejs24.x',
  } as unknown as FunctionModel;
}

/** What the handler answers, called in this process. */
function callHandler({ codeDirectory }: FunctionChange): string {
  const module = { exports: {} as { handler(): string } };
  const code = fs.readFileSync(path.join(codeDirectory, 'index.js'), 'utf8');
  new Function('module', 'require', code)(module, require);
  return module.exports.handler();
}

/** What the handler answers, called as Lambda would. */
function callInProcess({ codeDirectory }: FunctionChange): string {
  const code = `console.log(require(${JSON.stringify(codeDirectory)}).handler())`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--enable-source-maps', '-e', code], { encoding: 'utf8' });
  return `${stdout}${stderr}`.trim();
}

/** What the loop told, to be waited for. */
class Events {
  readonly changes = new Inbox<readonly FunctionChange[]>();
  readonly assemblies = new Inbox<string>();
  readonly errors = new Inbox<GatewayError>();
  functions: ReadonlyMap<string, FunctionModel> = new Map();
  refuse = false;

  change(): Promise<readonly FunctionChange[]> {
    return this.changes.next();
  }

  assembly(): Promise<string> {
    return this.assemblies.next();
  }

  error(): Promise<GatewayError> {
    return this.errors.next();
  }

  async take(assembly: string): Promise<ReadonlyMap<string, FunctionModel>> {
    if (this.refuse) throw new Error('refused');
    this.assemblies.push(assembly);
    return this.functions;
  }
}

class Inbox<T> {
  readonly items: T[] = [];
  private wake = () => {};

  push(item: T): void {
    this.items.push(item);
    this.wake();
  }

  async next(): Promise<T> {
    while (this.items.length === 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.items.shift()!;
  }
}
