// `npm start`: the server that was there before, and the demo with a front door before it. Flags are those of `gatehouse dev`.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { runCommandLine } from '../lib/gateway/cli/command-line';

const LEGACY_PORT = '8081';

const legacy = fork(join(__dirname, 'legacy-server.js'), [LEGACY_PORT], { stdio: 'inherit' });
process.once('exit', () => legacy.kill());
void runCommandLine([
  'dev',
  '--upstream',
  `https://legacy.example.com=http://127.0.0.1:${LEGACY_PORT}`,
  ...process.argv.slice(2),
]);
