import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeHandler, writeHandlers, writeSmallHandler } from '../bundling/handlers.mjs';
import { settledMb } from '../processes.mjs';
import { project, synthesize, watchingGatehouse } from '../servers/commands.mjs';
import { withServer } from '../servers/serve.mjs';
import { answers, bareRebuild, saveToAnswer } from './edits.mjs';

const MANY = 50;
/** What is done at the start is done by then. */
const REST_MS = 8000;
const BARE = 'esbuild context, node';
const APPS = [
  { title: 'dev, an edit of a function without packages', write: writeSmallHandler, count: 1, mostMs: 150 },
  { title: 'dev, an edit of a function with packages', write: writeHandler, count: 1 },
  { title: 'dev, an edit of one of ten functions with packages', write: writeHandler, count: 10 },
];

export async function run(report) {
  const cache = join(project, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'bench-'));
  try {
    for (const [i, app] of APPS.entries()) await edit(report, join(work, String(i)), app);
    await rest(report, join(work, 'idle'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Memory of a gateway that follows the sources of many functions, while nobody edits them. */
function rest(report, folder) {
  return report.table(`dev, no edits of ${MANY} functions with packages`, () => {
    const handlers = writeHandlers(join(folder, 'handlers'), MANY, join(project, 'bench/node_modules'));
    const app = join(project, 'bench/gateway/functions-app.cjs');
    const server = watchingGatehouse(synthesize(app, join(folder, 'cdk.out'), handlers, MANY));
    const settled = withServer({ ...server, cwd: handlers, path: '/orders-0', answers }, async ({ pid }) => {
      await sleep(REST_MS);
      return { MB: await settledMb(pid) };
    });
    return {
      cases: { gatehouse: settled },
      anchor: 'gatehouse',
      rounds: 2,
      figures: ['MB'],
      goals: [{ of: 'gatehouse', figure: 'MB', atMost: 160 }],
    };
  });
}

function edit(report, folder, { title, write, count, mostMs }) {
  return report.table(title, () => {
    const handlers = writeHandlers(join(folder, 'handlers'), count, join(project, 'bench/node_modules'), write);
    const app = join(project, 'bench/gateway/functions-app.cjs');
    const assembly = synthesize(app, join(folder, 'cdk.out'), handlers, count);
    const save = (version) => write(handlers, 0, version);
    return {
      cases: {
        [BARE]: bareRebuild(handlers, assembly, save),
        gatehouse: saveToAnswer({ ...watchingGatehouse(assembly), cwd: handlers }, save),
      },
      anchor: BARE,
      rounds: 3,
      figures: ['rebuild ms', 'save to answer ms'],
      counts: ['failures'],
      goals: [
        { of: 'gatehouse', figure: 'rebuild ms', to: BARE, atMost: 1.5 },
        ...(mostMs ? [{ of: 'gatehouse', figure: 'save to answer ms', atMost: mostMs }] : []),
      ],
    };
  });
}
