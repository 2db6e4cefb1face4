import * as path from 'node:path';
import type { Metafile } from 'esbuild';
import type { BundleEntry } from './bundle-entry';

/** Files of the project that an entry is made of, under the names that it imports them by as well. */
export function closureOf(entry: BundleEntry, { inputs }: Metafile): ReadonlySet<string> {
  const root = entry.recipe.projectRoot;
  const { inject = [] } = entry.options as { inject?: string[] };
  const seen = new Set(
    [entry.file, ...inject.map((file) => path.resolve(root, file))].map((file) => slashed(root, file)),
  );
  const files = new Set<string>([entry.file]);
  for (const name of seen) {
    if (isOfPackage(name)) continue;
    const file = path.resolve(root, name);
    files.add(file);
    for (const imported of inputs[name]?.imports ?? []) {
      if (imported.external !== true && imported.path in inputs) seen.add(imported.path);
      // where links stand between the two names, one of them moves when a link does
      if (imported.original?.startsWith('.')) files.add(path.resolve(path.dirname(file), imported.original));
    }
  }
  return files;
}

/** Whether an input, named with slashes, is none of the project's own files. */
export function isOfPackage(input: string): boolean {
  return input.split('/').includes('node_modules');
}

function slashed(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}
