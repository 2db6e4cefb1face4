import * as fs from 'node:fs';
import * as path from 'node:path';
import { Rebuilder } from '../../../lib/gateway/dev/rebuilder';
import type { FunctionModel } from '../../../lib/gateway/model';
import { TemporaryProject } from '../../temporary-project';
import { TimerClock } from '../timer-clock';

let project: TemporaryProject;
let rebuilder: Rebuilder;
let clock: TimerClock;
/** Of whatever else runs in this process of jest. */
let others: ReadonlySet<string>;

beforeEach(() => {
  others = new Set(processes());
  project = TemporaryProject.create({
    'node_modules/parts/index.js': 'exports.part = "part"',
    'src/a.ts': 'import { text } from "./shared"; export const handler = () => "a" + text;',
    'src/b.ts': 'import { text } from "./shared"; export const handler = () => "b" + text;',
    'src/c.ts': 'import { part } from "parts"; export const handler = () => part;',
    'src/shared/index.ts': 'export const text = " first";',
  });
  clock = new TimerClock();
  rebuilder = new Rebuilder(clock);
});
afterEach(async () => {
  await rebuilder.close();
  project.remove();
});

describe('the process of esbuild', () => {
  test('is there for edits, and not before them nor long after them', async () => {
    await use('a', 'b', 'c');
    await until(() => services().length === 0);
    await edit('src/a.ts', 'export const handler = () => 1;');
    expect(services()).toHaveLength(1);
    clock.advance(60_000);
    await edit('src/a.ts', 'export const handler = () => 2;');
    clock.advance(179_000);
    expect(services()).toHaveLength(1);
    clock.advance(1000);
    await until(() => services().length === 0);
    expect(await edit('src/a.ts', 'export const handler = () => 3;')).toEqual({ a: 3 });
  });

  test('ends with the last rebuilder', async () => {
    await use('a');
    await edit('src/a.ts', 'export const handler = () => 1;');
    await rebuilder.close();
    await until(() => services().length === 0);
  });
});

describe('an edit', () => {
  test('of many functions in turns is always of the one that was edited', async () => {
    const names = Array.from({ length: 9 }, (_, i) => `f${i}`);
    for (const name of names) project.write({ [`src/${name}.ts`]: 'export const handler = () => 0;' });
    await use(...names);
    for (const round of [1, 2]) {
      for (const name of names) {
        expect(await edit(`src/${name}.ts`, `export const handler = () => ${round};`)).toEqual({ [name]: round });
      }
    }
  });

  test('of a shared file and then of one that uses it', async () => {
    await use('a', 'b', 'c');
    expect(await edit('src/shared/index.ts', 'export const text = "!";')).toEqual({ a: 'a!', b: 'b!' });
    expect(await edit('src/b.ts', 'export const handler = () => "alone";')).toEqual({ b: 'alone' });
    expect(await edit('src/shared/index.ts', 'export const text = "?";')).toEqual({ a: 'a?' });
  });

  test('that leaves a file as it was is none, be it the first one or not', async () => {
    await use('a', 'c');
    const text = fs.readFileSync(project.path('src/a.ts'), 'utf8');
    for (const _ of [1, 2]) expect(await edit('src/a.ts', text)).toEqual({});
    expect(await edit('src/a.ts', 'export const handler = () => 1;')).toEqual({ a: 1 });
    for (const _ of [1, 2]) expect(await edit('src/a.ts', 'export const handler = () => 1;')).toEqual({});
  });

  test('that leaves a file as it was brings a package that was installed meanwhile', async () => {
    await use('c', Date.now() + 1);
    const text = fs.readFileSync(project.path('src/c.ts'), 'utf8');
    project.write({ 'node_modules/parts/index.js': 'exports.part = "new part"' });
    expect(await edit('src/c.ts', text)).toEqual({ c: 'new part' });
  });

  test('of a package that is linked from elsewhere in the project', async () => {
    project.write({
      'packages/kit/index.ts': 'export const kit = "kit";',
      'src/k.ts': 'import { kit } from "kit"; import { part } from "parts"; export const handler = () => kit + part;',
    });
    fs.symlinkSync(project.path('packages/kit'), project.path('node_modules/kit'));
    await use('k', 'c');
    expect(await edit('packages/kit/index.ts', 'export const kit = "new ";')).toEqual({ k: 'new part' });
  });

  test('of functions with different options', async () => {
    await useWith({ a: { define: { X: '1' } }, b: { define: { X: '2' } } });
    expect(await edit('src/shared/index.ts', 'declare const X: number; export const text = X;')).toEqual({
      a: 'a1',
      b: 'b2',
    });
  });
});

describe('a file', () => {
  test('that comes before another one is taken instead, and the other one again once it is gone', async () => {
    await use('a', 'c');
    expect(await edit('src/shared.ts', 'export const text = " other";')).toEqual({ a: 'a other' });
    fs.unlinkSync(project.path('src/shared.ts'));
    expect(await notice('src/shared.ts')).toEqual({ a: 'a first' });
  });

  test('beside others that nothing imports changes nothing', async () => {
    await use('a', 'c');
    expect(await edit('src/notes.ts', 'export const x = 1;')).toEqual({});
  });

  test('in a folder that is replaced as a whole counts', async () => {
    await use('a', 'c');
    project.write({ 'src/shared/index.ts': 'export const text = " moved";' });
    expect(await notice('src/shared')).toEqual({ a: 'a moved' });
  });

  test('that a loader writes lies beside the code', async () => {
    project.write({
      'src/logo.bin': 'logo',
      'src/l.ts': 'import l from "./logo.bin"; export const handler = () => l;',
    });
    await useWith({ l: { loader: { '.bin': 'file' } } });
    project.write({ 'src/logo.bin': 'new logo' });
    const { changes } = await rebuilder.rebuild([project.path('src/logo.bin')]);
    const [{ codeDirectory }] = changes as [{ codeDirectory: string }];
    expect(fs.readFileSync(path.join(codeDirectory, call(codeDirectory) as string), 'utf8')).toBe('new logo');
  });
});

describe('settings', () => {
  test('of TypeScript count for what they apply to', async () => {
    const config = (folder: string) => JSON.stringify({ compilerOptions: { paths: { '~/*': [`./${folder}/*`] } } });
    project.write({
      'config/base.json': config('one'),
      'one/x.ts': 'export const x = 1',
      'src/t.ts': 'import { x } from "~/x"; export const handler = () => x;',
      'tsconfig.json': '{ "extends": "./config/base.json" }',
      'two/x.ts': 'export const x = 2',
    });
    project.write({ 'config/base.json': config('../one') });
    await use('t', 'c');
    expect(rebuilder.folders).toContain(project.path('config'));
    expect(await edit('config/base.json', config('../two'))).toMatchObject({ t: 2 });
  });

  test('in a package.json count, dependencies do not', async () => {
    await use('a');
    expect(await edit('package.json', '{ "dependencies": { "x": "1" } }')).toEqual({});
    project.write({ 'src/a.ts': 'import "./shared"; export const handler = () => 1;' });
    expect(await edit('package.json', '{ "sideEffects": false }')).toEqual({ a: 1 });
  });
});

test('an assembly that began before an edit gets the edit again', async () => {
  await use('a');
  await edit('src/a.ts', 'export const handler = () => "edited";');
  expect(await use('a')).toEqual({});
  expect(await use('a', 0)).toEqual({ a: 'edited' });
});

test('what is broken keeps being told, and does not keep others from being edited', async () => {
  await use('a', 'b', 'c');
  project.write({ 'src/a.ts': 'export const handler = {', 'src/b.ts': 'export const handler = () => "b";' });
  const both = await rebuilder.rebuild([project.path('src/a.ts'), project.path('src/b.ts')]);
  expect(both.changes.map(({ arn }) => arn)).toEqual(['arn:b']);
  project.write({ 'src/c.ts': 'export const handler = () => "c";' });
  const next = await rebuilder.rebuild([project.path('src/c.ts')]);
  expect(next.changes.map(({ arn }) => arn)).toEqual(['arn:c']);
  expect(next.errors).toEqual(both.errors);
  expect(await edit('src/a.ts', 'export const handler = () => "a";')).toEqual({ a: 'a' });
});

/** What the functions answer that are told to have changed, by name. */
type Answers = Record<string, unknown>;

function use(...names: [...string[], number] | string[]): Promise<Answers> {
  const since = typeof names.at(-1) === 'number' ? (names.pop() as number) : Date.now() + 1000;
  return useWith(Object.fromEntries((names as string[]).map((name) => [name, {}])), since);
}

async function useWith(functions: Record<string, object>, since = Date.now() + 1000): Promise<Answers> {
  const models = Object.entries(functions).map(([name, options]) => [`arn:${name}`, fn(name, options)] as const);
  const { changes, errors } = await rebuilder.use(new Map(models), since);
  expect(errors).toEqual([]);
  await rebuilder.settle();
  return answersOf(changes);
}

function edit(file: string, text: string): Promise<Answers> {
  project.write({ [file]: text });
  return notice(file);
}

async function notice(file: string): Promise<Answers> {
  const { changes } = await rebuilder.rebuild([project.path(file)]);
  const beside = await rebuilder.rebuildBeside();
  await rebuilder.settle();
  return answersOf([...changes, ...(beside?.changes ?? [])]);
}

function answersOf(changes: readonly { readonly arn: string; readonly codeDirectory: string }[]): Answers {
  return Object.fromEntries(changes.map(({ arn, codeDirectory }) => [arn.slice('arn:'.length), call(codeDirectory)]));
}

function call(codeDirectory: string): unknown {
  const module = { exports: {} as { handler(): unknown } };
  new Function('module', 'require', fs.readFileSync(path.join(codeDirectory, 'index.js'), 'utf8'))(module, require);
  return module.exports.handler();
}

function fn(name: string, options: object): FunctionModel {
  const all = { bundle: true, platform: 'node', format: 'cjs', target: 'node20', ...options };
  return {
    arn: `arn:${name}`,
    bundle: { entry: `src/${name}.ts`, projectRoot: project.folder, outfile: 'index.js', options: all },
    origin: { path: `Stack/${name}` },
    runtime: 'nodejs24.x',
  } as unknown as FunctionModel;
}

/** Processes of esbuild that the test has started. */
function services(): string[] {
  return processes().filter((pid) => !others.has(pid));
}

function processes(): string[] {
  return fs.readdirSync('/proc').filter((pid) => {
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return Number(parent) === process.pid && command.includes('--service=');
    } catch {
      return false;
    }
  });
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it never came to that');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
