import * as path from 'node:path';
import type { BuildOptions, Message } from 'esbuild';
import type { BundleEntry } from './bundle-entry';
import { loadPlugins } from './bundle-plugins';

/** How entries are bundled together that `groupKeyOf` has one answer for. */
export async function bundleOptionsOf(entries: readonly BundleEntry[]): Promise<BuildOptions> {
  const [first] = entries as [BundleEntry];
  const { plugins, projectRoot } = first.recipe;
  return {
    ...first.options,
    absWorkingDir: projectRoot,
    ...placesOf(entries),
    logLevel: 'silent',
    logLimit: 0,
    metafile: true,
    sourcemap: 'linked',
    sourcesContent: false,
    ...(plugins !== undefined && { plugins: await loadPlugins(plugins) }),
  };
}

/** Where a bundle is written to. */
export function builtFolderOf({ outdir, key }: BundleEntry): string {
  return path.join(outdir, key, 'version');
}

/** What esbuild found wrong; another error is thrown again. */
export function messagesOf(error: unknown): readonly Message[] {
  const { errors } = error as { errors?: readonly Message[] };
  if (errors === undefined || errors.length === 0) throw error;
  return errors;
}

function placesOf(entries: readonly BundleEntry[]): BuildOptions {
  const [first, ...others] = entries as [BundleEntry, ...BundleEntry[]];
  // files that a loader writes lie beside the code only when the entry is built alone
  if (others.length === 0) {
    return { entryPoints: [{ in: first.file, out: 'index' }], outdir: builtFolderOf(first) };
  }
  return {
    entryPoints: entries.map(({ file, key }) => ({ in: file, out: path.posix.join(key, 'version', 'index') })),
    outdir: first.outdir,
  };
}
