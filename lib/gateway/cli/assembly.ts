import { readFileSync, statSync } from 'node:fs';
import { GatewayError } from '../errors';
import type { AssemblyArguments } from './arguments';

/** Where a command's assembly is, and what was given to read it with. */
export interface FoundAssembly {
  readonly directory: string;
  readonly values?: Record<string, unknown>;
}

/** The folder that `--app` names, or the one that the app's command writes. @throws GatewayError */
export async function findAssembly(command: AssemblyArguments): Promise<FoundAssembly> {
  const values = readValues(command.valuesFile);
  const { app } = command;
  if (app !== undefined && isFolder(app)) return { directory: app, values };
  throw new GatewayError('ASSEMBLY_NOT_FOUND', `--app "${app}" is no folder of a cloud assembly`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readValues(file: string | undefined): Record<string, unknown> | undefined {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new GatewayError('OPTION_INVALID', `--values "${file}" cannot be read: ${(error as Error).message}`);
  }
}
