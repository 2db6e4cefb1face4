import { createHash } from 'node:crypto';
import * as path from 'node:path';
import type { BuildOptions, Message } from 'esbuild';
import type { BundleRecipe, FunctionModel } from '../model';

/** One bundle, and the functions that run it. */
export interface BundleEntry {
  readonly key: string;
  readonly recipe: BundleRecipe;
  /** Absolute path of the source file. */
  readonly file: string;
  /** The file as the project calls it. */
  readonly name: string;
  readonly options: BuildOptions;
  /** Absolute folder of everything that is rebuilt in the project. */
  readonly outdir: string;
  /** Unqualified ARNs. */
  readonly arns: readonly string[];
  /** Construct paths. */
  readonly owners: readonly string[];
}

let loops = 0;

/** A name for the folders of one loop: several may run in a project. */
export function nameLoop(): string {
  loops += 1;
  return `dev-${process.pid}-${loops}`;
}

/** The bundles of an assembly's functions. Those of a project that is not on this machine are left out. */
export function entriesOf(
  functions: ReadonlyMap<string, FunctionModel>,
  loop: string,
  exists: (folder: string) => boolean,
): BundleEntry[] {
  const entries = new Map<string, BundleEntry>();
  for (const [arn, { bundle, origin, runtime }] of functions) {
    if (bundle === undefined || !exists(bundle.projectRoot)) continue;
    const options = { ...bundle.options, target: lowerTarget(bundle.options.target, runtime) } as BuildOptions;
    const key = digest([bundle, options.target]);
    const known = entries.get(key);
    entries.set(key, {
      key,
      recipe: bundle,
      file: path.resolve(bundle.projectRoot, bundle.entry),
      name: bundle.entry,
      options,
      outdir: path.join(bundle.projectRoot, 'node_modules/.cache/cdk-gatehouse', loop),
      arns: [...(known?.arns ?? []), arn],
      owners: [...(known?.owners ?? []), origin.path],
    });
  }
  return [...entries.values()];
}

/** Entries with the same answer can be built by one call of esbuild. */
export function groupKeyOf({ key, options, recipe }: BundleEntry): string {
  const { loader = {} } = options;
  const writesFiles = Object.values(loader).some((name) => name === 'file' || name === 'copy');
  return digest([options, recipe.projectRoot, recipe.plugins, writesFiles && key]);
}

/** A message of esbuild as one line, with its place. */
export function describeMessage({ text, location }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column}: ${text}` : text;
}

/** Functions run by the Node.js of this machine, which may be older than that of their runtime. */
function lowerTarget(target: unknown, runtime: string): unknown {
  const local = Number(process.versions.node.split('.')[0]);
  const wanted = /^node(\d+)$/.exec(
    typeof target === 'string' ? target : runtime.replace('nodejs', 'node').replace('.x', ''),
  );
  return wanted !== null && Number(wanted[1]) > local ? `node${local}` : target;
}

function digest(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}
