import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { processTree, proportionalMb, settledMb } from '../processes.mjs';
import { startServer } from './server.mjs';

const httpLoad = join(dirname(fileURLToPath(import.meta.url)), 'http-load.mjs');

/** Runs a load in a process of its own; answers what it prints. */
export async function runLoad(file, options) {
  const { stdout } = await promisify(execFile)(process.execPath, [file, JSON.stringify(options)]);
  return JSON.parse(stdout);
}

/** Runs something against a server that is started for it. */
export const withServer = (server, run) => async () => {
  const running = await startServer(server);
  try {
    return await run(running);
  } finally {
    await running.stop();
  }
};

/** So long a load makes a server warm: its compiler comes to an end only after tens of thousands of requests. */
const WARM_SECONDS = 5;

/** Loads a warm server with one and with ten connections. */
export const serve = (server, { seconds, load = httpLoad }) =>
  withServer(server, async ({ url, startMs, pid }) => {
    const run = (connections, duration) => runLoad(load, { url, ...server.request, connections, duration });
    await run(10, WARM_SECONDS);
    const one = await run(1, seconds);
    const ten = await run(10, seconds);
    return {
      'start ms': startMs,
      'rps 1': one.rps,
      'rps 10': ten.rps,
      MB: proportionalMb(pid),
      failures: one.failures + ten.failures,
    };
  });
export const SERVED = { figures: ['start ms', 'rps 1', 'rps 10', 'MB'], counts: ['failures'] };

/** By then V8 has given its young generation all that it ever gets, with or without a leak. */
const WARM_REQUESTS = 50_000;

/** Memory of a warm server after a tenth of the requests, and after all of them. */
export const soak = (server, { requests }) =>
  withServer(server, async ({ url, pid }) => {
    const run = (amount) => runLoad(httpLoad, { url, ...server.request, connections: 10, amount });
    const tenth = Math.ceil(requests / 10);
    await run(WARM_REQUESTS);
    const early = await run(tenth);
    const earlyMb = await settledMb(pid);
    const earlyProcesses = processTree(pid).length;
    const late = await run(requests - tenth);
    const lateMb = await settledMb(pid);
    return {
      'MB after a tenth': earlyMb,
      'MB after all': lateMb,
      growth: lateMb / earlyMb,
      'processes after a tenth': earlyProcesses,
      'processes after all': processTree(pid).length,
      failures: early.failures + late.failures,
    };
  });
export const SOAKED = {
  figures: ['MB after a tenth', 'MB after all', 'growth'],
  plain: ['processes after a tenth', 'processes after all'],
  counts: ['failures'],
};
