import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from '../measure.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** CPU and template of one app with prebuilt code, the validator off. */
function synth(work, kind, routes, functions) {
  return async () => {
    const outdir = join(work, `${kind}-${routes}-${functions}`);
    const args = [join(here, 'app.cjs'), kind, String(routes), String(functions), outdir];
    const figures = await measure(process.execPath, args, { cwd: work, env: { CDK_VALIDATION: 'false' } });
    const text = readFileSync(join(outdir, 'Bench.template.json'), 'utf8');
    const resources = Object.keys(JSON.parse(text).Resources ?? {}).length;
    return { ...figures, resources, 'template KB': text.length / 1000 };
  };
}

const PEERS = ['http-api', 'spec-rest-api', 'rest-api', 'solutions-constructs'];

export async function run(report) {
  const work = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const table = (routes, functions, { kinds = ['ours', 'rest-api'], anchor = 'floor-l1', ...more } = {}) =>
    report.table(`synth, ${count(routes, 'route')}, ${count(functions, 'function')}`, () => ({
      cases: casesOf(work, [...new Set([anchor, 'floor-l1', ...kinds])], routes, functions),
      anchor,
      rounds: 3,
      figures: ['cpu', 'wall'],
      plain: ['resources', 'template KB'],
      ...more,
    }));
  const resources = (atMost) => ({ of: 'ours', figure: 'resources', atMost });
  try {
    await table(1, 1, { rounds: 5 });
    await table(50, 50, { goals: [resources(165)] });
    await table(100, 20, {
      kinds: ['ours', 'functions-alone', ...PEERS],
      rounds: 5,
      goals: [{ of: 'ours', figure: 'cpu', to: 'floor-l1', atMost: 1.5 }, resources(75)],
    });
    await table(200, 1, { goals: [resources(15)] });
    await table(500, 1, {
      kinds: ['ours', 'ours-cors', 'spec-rest-api'],
      anchor: 'empty',
      rounds: 5,
      goals: [
        { of: 'ours', figure: 'cpu', to: 'empty', atMost: 2 },
        { of: 'ours', figure: 'template KB', atMost: 200 },
        { of: 'ours-cors', figure: 'template KB', atMost: 500 },
        resources(15),
      ],
    });
    await table(500, 100, { goals: [resources(315)] });
    for (const routes of [1, 50, 200, 500])
      for (const functions of new Set([1, Math.ceil(routes / 5)])) await sizes(report, work, routes, functions);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What an API takes of CloudFormation's limits, beside every other way to write it. */
function sizes(report, work, routes, functions) {
  return report.table(`template, ${count(routes, 'route')}, ${count(functions, 'function')}`, () => ({
    cases: casesOf(work, ['ours', ...PEERS], routes, functions),
    anchor: 'rest-api',
    rounds: 1,
    slow: true,
    figures: ['resources', 'template KB'],
  }));
}

function casesOf(work, kinds, routes, functions) {
  return Object.fromEntries(kinds.map((kind) => [kind, synth(work, kind, routes, functions)]));
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;
