import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { withServer } from '../servers/serve.mjs';

/** When servers accept and answer first, beside a Node.js that has nothing to do. */
export function startsAfterNode(servers) {
  let nodeMs;
  const node = async () => {
    const started = performance.now();
    await promisify(execFile)(process.execPath, ['-e', '0']);
    nodeMs = performance.now() - started;
    return { 'ready ms': nodeMs, 'first answer ms': nodeMs, 'ready ms after node': 0 };
  };
  const start = (server) =>
    withServer(server, ({ readyMs, startMs }) => {
      return { 'ready ms': readyMs, 'first answer ms': startMs, 'ready ms after node': readyMs - nodeMs };
    });
  return {
    cases: { node, ...Object.fromEntries(Object.entries(servers).map(([name, server]) => [name, start(server)])) },
    anchor: 'node',
    figures: ['ready ms', 'first answer ms'],
    plain: ['ready ms after node'],
  };
}
