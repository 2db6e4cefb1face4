import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, measure } from '../measure.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** CPU and template of one app with prebuilt code, the validator off. */
function synth(work, kind, routes, functions) {
  return async () => {
    const outdir = join(work, `${kind}-${routes}-${functions}`);
    const result = await measure(
      process.execPath,
      [join(here, 'app.cjs'), kind, String(routes), String(functions), outdir],
      {
        cwd: work,
        env: { CDK_VALIDATION: 'false' },
      },
    );
    const text = readFileSync(join(outdir, 'Bench.template.json'), 'utf8');
    const resources = Object.keys(JSON.parse(text).Resources ?? {}).length;
    return { ...result, facts: { resources, 'template KB': text.length / 1000 } };
  };
}

export async function run({ rounds = 5 }) {
  const work = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const figures = ['cpu', 'wall'];
  const of = (kinds, routes, functions) =>
    Object.fromEntries(kinds.map((kind) => [kind, synth(work, kind, routes, functions)]));
  const peers = ['floor-l1', 'ours', 'spec-rest-api', 'http-api', 'rest-api'];
  try {
    return {
      'synth, 1 route, 1 function': await compare({
        cases: of(['floor-l1', 'ours', 'rest-api'], 1, 1),
        anchor: 'floor-l1',
        rounds,
        figures,
      }),
      'synth, 50 routes, 50 functions': await compare({
        cases: of(['floor-l1', 'ours', 'rest-api'], 50, 50),
        anchor: 'floor-l1',
        rounds: 3,
        figures,
      }),
      'synth, 100 routes, 20 functions': await compare({
        cases: of(peers, 100, 20),
        anchor: 'floor-l1',
        rounds,
        figures,
      }),
      'synth, 200 routes, 1 function': await compare({
        cases: of(['floor-l1', 'ours', 'rest-api'], 200, 1),
        anchor: 'floor-l1',
        rounds: 3,
        figures,
      }),
      'synth, 500 routes, 1 function': await compare({
        cases: of(['empty', 'floor-l1', 'ours', 'ours-cors', 'spec-rest-api'], 500, 1),
        anchor: 'empty',
        rounds,
        figures,
      }),
      'synth, 500 routes, 100 functions': await compare({
        cases: of(['floor-l1', 'ours', 'rest-api'], 500, 100),
        anchor: 'floor-l1',
        rounds: 3,
        figures,
      }),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
