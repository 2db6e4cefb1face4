import type { BuildOptions, BuildResult, Message } from 'esbuild';
import { closureOf } from './bundle-closure';
import { type BundleEntry, groupKeyOf } from './bundle-entry';
import { bundleOptionsOf, messagesOf } from './bundle-options';
import { loadEsbuild } from './esbuild';
import { packagesOf } from './imported-packages';

/** What the project itself brings to a bundle. */
export interface Scan {
  readonly files: ReadonlySet<string>;
  /** Of the project's own part of the bundle. */
  readonly hash: string;
}

export interface Scans {
  /** By the key of the entry. */
  readonly found: ReadonlyMap<string, Scan>;
  readonly failed: ReadonlyMap<string, readonly Message[]>;
}

/** Reads entries and what they import of the project. Packages, which most of a bundle is made of, are not read. */
export async function scanEntries(entries: readonly BundleEntry[]): Promise<Scans> {
  const found = new Map<string, Scan>();
  const failed = new Map<string, readonly Message[]>();
  const scanTogether = async (part: readonly BundleEntry[]): Promise<void> => {
    try {
      const result = await build(part);
      for (const entry of part) found.set(entry.key, scanOf(entry, result, part.length === 1));
    } catch (error) {
      const messages = messagesOf(error);
      if (part.length === 1) failed.set(part[0]!.key, messages);
      else await Promise.all(part.map((entry) => scanTogether([entry])));
    }
  };
  await Promise.all([...groupEntries(entries).values()].map(scanTogether));
  return { found, failed };
}

export function groupEntries(
  entries: readonly BundleEntry[],
  keyOf: (entry: BundleEntry) => string = groupKeyOf,
): Map<string, BundleEntry[]> {
  const groups = new Map<string, BundleEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return groups;
}

async function build(entries: readonly BundleEntry[]): Promise<BuildResult> {
  const options: BuildOptions = { ...(await bundleOptionsOf(entries)), write: false };
  const result = await loadEsbuild().build({ ...options, packages: 'external' });
  const { external = [], packages } = options;
  if (packages === 'external') return result;
  const { installed, others } = packagesOf(result.metafile!, options.absWorkingDir!, external);
  if (others.length === 0) return result;
  return loadEsbuild().build({ ...options, external: [...external, ...installed] });
}

function scanOf(entry: BundleEntry, { metafile, outputFiles }: BuildResult, isAlone: boolean): Scan {
  const files = outputFiles!.filter((file) => isAlone || file.path.includes(entry.key));
  return {
    files: closureOf(entry, metafile!),
    hash: files.map((file) => `${file.path.slice(entry.outdir.length)} ${file.hash}`).join('\n'),
  };
}
