import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processTree, settledMb } from '../processes.mjs';
import { withServer } from '../servers/serve.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** A gateway whose environments end sixty times as soon. */
export const hurried = (server) => ({
  ...server,
  args: ['-r', join(here, 'fast-clock.cjs'), ...server.args],
  answers: (url) => fetch(url).then(Boolean, () => false),
});

/** Environments end after five minutes, which are five seconds here. */
const PATIENCE_MS = 15_000;

/** Memory of a server that was asked for each of these paths, and then for nothing until it has ended what it no longer needs. */
export const idle = (server, paths = []) =>
  withServer(server, async ({ base, pid }) => {
    for (const path of paths) {
      const response = await fetch(base + path);
      await response.arrayBuffer();
    }
    const most = processTree(pid).length;
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(500)) {
      const left = processTree(pid).length;
      if (paths.length === 0 || left < most / 4) break;
    }
    return { MB: await settledMb(pid), processes: processTree(pid).length, 'processes at most': most };
  });
