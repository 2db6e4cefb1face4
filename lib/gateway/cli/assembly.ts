import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AppRun, AppSource } from '../dev';
import { GatewayError } from '../errors';
import type { AssemblyArguments } from './arguments';
import type { Console } from './console';
import { untilStopped } from './stop-signal';

/** Where a command's assembly is, and what was given to read it with. */
export interface FoundAssembly {
  readonly directory: string;
  readonly values?: Record<string, unknown>;
  readonly source: AppSource;
  readonly run: AppRun;
}

/** The folder that `--app` names, or the one that the app's command writes. @throws GatewayError */
export async function findAssembly(
  command: AssemblyArguments,
  console: Console,
  // An app that is run has to be ended too: it does not hear the terminal's signals itself.
  signal = untilStopped(),
): Promise<FoundAssembly> {
  const values = readValues(command.valuesFile);
  const { app, context } = command;
  const folder = app === undefined ? undefined : statSync(app, { throwIfNoEntry: false });
  if (app !== undefined && folder?.isDirectory()) {
    const assembly = resolve(app);
    const manifest = statSync(join(assembly, 'manifest.json'), { throwIfNoEntry: false });
    const run = { assembly, startedAt: manifest?.mtimeMs ?? 0 };
    return { directory: assembly, values, source: { kind: 'folder', assembly }, run };
  }
  const { findApp, runApp } = require('../dev') as typeof import('../dev');
  const source = findApp({ app, context });
  const run = await runApp(source, { print: (text) => console.note(text), signal });
  return { directory: run.assembly, values, source, run };
}

function readValues(file: string | undefined): Record<string, unknown> | undefined {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new GatewayError('OPTION_INVALID', `--values "${file}" cannot be read: ${(error as Error).message}`);
  }
}
