import type { DevLoop } from '../dev';
import { type Gateway, startGateway } from '../gateway';
import { constructPath } from '../template/describe-routes';
import type { DevArguments } from './arguments';
import { type FoundAssembly, findAssembly } from './assembly';
import type { Console } from './console';
import { KEY_FILE } from './key-file';
import { untilStopped } from './stop-signal';

/** The first request after the start is not to wait for the bundler. */
const REST_MS = 300;

/** `gatehouse dev`: serves until it is told to stop. */
export async function runDev(command: DevArguments, console: Console): Promise<number> {
  const stop = untilStopped();
  const stopped = new Promise((resolve) => stop.addEventListener('abort', resolve));
  const { port, host, strict, verbose, upstreams, authorizers, accountThrottle, parameters } = command;
  const found = await findAssembly(command, console, stop);
  const gateway = await startGateway({
    assembly: found.directory,
    port,
    host,
    strict,
    verbose,
    upstreams,
    authorizers,
    accountThrottle,
    parameters,
    values: found.values,
    keyFile: KEY_FILE,
    onEvent: (event) => console.event(event),
  });
  console.nameFunctions((name) => constructOf(name, gateway));
  if (command.format === 'text') {
    const { formatStart } = require('./start-table') as typeof import('./start-table');
    console.print(formatStart(gateway));
  }
  const loop = command.watch ? follow(found, gateway, console) : undefined;
  if (!stop.aborted) await stopped;
  await loop?.close();
  await gateway.close();
  return 0;
}

/** The path of a function's construct, as the table of routes has it. */
function constructOf(name: string, { model }: Gateway): string {
  for (const fn of model.functions.values()) if (fn.name === name) return constructPath(fn.origin);
  return name;
}

/** Brings edits of functions and of the app into the running gateway. */
function follow({ source, run }: FoundAssembly, gateway: Gateway, console: Console): DevLoop {
  const { startDevLoop } = require('../dev') as typeof import('../dev');
  return startDevLoop({
    source,
    run,
    functions: gateway.model.functions,
    print: (text) => console.note(text),
    restMs: REST_MS,
    onFunctionsChanged: (changes, since) => void gateway.replaceFunctions(changes, since),
    onAssemblyChanged: async (assembly, since) => {
      await gateway.reload(assembly, since);
      return gateway.model.functions;
    },
    onError: ({ code, message }) => console.event({ event: 'error', code, message }),
  });
}
