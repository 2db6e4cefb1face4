import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { GatewayError } from '../errors';
import { environmentOf } from './app-context';
import { cleanOutput, gistOf } from './app-output';
import type { AppCommand, AppSource } from './app-source';

export interface RunAppOptions {
  /** Receives what a command printed that ended well; the output of others is in the error. */
  readonly print?: (text: string) => void;
  /** Ends the app. */
  readonly signal?: AbortSignal;
}

/** An assembly, ready to be read. */
export interface AppRun {
  /** Absolute folder. */
  readonly assembly: string;
  /** Milliseconds since the epoch: what is younger is not in the assembly yet. */
  readonly startedAt: number;
  /**
   * When the app began, whose run bundles functions: what of their code the build wrote is in the assembly.
   * @default - as `startedAt`
   */
  readonly builtAt?: number;
}

/**
 * Makes the assembly as the CDK CLI would: the `build` of `cdk.json`, then the app.
 * @throws GatewayError when one of them fails
 */
export async function runApp(source: AppSource, options: RunAppOptions = {}): Promise<AppRun> {
  if (source.kind === 'folder') return { assembly: source.assembly, startedAt: timeOf(source.assembly) };
  const startedAt = Date.now();
  prepareFolder(source);
  if (source.build !== undefined) await runCommand('build', source.build, source, options);
  const builtAt = Date.now();
  await runCommand('app', source.command, source, options);
  if (timeOf(source.assembly) < startedAt - 1000) {
    throw new GatewayError(
      'APP_FAILED',
      `the app "${source.command}" wrote no assembly to the folder that CDK_OUTDIR names: leave "outdir" of its App out, or give the folder that it writes by --app`,
    );
  }
  return { assembly: source.assembly, startedAt, builtAt };
}

/** How a shell ends that does not find the command. */
const NOT_FOUND = 'exit code 127';
const NO_FOLDER = ': it is no command and no folder either; to serve an assembly, run `cdk synth` first';

async function runCommand(
  name: 'app' | 'build',
  command: string,
  app: AppCommand,
  { print, signal }: RunAppOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const child = spawn(command, {
    cwd: app.directory,
    detached: process.platform !== 'win32',
    env: environmentOf(app),
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => killWithChildren(child);
  signal?.addEventListener('abort', stop);
  process.on('exit', stop);
  const output: Buffer[] = [];
  child.stdout!.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => output.push(chunk));
  try {
    const end = await ended(child);
    signal?.throwIfAborted();
    const text = cleanOutput(Buffer.concat(output).toString());
    if (end === 'exit code 0') {
      if (text !== '') print?.(text);
      return;
    }
    const hint = end === NOT_FOUND && name === 'app' ? NO_FOLDER : '';
    throw new GatewayError('APP_FAILED', `the ${name} command "${command}" failed (${end})${hint}\n${gistOf(text)}`);
  } finally {
    signal?.removeEventListener('abort', stop);
    process.off('exit', stop);
  }
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
}

/** The shell alone would leave the app behind. */
function killWithChildren(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it ended by itself meanwhile
  }
}

function prepareFolder({ assembly }: AppCommand): void {
  fs.mkdirSync(assembly, { recursive: true });
  const folder = path.dirname(assembly);
  writeOnce(path.join(folder, '.gitignore'), '*\n');
  // ends the search for the "type" of the project's package.json: it says nothing about deployed code
  writeOnce(path.join(folder, 'package.json'), '{}\n');
}

function writeOnce(file: string, text: string): void {
  if (!fs.existsSync(file)) fs.writeFileSync(file, text);
}

function timeOf(assembly: string): number {
  return fs.statSync(path.join(assembly, 'manifest.json'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
