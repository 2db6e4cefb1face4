import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BuildOptions, Message, Metafile } from 'esbuild';

export interface EsbuildAnswer {
  /** Absent when there are errors. */
  readonly metafile?: Metafile;
  /** Text of the first output; only of builds that write nothing. */
  readonly texts?: ReadonlyMap<string, string>;
  readonly errors: readonly Message[];
  readonly warnings: readonly Message[];
}

/** esbuild's synchronous build takes no plugins: a process of its own runs the asynchronous one. */
const PLUGIN_PROCESS = `
const fs = require('node:fs');
const { pathToFileURL } = require('node:url');
const { esbuild, options, plugins, answer } = JSON.parse(fs.readFileSync(0, 'utf8'));
(async () => {
  const loaded = await import(pathToFileURL(plugins).href);
  const list = loaded.default ?? loaded;
  if (!Array.isArray(list)) throw new Error('the default export of ' + plugins + ' is no list of esbuild plugins');
  return require(esbuild).build({ ...options, plugins: list });
})().then(
  ({ metafile, warnings }) => fs.writeFileSync(answer, JSON.stringify({ metafile, warnings, errors: [] })),
  (error) => fs.writeFileSync(answer, JSON.stringify({ errors: error.errors ?? [{ text: error.message, location: null }], warnings: [] })),
);
`;

export function runEsbuild(options: BuildOptions): EsbuildAnswer {
  try {
    const esbuild = require(locateEsbuild('esbuild')) as typeof import('esbuild');
    const { metafile, outputFiles, warnings } = esbuild.buildSync(options);
    return {
      errors: [],
      warnings,
      ...(metafile !== undefined && { metafile }),
      ...(outputFiles !== undefined && { texts: new Map(outputFiles.map((file) => [file.path, file.text])) }),
    };
  } catch (error) {
    return { errors: messagesOf(error), warnings: [] };
  }
}

/** @param plugins absolute path of the module whose default export lists the plugins */
export function runEsbuildWithPlugins(options: BuildOptions, plugins: string): EsbuildAnswer {
  const answer = path.join(options.outdir!, 'answer.json');
  fs.mkdirSync(options.outdir!, { recursive: true });
  const { status, signal } = spawnSync(process.execPath, ['-e', PLUGIN_PROCESS], {
    cwd: options.absWorkingDir,
    input: JSON.stringify({ esbuild: locateEsbuild('esbuild'), options, plugins, answer }),
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  if (!fs.existsSync(answer)) {
    throw new Error(`esbuild with the plugins of "${plugins}" ended without an answer (${signal ?? `exit ${status}`})`);
  }
  const read = JSON.parse(fs.readFileSync(answer, 'utf8')) as EsbuildAnswer;
  fs.rmSync(answer);
  return read;
}

export function esbuildVersion(): string {
  return (require(locateEsbuild('esbuild/package.json')) as { version: string }).version;
}

function locateEsbuild(file: string): string {
  try {
    return require.resolve(file, { paths: [process.cwd(), __dirname] });
  } catch {
    throw new Error(
      'esbuild is not installed, and functions with an entry file need it: npm install --save-dev esbuild',
    );
  }
}

function messagesOf(error: unknown): readonly Message[] {
  const { errors } = error as { errors?: readonly Message[] };
  if (errors === undefined || errors.length === 0) throw error;
  return errors;
}
