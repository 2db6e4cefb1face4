import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BundleEntry } from './bundle-entry';

/** What esbuild reads in the project's own `package.json`: other fields change with every installation. */
const PACKAGE_FIELDS = ['browser', 'exports', 'imports', 'main', 'module', 'name', 'sideEffects', 'type'];

/** Files besides the sources that decide what a bundle becomes; those that could appear are among them. */
export function settingsOf({ recipe, options }: BundleEntry, files: Iterable<string>): ReadonlySet<string> {
  const { projectRoot } = recipe;
  const folders = new Set([projectRoot]);
  for (const file of files) {
    for (let at = path.dirname(file); at.startsWith(projectRoot) && !folders.has(at); at = path.dirname(at)) {
      folders.add(at);
    }
  }
  const tsconfigs = [...folders].map((folder) => path.join(folder, 'tsconfig.json'));
  if (options.tsconfig !== undefined) tsconfigs.push(path.resolve(projectRoot, options.tsconfig));
  return new Set([
    ...[...folders].map((folder) => path.join(folder, 'package.json')),
    ...tsconfigs.flatMap((file) => extended(file)),
  ]);
}

/** What settings said when they were last looked at. */
export class Settings {
  private readonly digests = new Map<string, string>();

  learn(files: Iterable<string>): void {
    for (const file of files) if (!this.digests.has(file)) this.digests.set(file, digestOf(file));
  }

  /** Those of these files that are settings and say something else now. */
  takeChanged(files: readonly string[]): string[] {
    return files.filter((file) => {
      const before = this.digests.get(file);
      if (before === undefined) return false;
      const now = digestOf(file);
      this.digests.set(file, now);
      return now !== before;
    });
  }

  has(file: string): boolean {
    return this.digests.has(file);
  }
}

/** A tsconfig and the files that it extends. */
function extended(file: string, seen: readonly string[] = []): string[] {
  const text = seen.includes(file) ? '' : read(file);
  const names = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(text)?.[1] ?? '';
  const files = [...names.matchAll(/"(\.[^"]*)"/g)].map(([, name]) => path.resolve(path.dirname(file), name!));
  const named = files.map((name) => (name.endsWith('.json') ? name : `${name}.json`));
  return [file, ...named.flatMap((name) => extended(name, [...seen, file]))];
}

function digestOf(file: string): string {
  const text = read(file);
  return createHash('sha256')
    .update(path.basename(file) === 'package.json' ? fieldsOf(text) : text)
    .digest('hex');
}

function fieldsOf(text: string): string {
  try {
    const content = JSON.parse(text) as Record<string, unknown>;
    return JSON.stringify(PACKAGE_FIELDS.map((name) => content[name]));
  } catch {
    return text;
  }
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
