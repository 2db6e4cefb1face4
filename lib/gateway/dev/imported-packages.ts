import * as fs from 'node:fs';
import { isBuiltin } from 'node:module';
import * as path from 'node:path';
import type { Metafile } from 'esbuild';
import { isOfPackage } from './bundle-closure';

export interface ImportedPackages {
  /** Names of packages that are installed as such. */
  readonly installed: readonly string[];
  /** Imports that look like packages, and may lead to files of the project: packages of a workspace are links to them. */
  readonly others: readonly string[];
}

/**
 * Tells apart what was imported as if from packages.
 * @param external imports that the bundle leaves to the runtime, as esbuild takes them
 */
export function packagesOf({ inputs }: Metafile, root: string, external: readonly string[]): ImportedPackages {
  const installed = new Set<string>();
  const others = new Set<string>();
  for (const [input, { imports }] of Object.entries(inputs)) {
    if (isOfPackage(input)) continue;
    const folder = path.dirname(path.resolve(root, input));
    for (const imported of imports) {
      if (imported.external !== true || isLeftOut(imported.path, external)) continue;
      const name = /^(?:@[^/]+\/)?[^/]+/.exec(imported.path)?.[0] ?? imported.path;
      (isInstalled(name, folder) ? installed : others).add(name);
    }
  }
  return { installed: [...installed].filter((name) => !others.has(name)), others: [...others] };
}

function isLeftOut(name: string, external: readonly string[]): boolean {
  if (isBuiltin(name) || /^(?:[./]|[a-z]+:)/.test(name)) return true;
  return external.some((pattern) => {
    const [start, end] = pattern.split('*') as [string, string?];
    if (end === undefined) return name === start || name.startsWith(`${start}/`);
    return name.startsWith(start) && name.endsWith(end);
  });
}

function isInstalled(name: string, folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      return fs
        .realpathSync(path.join(at, 'node_modules', name))
        .split(path.sep)
        .includes('node_modules');
    } catch {
      // not here
    }
    if (at === path.dirname(at)) return false;
  }
}
