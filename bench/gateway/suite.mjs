import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare } from '../measure.mjs';
import { gatehouse, offline, plainUrl, serve, synthesize } from './serve.mjs';

const here = dirname(fileURLToPath(import.meta.url));

export async function run({ rounds = 3 }) {
  const work = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const assembly = (routes) => synthesize(join(here, 'app.cjs'), join(work, `assembly-${routes}`), routes);
    const figures = ['start ms', 'rps 1', 'rps 10', 'MB', 'failures'];
    return {
      'gateway, one Lambda proxy route': await compare({
        cases: {
          'pool of 2 children': serve({ args: [join(here, 'pool.cjs')], cwd: work, urlOf: plainUrl }, 4),
          'bare http': serve({ args: [join(here, 'raw.cjs')], cwd: work, urlOf: plainUrl }, 4),
          gatehouse: serve(gatehouse(assembly(1)), 4),
          'serverless-offline': serve(offline(here, 'http://127.0.0.1:3911'), 4),
        },
        anchor: 'pool of 2 children',
        rounds,
        figures,
      }),
      'gateway, 10 and 1,000 routes': await compare({
        cases: { '10 routes': serve(gatehouse(assembly(10)), 3), '1,000 routes': serve(gatehouse(assembly(1000)), 3) },
        anchor: '10 routes',
        rounds,
        figures,
      }),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
