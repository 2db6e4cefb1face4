import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * File of a program that runs in a process of its own. Beside compiled sources it is there; where the TypeScript
 * sources run as they are (tests), esbuild makes it, once per content.
 *
 * @param directory folder of the program's sources
 * @param names programs, without extension; the first one is answered
 */
export function childProgram(directory: string, names: readonly string[]): string {
  const compiled = join(directory, `${names[0]}.js`);
  return existsSync(compiled) ? compiled : transpile(directory, names);
}

function transpile(directory: string, names: readonly string[]): string {
  const { buildSync } = require('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: names.map((name) => join(directory, `${name}.ts`)),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    outdir: 'program',
    write: false,
  });
  const hash = createHash('sha256');
  for (const file of outputFiles) hash.update(file.contents);
  const folder = join(tmpdir(), `cdk-gatehouse-${process.getuid?.() ?? 0}-${hash.digest('hex').slice(0, 16)}`);
  if (!isComplete(folder, outputFiles)) write(folder, outputFiles);
  return join(folder, `${names[0]}.js`);
}

type OutputFiles = readonly { readonly path: string; readonly contents: Uint8Array }[];

function isComplete(folder: string, files: OutputFiles): boolean {
  return files.every((file) => {
    const path = join(folder, nameOf(file.path));
    return existsSync(path) && readFileSync(path).equals(file.contents);
  });
}

/** Parallel test workers write the same folder: each its own, the first rename wins. */
function write(folder: string, files: OutputFiles): void {
  const own = `${folder}.${process.pid}`;
  mkdirSync(own, { recursive: true, mode: 0o700 });
  for (const file of files) writeFileSync(join(own, nameOf(file.path)), file.contents);
  try {
    renameSync(own, folder);
  } catch {
    rmSync(own, { recursive: true, force: true });
  }
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
