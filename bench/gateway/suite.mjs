import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, measure, proportionalMb } from '../measure.mjs';
import { startServer } from './server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const project = resolve(here, '../..');
const plain = (output) => /listening (\d+)/.exec(output) && `http://127.0.0.1:${/listening (\d+)/.exec(output)[1]}`;
const listening = (output) => {
  const line = output.split('\n').find((text) => text.startsWith('{"event":"listening"'));
  return line && JSON.parse(line).apis[0].url;
};

/** Starts a server, loads it with one and with ten connections, and stops it. */
const serve = (server, seconds) => async () => {
  const running = await startServer({ command: process.execPath, path: '/orders/7', ...server });
  try {
    const load = async (connections, length) =>
      JSON.parse(
        (
          await measure(process.execPath, [join(here, 'load.mjs'), running.url, String(connections), String(length)])
        ).output
          .trim()
          .split('\n')
          .at(-1),
      );
    await load(2, 1);
    const one = await load(1, seconds);
    const ten = await load(10, seconds);
    return {
      'start ms': running.startMs,
      'rps 1': one.rps,
      'rps 10': ten.rps,
      'p99 ms': ten.p99,
      MB: proportionalMb(running.pid),
      failures: one.failures + ten.failures,
    };
  } finally {
    await running.stop();
  }
};

export async function run({ rounds = 3 }) {
  const work = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const assembly = (routes) => {
      const folder = join(work, `assembly-${routes}`);
      execFileSync(process.execPath, [join(here, 'app.cjs'), folder, String(routes)], {
        env: { ...process.env, CDK_VALIDATION: 'false' },
      });
      return folder;
    };
    const gatehouse = (folder) => ({
      args: [
        join(project, 'build/bin/gatehouse.js'),
        'dev',
        '--app',
        folder,
        '--port',
        '0',
        '--no-watch',
        '--format',
        'json',
      ],
      cwd: work,
      urlOf: listening,
    });
    const offline = {
      args: [
        join(project, 'bench/node_modules/serverless/bin/serverless.js'),
        'offline',
        '--httpPort',
        '3911',
        '--lambdaPort',
        '3912',
        '--noPrependStageInUrl',
      ],
      cwd: here,
      env: {
        SLS_TELEMETRY_DISABLED: '1',
        SLS_NOTIFICATIONS_MODE: 'off',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'bench',
      },
      urlOf: () => 'http://127.0.0.1:3911',
    };
    const figures = ['start ms', 'rps 1', 'rps 10', 'MB', 'failures'];
    return {
      'gateway, one Lambda proxy route': await compare({
        cases: {
          'pool of 2 children': serve({ args: [join(here, 'pool.cjs')], cwd: work, urlOf: plain }, 4),
          'bare http': serve({ args: [join(here, 'raw.cjs')], cwd: work, urlOf: plain }, 4),
          gatehouse: serve(gatehouse(assembly(1)), 4),
          'serverless-offline': serve(offline, 4),
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
