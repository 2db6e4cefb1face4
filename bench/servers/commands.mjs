import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A program of ours that prints `listening PORT`. */
export const program = (file, ...args) => ({
  args: [file, ...args.map(String)],
  urlOf(output) {
    const port = /listening (\d+)/.exec(output)?.[1];
    return port && `http://127.0.0.1:${port}`;
  },
});

/** Makes a cloud assembly by an app that takes its folder and more; answers the folder. */
export function synthesize(app, folder, ...more) {
  execFileSync(process.execPath, [app, folder, ...more.map(String)], {
    env: { ...process.env, CDK_VALIDATION: 'false' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return folder;
}

/** `gatehouse dev` with an assembly, as it is by default. */
export function watchingGatehouse(folder) {
  return {
    args: [join(project, 'build/bin/gatehouse.js'), 'dev', ...['--app', folder, '--port', '0', '--format', 'json']],
    cwd: dirname(folder),
    urlOf(output) {
      const line = output.split('\n').find((text) => text.startsWith('{"event":"listening"') && text.endsWith('}'));
      return line && JSON.parse(line).apis[0].url;
    },
  };
}

/** The same without following edits, and with an account whose quota no load reaches. */
export function gatehouse(folder) {
  const server = watchingGatehouse(folder);
  return { ...server, args: [...server.args, '--no-watch', '--account-throttle', '1000000'] };
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
