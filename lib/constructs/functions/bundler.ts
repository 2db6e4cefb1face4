import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BuildOptions, Message, Metafile } from 'esbuild';
import { type Bundle, BundleCache, isOfPackage } from './bundle-cache';
import type { BundleRequest } from './bundle-request';
import { describeMessage, findOwners, locateMessage } from './bundle-errors';
import { parseExports, readExports } from './entry-exports';
import { type EsbuildAnswer, runEsbuild, runEsbuildWithPlugins } from './esbuild-run';
import { FileStates, hashFolder } from './file-states';

/** What became of a request: a bundle, or why there is none. */
export type BundleOutcome = Bundle | FailedBundle;

export interface FailedBundle {
  readonly failures: readonly string[];
  /** What the entry exports, where that could be told all the same. */
  readonly exports?: readonly string[];
}

/** Output that one call of esbuild may produce: its memory is about thirteen times as much. */
const CALL_BYTES = 24_000_000;
const GUESSED_BYTES = 480_000;
/** How much more memory a bundled AWS SDK takes than other code, for the same output. */
const SDK_WEIGHT = 3;

/** Bundles everything in as few calls of esbuild as memory allows. Outcomes are by the key of the request. */
export function bundleAll(requests: readonly BundleRequest[]): Map<string, BundleOutcome> {
  const outcomes = new Map<string, BundleOutcome>();
  const states = new FileStates();
  for (const project of groupBy(requests, (request) => request.projectRoot).values()) {
    const cache = new BundleCache(project[0]!.projectRoot, states);
    const missing = project.filter((request) => {
      const failure = describeMissing(request.entry);
      const found = failure === undefined ? cache.find(request) : { failures: [failure] };
      if (found !== undefined) outcomes.set(request.key, found);
      return found === undefined;
    });
    if (missing.length === 0) continue;
    cache.removeOld();
    for (const group of groupBy(missing, groupingOf).values()) bundleGroup(group, cache, outcomes);
  }
  return outcomes;
}

function bundleGroup(group: readonly BundleRequest[], cache: BundleCache, outcomes: Map<string, BundleOutcome>): void {
  const weight = bundlesAwsSdk(group[0]!) ? SDK_WEIGHT : 1;
  let guess = GUESSED_BYTES;
  for (let at = 0; at < group.length; ) {
    const batch = group.slice(at, at + Math.max(1, Math.floor(CALL_BYTES / (guess * weight))));
    at += batch.length;
    const bundles = bundleBatch(batch, cache, outcomes);
    if (bundles.length > 0) guess = bundles.reduce((sum, { bytes }) => sum + bytes, 0) / bundles.length;
  }
}

function bundleBatch(
  batch: readonly BundleRequest[],
  cache: BundleCache,
  outcomes: Map<string, BundleOutcome>,
): readonly Bundle[] {
  const since = Date.now();
  const outdir = cache.makeBuildFolder();
  try {
    const { metafile, errors, warnings } = build(batch, outdir);
    if (metafile === undefined) {
      for (const [key, failed] of explain(batch, errors)) outcomes.set(key, failed);
      return [];
    }
    const exports = readExports(batch, metafile);
    return batch.map((request) => {
      const built = path.join(outdir, request.key);
      const { hash, bytes } = hashFolder(built);
      const inputs = inputsOf(request, metafile);
      const bundle = {
        folder: cache.keep(built, hash),
        hash,
        bytes,
        warnings: warningsIn(inputs, warnings),
        ...exports.get(request.key),
      };
      cache.store(request, bundle, inputs, since);
      outcomes.set(request.key, bundle);
      return bundle;
    });
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

function build(batch: readonly BundleRequest[], outdir: string): EsbuildAnswer {
  const [first] = batch as [BundleRequest];
  // files that a loader writes lie beside the code only when the entry is built alone
  const isAlone = batch.length === 1;
  const options = {
    ...optionsFor(first),
    entryPoints: batch.map(({ entry, key }) => ({ in: entry, out: isAlone ? 'index' : `${key}/index` })),
    outdir: isAlone ? path.join(outdir, first.key) : outdir,
    metafile: true,
  };
  return first.plugins === undefined ? runEsbuild(options) : runEsbuildWithPlugins(options, first.plugins);
}

/** Failures by request. Every fault is told once, by a function that it concerns. */
function explain(batch: readonly BundleRequest[], errors: readonly Message[]): Map<string, FailedBundle> {
  const check = (part: readonly BundleRequest[]) =>
    runEsbuild({
      ...optionsFor(part[0]!),
      entryPoints: part.map(({ entry }) => entry),
      outdir: 'unused',
      write: false,
    });
  const owned = findOwners(batch, errors, (part) => check(part).errors);
  const exports = parseExports(batch.filter((request) => !owned.some(([owner]) => owner === request)));
  return new Map(
    batch.map((request) => {
      const failures = owned.filter(([owner]) => owner === request).map(([, message]) => describeMessage(message));
      const names = exports.get(request.key)?.filter((name) => name !== 'default') ?? [];
      return [request.key, { failures, ...(names.length > 0 && { exports: names }) }];
    }),
  );
}

function optionsFor(request: BundleRequest): BuildOptions {
  return {
    ...request.options,
    minify: request.minify,
    absWorkingDir: request.projectRoot,
    logLevel: 'silent',
    logLimit: 0,
  };
}

/** Every file that could have changed the bundle, those included of which nothing was taken. */
function inputsOf(request: BundleRequest, metafile: Metafile): string[] {
  const { inject = [] } = request.options as { inject?: string[] };
  const start = [request.entry, ...inject.map((file) => path.resolve(request.projectRoot, file))];
  const seen = new Set(start.map((file) => path.relative(request.projectRoot, file).split(path.sep).join('/')));
  for (const file of seen) {
    for (const imported of metafile.inputs[file]?.imports ?? []) {
      if (imported.external !== true && imported.path in metafile.inputs) seen.add(imported.path);
    }
  }
  return [...seen].filter((file) => !file.startsWith('(disabled):') && !file.startsWith('<'));
}

function warningsIn(inputs: readonly string[], warnings: readonly Message[]): string[] {
  if (warnings.length === 0) return [];
  const own = new Set(inputs.filter((file) => !isOfPackage(file)));
  return warnings.filter(({ location }) => location && own.has(location.file)).map(locateMessage);
}

function describeMissing(entry: string): string | undefined {
  const found = fs.statSync(entry, { throwIfNoEntry: false });
  if (found === undefined) return `entry does not exist: there is no file "${entry}"`;
  return found.isFile() ? undefined : `entry is no file: "${entry}" is a folder, name the file in it`;
}

/** Requests that one call of esbuild can serve have equal options. */
function groupingOf(request: BundleRequest): string {
  const { loader = {} } = request.options as { loader?: Record<string, string> };
  const writesFiles = Object.values(loader).some((name) => name === 'file' || name === 'copy');
  return JSON.stringify([request.options, request.minify, request.plugins, writesFiles && request.key]);
}

function bundlesAwsSdk(request: BundleRequest): boolean {
  return !(request.options.external as readonly string[]).includes('@aws-sdk/*');
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
