import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatehouse, program, synthesize } from '../servers/commands.mjs';
import { SERVED, SOAKED, serve, soak } from '../servers/serve.mjs';
import { startServer } from '../servers/server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const raw = program(resolve(here, '../gateway/raw.cjs'));
const path = '/orders/7';

export async function run(report, settings) {
  const work = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const backend = await startServer(raw);
  try {
    const front = gatehouse(synthesize(join(here, 'app.cjs'), join(work, 'assembly')));
    front.args.push('--upstream', `legacy.example.com=${backend.base}`);
    const bare = { ...program(join(here, 'reverse-proxy.cjs'), backend.base), path };
    await report.table('proxy, a front door', () => ({
      cases: {
        'reverse proxy': serve(bare, settings),
        backend: serve({ ...raw, path }, settings),
        gatehouse: serve({ ...front, path }, settings),
      },
      ...SERVED,
      anchor: 'reverse proxy',
      rounds: 3,
      goals: [
        { of: 'gatehouse', figure: 'rps 1', to: 'reverse proxy', atLeast: 0.5 },
        { of: 'gatehouse', figure: 'rps 10', to: 'reverse proxy', atLeast: 0.5 },
      ],
    }));
    await report.table('proxy, memory over many requests', () => ({
      cases: { 'reverse proxy': soak(bare, settings), gatehouse: soak({ ...front, path }, settings) },
      ...SOAKED,
      anchor: 'reverse proxy',
      rounds: 1,
      slow: true,
      goals: [{ of: 'gatehouse', figure: 'growth', atMost: 1.1 }],
    }));
  } finally {
    await backend.stop();
    rmSync(work, { recursive: true, force: true });
  }
}
