import * as fs from 'node:fs';
import * as path from 'node:path';

const LOCK_FILES = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
] as const;

/**
 * The folder that paths inside a bundle are relative to: that of the nearest lock file, so that the bundle does not
 * depend on where the project lies or where the app was started.
 */
export function findProjectRoot(entry: string): string {
  const from = path.dirname(entry);
  return findUp(from, LOCK_FILES) ?? findUp(from, ['package.json']) ?? process.cwd();
}

export function findLockFile(root: string): string | undefined {
  return LOCK_FILES.map((name) => path.join(root, name)).find((file) => fs.existsSync(file));
}

/** Where files of this name lie or could lie: in a folder and those above it, up to the last one. */
export function filesAbove(folder: string, name: string, last: string): string[] {
  const files: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    files.push(path.join(at, name));
    if (at === last || at === path.dirname(at)) return files;
  }
}

function findUp(folder: string, names: readonly string[]): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (names.some((name) => fs.existsSync(path.join(at, name)))) return at;
    if (at === path.dirname(at)) return undefined;
  }
}
