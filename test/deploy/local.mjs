// The local gateway on an assembly, as `gatehouse dev` starts it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { LEGACY_HOST, REGION } from './cdk.mjs';

export function startLocal({ project, assembly, credentials, legacyUrl }) {
  const args = [
    join(project, 'build/bin/gatehouse.js'),
    'dev',
    '--app',
    assembly,
    '--port',
    '0',
    '--no-watch',
    '--upstream',
    `${LEGACY_HOST}=${legacyUrl}`,
    '--format',
    'json',
  ];
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: REGION,
    },
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      const line = text
        .split('\n')
        .slice(0, -1)
        .find((l) => l.startsWith('{"event":"listening"'));
      if (!line) return;
      const { apis } = JSON.parse(line);
      const apiOf = (stack) => ({ baseUrl: apis.find(({ name }) => name.startsWith(`${stack}-`)).url, credentials });
      resolve({ apiOf, stop });
    });
    child.once('exit', (code) => reject(new Error(`the local gateway ended with ${code}:\n${text}`)));
  });
}
