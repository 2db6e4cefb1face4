import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeHandlers } from '../bundling/handlers.mjs';
import { gatehouse, offline, program, project, synthesize, watchingGatehouse } from '../servers/commands.mjs';
import { SERVED, SOAKED, serve, soak } from '../servers/serve.mjs';
import { hurried, idle } from './idle.mjs';
import { startsAfterNode } from './start.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const path = '/orders/7';
const pool = { ...program(join(here, 'pool.cjs')), path };
const bare = { ...program(join(here, 'raw.cjs')), path };

/** The caller of the guarded route; the bare pool gets the same, and looks at none of it. */
const request = {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: 'alice', 'x-tenant': 'acme' },
  body: JSON.stringify({ item: 'lamp', quantity: 2, tags: ['new', 'gift'] }),
};

export async function run(report, settings) {
  const work = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const routes = (count) => {
      const folder = synthesize(join(here, 'app.cjs'), join(work, `assembly-${count}`), count);
      return { ...gatehouse(folder), path };
    };
    await report.table('gateway, one Lambda proxy route', () => ({
      cases: {
        'pool of 2 children': serve(pool, settings),
        'bare http': serve(bare, settings),
        gatehouse: serve(routes(1), settings),
        'serverless-offline': serve({ ...offline(here, 'http://127.0.0.1:3911'), path }, settings),
      },
      ...SERVED,
      anchor: 'pool of 2 children',
      rounds: 3,
      goals: [
        { of: 'gatehouse', figure: 'rps 1', to: 'pool of 2 children', atLeast: 0.85 },
        { of: 'gatehouse', figure: 'rps 10', to: 'pool of 2 children', atLeast: 0.85 },
        { of: 'gatehouse', figure: 'rps 1', to: 'serverless-offline', atLeast: 5 },
        { of: 'gatehouse', figure: 'rps 10', to: 'serverless-offline', atLeast: 6 },
        { of: 'gatehouse', figure: 'start ms', to: 'bare http', atMost: 2.5 },
      ],
    }));
    await report.table('gateway, cached authorizer, validation and mapping template', () => ({
      cases: {
        'pool of 2 children': serve({ ...pool, request }, settings),
        gatehouse: serve({ ...guarded(work), request }, settings),
      },
      ...SERVED,
      anchor: 'pool of 2 children',
      rounds: 3,
      goals: [
        { of: 'gatehouse', figure: 'rps 1', to: 'pool of 2 children', atLeast: 0.6 },
        { of: 'gatehouse', figure: 'rps 10', to: 'pool of 2 children', atLeast: 0.6 },
      ],
    }));
    await report.table('gateway, 10 and 1,000 routes', () => ({
      cases: { '10 routes': serve(routes(10), settings), '1,000 routes': serve(routes(1000), settings) },
      ...SERVED,
      anchor: '10 routes',
      rounds: 3,
      goals: [
        { of: '1,000 routes', figure: 'rps 1', to: '10 routes', atLeast: 0.95 },
        { of: '1,000 routes', figure: 'rps 10', to: '10 routes', atLeast: 0.95 },
      ],
    }));
    await report.table('gateway, start with 30 routes', () => ({
      ...startsAfterNode({ 'bare http': bare, gatehouse: routes(30) }),
      rounds: 5,
      goals: [
        { of: 'gatehouse', figure: 'ready ms after node', atMost: 300 },
        { of: 'gatehouse', figure: 'first answer ms', to: 'bare http', atMost: 2.5 },
      ],
    }));
    await report.table('gateway, memory over many requests', () => ({
      cases: { 'pool of 2 children': soak(pool, settings), gatehouse: soak(routes(1), settings) },
      ...SOAKED,
      anchor: 'pool of 2 children',
      rounds: 1,
      goals: [{ of: 'gatehouse', figure: 'growth', atMost: 1.1 }],
    }));
    if (report.wants(IDLE)) await measureIdle(report, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function guarded(work) {
  return { ...gatehouse(synthesize(join(here, 'guarded-app.cjs'), join(work, 'guarded'))), path };
}

const IDLE = 'gateway, idle with 50 functions';
const FUNCTIONS = 50;

/** Bundled functions need a project whose packages are there. */
async function measureIdle(report, work) {
  const cache = join(project, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const sources = mkdtempSync(join(cache, 'bench-'));
  try {
    const handlers = writeHandlers(join(sources, 'handlers'), FUNCTIONS, join(project, 'bench/node_modules'));
    const assembly = synthesize(join(here, 'functions-app.cjs'), join(work, 'functions'), handlers, FUNCTIONS);
    const paths = Array.from({ length: FUNCTIONS }, (_, i) => `/orders-${i}`);
    const idleGateway = (server) => idle({ ...hurried(server), cwd: handlers, path: paths[0] }, paths);
    await report.table(IDLE, () => ({
      cases: {
        'bare http': idle(bare),
        gatehouse: idleGateway(gatehouse(assembly)),
        'gatehouse, watching': idleGateway(watchingGatehouse(assembly)),
      },
      anchor: 'bare http',
      rounds: 1,
      figures: ['MB'],
      plain: ['processes', 'processes at most'],
      goals: ['gatehouse', 'gatehouse, watching'].map((of) => ({ of, figure: 'MB', atMost: 160 })),
    }));
  } finally {
    rmSync(sources, { recursive: true, force: true });
  }
}
