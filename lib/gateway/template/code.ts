import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Resource } from './evaluation';
import { DefinitionFault } from './faults';
import type { LoadOptions } from './options';
import { optionalText, type Properties } from './read';

/** Where the code of a function or layer is, or why it is nowhere here. */
export type CodePlace = { readonly directory: string } | { readonly unsupported: string };

export function placeOfCode(resource: Resource, code: Properties, runtime: string, options: LoadOptions): CodePlace {
  const inline = optionalText(code, 'ZipFile');
  if (inline !== undefined) return placeInline(inline, runtime, options);
  if (code.ImageUri !== undefined) return { unsupported: 'its code is a container image' };
  const asset = assetOf(resource, optionalText(code, 'S3Key'));
  if (asset === undefined) return { unsupported: 'its code is not among the assets of the assembly' };
  if (!existsSync(asset)) return { unsupported: `its code "${asset}" does not exist, run \`cdk synth\` again` };
  return { directory: statSync(asset).isDirectory() ? asset : unpack(asset, options) };
}

/** File or folder of the asset with an object key; the resource's metadata knows it where no asset manifest does. */
export function assetOf(resource: Resource, key: string | undefined): string | undefined {
  const known = key === undefined ? undefined : resource.stack.assets.get(basename(key));
  if (known !== undefined) return known;
  const path = resource.metadata['aws:asset:path'];
  return typeof path === 'string' ? resolve(resource.stack.directory, path) : undefined;
}

function placeInline(code: string, runtime: string, options: LoadOptions): CodePlace {
  const file = runtime.startsWith('python') ? 'index.py' : 'index.js';
  const directory = join(cacheOf(options), hashOf(`${file}\n${code}`));
  if (!existsSync(directory)) writeWhole(directory, new Map([[file, Buffer.from(code)]]));
  return { directory };
}

function unpack(file: string, options: LoadOptions): string {
  const archive = readFileSync(file);
  const directory = join(cacheOf(options), hashOf(archive));
  if (!existsSync(directory)) {
    const { readZip } = require('./zip') as typeof import('./zip');
    writeWhole(directory, readZip(archive, file));
  }
  return directory;
}

/** Writes beside and renames, so that gateways starting at once never see half a folder. */
function writeWhole(directory: string, files: ReadonlyMap<string, Buffer>): void {
  const draft = `${directory}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  for (const [name, content] of files) {
    const path = join(draft, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  try {
    renameSync(draft, directory);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
}

/** Whether a folder of code is a copy, named after its content, of what an assembly has inline or in an archive. */
export function isCopyOfCode(directory: string): boolean {
  return dirname(directory) === defaultCache();
}

function defaultCache(): string {
  return join(tmpdir(), `gatehouse-${userInfo().username}`, 'code');
}

function cacheOf(options: LoadOptions): string {
  const directory = options.cacheDirectory ?? defaultCache();
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (process.getuid !== undefined && lstatSync(directory).uid !== process.getuid()) {
    throw new DefinitionFault(
      `"${directory}" belongs to another user: set TMPDIR to a folder of your own`,
      'ASSEMBLY_INVALID',
    );
  }
  return directory;
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}
