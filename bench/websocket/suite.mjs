import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settledMb } from '../processes.mjs';
import { gatehouse, offline, program, synthesize } from '../servers/commands.mjs';
import { runLoad, SERVED, serve, withServer } from '../servers/serve.mjs';
import { openSocket, openSockets } from './sockets.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** A server as one of sockets; it answers once it takes one. */
const sockets = (server) => ({
  ...server,
  path: '',
  urlOf: (output) => server.urlOf(output)?.replace(/^http/, 'ws'),
  answers,
});
const bare = sockets(program(join(here, 'bare.cjs')));

export async function run(report, settings) {
  const work = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const served = (name) => sockets(gatehouse(synthesize(join(here, 'app.cjs'), join(work, name), name)));
  try {
    await echo(report, settings, served('echo'));
    await slowReader(report, settings, served('echo'));
    await broadcast(report, served('broadcast'));
    await idle(report, served('echo'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function echo(report, settings, ours) {
  const load = join(here, 'echo-load.mjs');
  const measured = (server) => serve(server, { ...settings, load });
  return report.table('websocket, echo through a function', () => ({
    cases: {
      'pool of 2 children': measured(sockets(program(join(here, 'pool.cjs')))),
      'bare ws': measured(bare),
      gatehouse: measured(ours),
      'serverless-offline': measured(sockets(offline(here, 'ws://127.0.0.1:3913'))),
    },
    ...SERVED,
    anchor: 'pool of 2 children',
    rounds: 3,
    goals: [
      { of: 'gatehouse', figure: 'rps 1', to: 'bare ws', atLeast: 0.3 },
      // A process that serves one call at a time is far from a server without one, however many wait.
      { of: 'gatehouse', figure: 'rps 10', to: 'pool of 2 children', atLeast: 0.85 },
      { of: 'gatehouse', figure: 'rps 1', to: 'serverless-offline', atLeast: 6 },
      { of: 'gatehouse', figure: 'rps 10', to: 'serverless-offline', atLeast: 6 },
    ],
  }));
}

function slowReader(report, { seconds }, ours) {
  const load = (server, reads) =>
    withServer(server, ({ url }) => runLoad(join(here, 'stall-load.mjs'), { url, duration: seconds, reads }));
  return report.table('websocket, ten clients beside one that does not read', () => ({
    cases: {
      'gatehouse, it reads': load(ours, true),
      'gatehouse, it does not': load(ours, false),
      'bare ws, it reads': load(bare, true),
      'bare ws, it does not': load(bare, false),
    },
    anchor: 'gatehouse, it reads',
    rounds: 3,
    figures: ['rps', 'p50 ms', 'p99 ms'],
    counts: ['failures'],
    goals: [{ of: 'gatehouse, it does not', figure: 'p99 ms', to: 'gatehouse, it reads', atMost: 1.25 }],
  }));
}

function broadcast(report, ours) {
  const load = (server) =>
    withServer(server, ({ url }) =>
      runLoad(join(here, 'broadcast-load.mjs'), { url, connections: 1000, broadcasts: 5 }),
    );
  return report.table('websocket, a broadcast to 1,000 connections', () => ({
    cases: { 'bare ws': load(sockets(program(join(here, 'bare-broadcast.cjs')))), gatehouse: load(ours) },
    anchor: 'bare ws',
    rounds: 1,
    figures: ['broadcast ms'],
    counts: ['lost'],
    goals: [{ of: 'gatehouse', figure: 'lost', atMost: 0 }],
  }));
}

function idle(report, ours) {
  const measured = (server) =>
    withServer(server, async ({ url, pid }) => {
      const before = await settledMb(pid);
      const open = await openSockets(url, 5000);
      const MB = await settledMb(pid);
      const failures = open.filter((socket) => socket.readyState !== socket.OPEN).length;
      for (const socket of open) socket.terminate();
      return { MB, 'MB before': before, failures };
    });
  return report.table('websocket, 5,000 idle connections', () => ({
    cases: { 'bare ws': measured(bare), gatehouse: measured(ours) },
    anchor: 'bare ws',
    rounds: 1,
    figures: ['MB'],
    plain: ['MB before'],
    counts: ['failures'],
    goals: [{ of: 'gatehouse', figure: 'MB', atMost: 250 }],
  }));
}

/** Whether one message comes back. */
async function answers(url) {
  try {
    const socket = await openSocket(url);
    const answered = await new Promise((resolve) => {
      socket.once('message', () => resolve(true));
      socket.once('close', () => resolve(false));
      socket.send('{"action":"echo"}');
    });
    socket.terminate();
    return answered;
  } catch {
    return false;
  }
}
