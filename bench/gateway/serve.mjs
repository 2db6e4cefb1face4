import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, proportionalMb } from '../measure.mjs';
import { startServer } from './server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const project = resolve(here, '../..');

/** Address of a server that prints `listening PORT`. */
export const plainUrl = (output) => {
  const port = /listening (\d+)/.exec(output)?.[1];
  return port && `http://127.0.0.1:${port}`;
};

/** Address of the first API of a gateway. */
const apiUrl = (output) => {
  const line = output.split('\n').find((text) => text.startsWith('{"event":"listening"'));
  return line && JSON.parse(line).apis[0].url;
};

/** Makes a cloud assembly by an app that takes its folder and more; answers the folder. */
export function synthesize(app, folder, ...more) {
  execFileSync(process.execPath, [app, folder, ...more.map(String)], {
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });
  return folder;
}

export function gatehouse(folder) {
  const options = ['--port', '0', '--no-watch', '--format', 'json'];
  return {
    args: [join(project, 'build/bin/gatehouse.js'), 'dev', '--app', folder, ...options],
    cwd: dirname(folder),
    urlOf: apiUrl,
  };
}

/** serverless-offline with the `serverless.yml` of a folder. */
export function offline(folder, url) {
  return {
    args: [
      join(project, 'bench/node_modules/serverless/bin/serverless.js'),
      'offline',
      ...['--httpPort', '3911', '--lambdaPort', '3912', '--websocketPort', '3913', '--noPrependStageInUrl'],
    ],
    cwd: folder,
    env: {
      SLS_TELEMETRY_DISABLED: '1',
      SLS_NOTIFICATIONS_MODE: 'off',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
    },
    urlOf: () => url,
  };
}

/** Starts a server, loads it with one and with ten connections, and stops it. */
export const serve =
  (server, seconds, load = join(here, 'load.mjs')) =>
  async () => {
    const running = await startServer({ command: process.execPath, path: '/orders/7', ...server });
    const run = async (connections, length) => {
      const args = [load, running.url, String(connections), String(length)];
      const { output } = await measure(process.execPath, args);
      return JSON.parse(output.trim().split('\n').at(-1));
    };
    try {
      await run(2, 1);
      const one = await run(1, seconds);
      const ten = await run(10, seconds);
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
