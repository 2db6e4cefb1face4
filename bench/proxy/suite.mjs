import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatehouse, plainUrl, serve, synthesize } from '../gateway/serve.mjs';
import { startServer } from '../gateway/server.mjs';
import { compare } from '../measure.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const raw = resolve(here, '../gateway/raw.cjs');

export async function run({ rounds = 3 }) {
  const work = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const plain = { cwd: work, urlOf: plainUrl };
  const backend = await startServer({ command: process.execPath, args: [raw], path: '', ...plain });
  try {
    const assembly = synthesize(join(here, 'app.cjs'), join(work, 'assembly'), backend.url);
    return {
      'proxy, one HTTP proxy route': await compare({
        cases: {
          'reverse proxy': serve({ args: [join(here, 'reverse-proxy.cjs'), '0', backend.url], ...plain }, 4),
          backend: serve({ args: [raw], ...plain }, 4),
          gatehouse: serve(gatehouse(assembly), 4),
        },
        anchor: 'reverse proxy',
        rounds,
        figures: ['start ms', 'rps 1', 'rps 10', 'MB', 'failures'],
      }),
    };
  } finally {
    await backend.stop();
    rmSync(work, { recursive: true, force: true });
  }
}
