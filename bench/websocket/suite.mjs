import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { gatehouse, offline, plainUrl, serve, synthesize } from '../gateway/serve.mjs';
import { compare } from '../measure.mjs';

const here = dirname(fileURLToPath(import.meta.url));

export async function run({ rounds = 3 }) {
  const work = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const echo = (server) =>
    serve(
      { ...server, urlOf: (output) => server.urlOf(output)?.replace(/^http/, 'ws'), path: '', answers },
      4,
      join(here, 'load.mjs'),
    );
  const plain = { cwd: work, urlOf: plainUrl };
  try {
    const assembly = synthesize(join(here, 'app.cjs'), join(work, 'assembly'));
    return {
      'websocket, echo through a function': await compare({
        cases: {
          'pool of 2 children': echo({ args: [join(here, 'pool.cjs')], ...plain }),
          'bare ws': echo({ args: [join(here, 'bare.cjs')], ...plain }),
          gatehouse: echo(gatehouse(assembly)),
          'serverless-offline': echo(offline(here, 'ws://127.0.0.1:3913')),
        },
        anchor: 'pool of 2 children',
        rounds,
        figures: ['start ms', 'rps 1', 'rps 10', 'MB', 'failures'],
      }),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Whether one message comes back. */
function answers(url) {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const settle = (answered) => {
      resolve(answered);
      socket.terminate();
    };
    socket.once('open', () => socket.send('{"action":"echo"}'));
    socket.once('message', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
  });
}
