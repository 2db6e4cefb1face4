import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from '../measure.mjs';
import { project } from '../servers/commands.mjs';
import { writeHandlers } from './handlers.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const ONE_CALL = 'one esbuild call';
const FIGURES = ['cpu', 'wall', 'peakMb'];
const MANY = 500;

export async function run(report) {
  const cache = join(project, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'bench-'));
  try {
    for (const count of [1, 10, 50]) {
      const handlers = handlersOf(work, count);
      await bundle(report, handlers, count);
      await bundleAgain(report, handlers, count);
    }
    await bundleMany(report, work);
    await synthesizeApi(report, handlersOf(work, 20));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A project with handlers, and a place beside them for what is made of them. */
function handlersOf(work, count) {
  return writeHandlers(join(work, `${count}`, 'handlers'), count, join(project, 'bench/node_modules'));
}

async function bundle(report, handlers, count) {
  const title = `bundling, ${count} ${count === 1 ? 'entry' : 'entries'}`;
  const fresh = (kind) => ({ [kind]: () => synthesizeAfresh(handlers, kind, 'app.cjs', kind, count) });
  if (count < 50) {
    await report.table(title, () => ({
      cases: { ...fresh(ONE_CALL), ...fresh('ours'), ...fresh('NodejsFunction') },
      anchor: ONE_CALL,
      rounds: 3,
      figures: FIGURES,
    }));
    return;
  }
  await report.table(title, () => ({
    cases: { ...fresh(ONE_CALL), ...fresh('ours') },
    anchor: ONE_CALL,
    rounds: 5,
    figures: FIGURES,
    goals: [{ of: 'ours', figure: 'cpu', to: ONE_CALL, atMost: 1.15 }],
  }));
  await report.table(`${title}, one by one`, () => ({
    cases: { ...fresh('NodejsFunction'), ...fresh('ours') },
    anchor: 'NodejsFunction',
    rounds: 3,
    slow: true,
    figures: FIGURES,
    goals: [{ of: 'NodejsFunction', figure: 'wall', to: 'ours', atLeast: 15 }],
  }));
}

/** What esbuild made before, against finding out that nothing has changed. */
function bundleAgain(report, handlers, count) {
  const again = (kind, outdir) => () => synthesize(handlers, outdir, 'app.cjs', kind, count);
  return report.table(`second synth without changes, ${count} ${count === 1 ? 'entry' : 'entries'}`, async () => {
    await synthesizeAfresh(handlers, ONE_CALL, 'app.cjs', ONE_CALL, count);
    cpSync(join(handlers, `../${ONE_CALL}-built`), join(handlers, '../prebuilt-built'), { recursive: true });
    await synthesize(handlers, 'ours', 'app.cjs', 'ours', count);
    return {
      cases: { prebuilt: again('prebuilt', 'prebuilt'), ours: again('ours', 'ours') },
      anchor: 'prebuilt',
      rounds: 3,
      figures: FIGURES,
      goals: [{ of: 'ours', figure: 'cpu', to: 'prebuilt', atMost: 1.1 }],
    };
  });
}

function bundleMany(report, work) {
  return report.table(`bundling, ${MANY} entries`, () => {
    const handlers = handlersOf(work, MANY);
    const fresh = (kind) => () => synthesizeAfresh(handlers, kind, 'app.cjs', kind, MANY);
    return {
      cases: { [ONE_CALL]: fresh(ONE_CALL), ours: fresh('ours') },
      anchor: ONE_CALL,
      rounds: 1,
      slow: true,
      figures: FIGURES,
      goals: [
        { of: 'ours', figure: 'peakMb', to: ONE_CALL, atMost: 0.25 },
        { of: 'ours', figure: 'cpu', to: ONE_CALL, atMost: 1.15 },
      ],
    };
  });
}

function synthesizeApi(report, handlers) {
  const peer = 'RestApi + NodejsFunction';
  const fresh = (kind) => () => synthesizeAfresh(handlers, kind, 'api.cjs', kind, 200, 20);
  return report.table('synth with bundling, 200 routes, 20 functions', () => ({
    cases: { [peer]: fresh(peer), ours: fresh('ours') },
    anchor: peer,
    rounds: 2,
    slow: true,
    figures: FIGURES,
    goals: [{ of: 'ours', figure: 'cpu', to: peer, atMost: 0.2 }],
  }));
}

function synthesizeAfresh(handlers, name, ...command) {
  rmSync(join(handlers, '..', name), { recursive: true, force: true });
  dropBundles(handlers);
  return synthesize(handlers, name, ...command);
}

async function synthesize(handlers, name, app, ...args) {
  const outdir = join(handlers, '..', name);
  return measure(process.execPath, [join(here, app), ...args.map(String), handlers, outdir], {
    cwd: handlers,
    env: {
      CDK_VALIDATION: 'false',
      PATH: `${join(project, 'node_modules/.bin')}:${process.env.PATH}`,
      NODE_PATH: join(project, 'node_modules'),
    },
  });
}

/** What an earlier synth left for the next one. */
function dropBundles(handlers) {
  const folder = join(handlers, 'node_modules/.cache/cdk-gatehouse');
  try {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  } catch {
    // Nothing was left.
  }
}
