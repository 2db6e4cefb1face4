import { KEY_FILE } from '../authorizers/cognito/local-keys';
import { startGateway } from '../gateway';
import type { DevArguments } from './arguments';
import { findAssembly } from './assembly';
import type { Console } from './console';

/** `gatehouse dev`: serves until it is told to stop. */
export async function runDev(command: DevArguments, console: Console): Promise<number> {
  const stopped = untilStopped();
  const { port, host, strict, verbose, upstreams, parameters } = command;
  const { directory, values } = await findAssembly(command);
  const gateway = await startGateway({
    assembly: directory,
    port,
    host,
    strict,
    verbose,
    upstreams,
    parameters,
    values,
    keyFile: KEY_FILE,
    onEvent: (event) => console.event(event),
  });
  if (command.format === 'text') {
    const { formatStart } = require('./start-table') as typeof import('./start-table');
    console.print(formatStart(gateway));
  }
  await stopped;
  await gateway.close();
  return 0;
}

/** Resolves at the first signal; a second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let told = false;
    const stop = (): void => {
      if (told) process.exit(130);
      told = true;
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
