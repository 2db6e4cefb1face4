import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, measure } from '../measure.mjs';
import { writeHandlers } from './handlers.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const project = resolve(here, '../..');

export async function run({ rounds = 3 }) {
  const cache = join(project, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'bench-'));
  const results = {};
  try {
    for (const count of [1, 10, 50]) {
      const handlers = writeHandlers(join(work, `handlers-${count}`), count, join(project, 'bench/node_modules'));
      const app =
        (kind, { fresh } = {}) =>
        async () => {
          const outdir = join(work, `${kind.replaceAll(' ', '-')}-${count}.out`);
          if (fresh) {
            rmSync(outdir, { recursive: true, force: true });
            dropBundles(handlers);
          }
          const args = [join(here, 'app.cjs'), kind, String(count), handlers, outdir];
          const { cpu, wall, peakMb } = await measure(process.execPath, args, {
            cwd: handlers,
            env: {
              CDK_VALIDATION: 'false',
              PATH: `${join(project, 'node_modules/.bin')}:${process.env.PATH}`,
              NODE_PATH: join(project, 'node_modules'),
            },
          });
          return { cpu, wall, peakMb };
        };
      const figures = ['cpu', 'wall', 'peakMb'];
      results[`bundling, ${count} entries`] = await compare({
        cases: {
          'one esbuild call': app('one esbuild call', { fresh: true }),
          ours: app('ours', { fresh: true }),
          ...(count < 50 || rounds > 1 ? { NodejsFunction: app('NodejsFunction', { fresh: true }) } : {}),
        },
        anchor: 'one esbuild call',
        rounds: count === 50 ? Math.min(rounds, 2) : rounds,
        figures,
      });
      cpSync(join(work, `one-esbuild-call-${count}.out-built`), join(work, `prebuilt-${count}`), { recursive: true });
      results[`second synth without changes, ${count} entries`] = await compare({
        cases: { prebuilt: app('prebuilt'), ours: app('ours', {}) },
        anchor: 'prebuilt',
        rounds,
        figures,
      });
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return results;
}

/** What an earlier synth left for the next one. */
function dropBundles(handlers) {
  for (const root of [handlers, project]) {
    const folder = join(root, 'node_modules/.cache/cdk-gatehouse');
    try {
      for (const name of readdirSync(folder)) {
        if (!name.startsWith('python-')) rmSync(join(folder, name), { recursive: true, force: true });
      }
    } catch {
      // Nothing was left.
    }
  }
}
