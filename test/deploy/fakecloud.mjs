// A second AWS emulator, for the WebSocket API of the demo: its CloudFormation knows all resources of one. It is a program
// that is built from source, which takes too long to do here.
import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ACCOUNT, REGION } from './cdk.mjs';
import { freePort, stopGroup, untilAnswers } from './emulator.mjs';

export const HOW_TO_INSTALL = 'cargo install fakecloud --version 0.51.0 --locked';

/** The path of the program, if it is installed. */
export function findFakecloud() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), join(homedir(), '.cargo/bin')];
  return folders.map((folder) => join(folder, 'fakecloud')).find(existsSync);
}

/** Starts it on a free loopback port; resolves once it answers. */
export async function startFakecloud({ program, work }) {
  const port = await freePort();
  const log = join(work, 'fakecloud.log');
  const child = spawn(program, ['--addr', `127.0.0.1:${port}`, '--account-id', ACCOUNT, '--region', REGION], {
    env: { PATH: process.env.PATH, HOME: work, TMPDIR: work },
    stdio: ['ignore', openSync(log, 'w'), openSync(log, 'a')],
    detached: true,
  });
  const stop = () => stopGroup(child);
  process.once('exit', stop);
  const endpoint = `http://127.0.0.1:${port}`;
  if (await untilAnswers(child, `${endpoint}/_fakecloud/health`)) return { endpoint, stop };
  stop();
  throw new Error(`fakecloud did not start:\n${readFileSync(log, 'utf8').slice(-4000)}`);
}
