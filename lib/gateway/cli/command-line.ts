import { GatewayError } from '../errors';
import { HELP, parseCommandLine } from './arguments';
import { Console } from './console';
import { STOPPED } from './stop-signal';

/** Runs a command line, and ends the process with its status. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const console = new Console();
  let status: number;
  try {
    status = await run(args, console);
  } catch (error) {
    status = statusOf(error);
    if (status !== STOPPED) console.fail(error);
  }
  await console.close();
  process.exit(status);
}

function statusOf(error: unknown): number {
  if ((error as Error | undefined)?.name === 'AbortError') return STOPPED;
  return error instanceof GatewayError && error.actor === 'user' ? 1 : 70;
}

/** Commands are loaded when they are asked for: the start of `dev` is counted in milliseconds. */
async function run(args: readonly string[], console: Console): Promise<number> {
  const command = parseCommandLine(args);
  if (command.name === 'help') {
    console.print(HELP);
    return 0;
  }
  if (command.name === 'version') {
    console.print((require('../../../../package.json') as { version: string }).version);
    return 0;
  }
  console.use(command);
  if (command.name === 'routes') return (require('./routes') as typeof import('./routes')).showRoutes(command, console);
  if (command.name === 'token') return (require('./token') as typeof import('./token')).showToken(command, console);
  // It takes its time beside that of everything below.
  (require('../lambda/spare-process') as typeof import('../lambda/spare-process')).startAhead();
  if (command.name === 'openapi')
    return (require('./openapi') as typeof import('./openapi')).showOpenApi(command, console);
  return (require('./dev') as typeof import('./dev')).runDev(command, console);
}
