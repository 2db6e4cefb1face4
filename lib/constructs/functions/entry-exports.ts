import * as path from 'node:path';
import type { Metafile } from 'esbuild';
import type { BundleRequest } from './bundle-request';
import { runEsbuild } from './esbuild-run';

export interface EntryExports {
  /** Absent when esbuild cannot tell: an entry in CommonJS, or one that passes on all names of another module. */
  readonly exports?: readonly string[];
  /** Module system that the entry is written in. */
  readonly source?: 'cjs' | 'esm';
}

/** What the entries of a batch export, by the key of the request. */
export function readExports(batch: readonly BundleRequest[], metafile: Metafile): Map<string, EntryExports> {
  const sources = new Map(batch.map((request) => [request.key, metafile.inputs[relativeEntry(request)]?.format]));
  const unknown = batch.filter(({ key, plugins, outfile }) => {
    return outfile === 'index.js' && plugins === undefined && sources.get(key) === 'esm';
  });
  const parsed = parseExports(unknown);
  return new Map(
    batch.map((request) => {
      const source = sources.get(request.key);
      const exports = request.outfile === 'index.mjs' ? bundledExports(request, metafile) : parsed.get(request.key);
      return [request.key, { ...(source !== undefined && { source }), ...(exports !== undefined && { exports }) }];
    }),
  );
}

function bundledExports(request: BundleRequest, metafile: Metafile): readonly string[] | undefined {
  return Object.values(metafile.outputs).find((output) => output.entryPoint === relativeEntry(request))?.exports;
}

/** A CommonJS bundle does not tell its exports: the entries alone are parsed, which costs next to nothing. */
export function parseExports(requests: readonly BundleRequest[]): Map<string, readonly string[]> {
  const [first] = requests;
  if (first === undefined) return new Map();
  const { loader } = first.options as { loader?: Record<string, 'ts'> };
  const { metafile, texts } = runEsbuild({
    absWorkingDir: first.projectRoot,
    entryPoints: requests.map(({ entry, key }) => ({ in: entry, out: key })),
    ...(loader !== undefined && { loader }),
    outdir: 'exports',
    format: 'esm',
    logLevel: 'silent',
    metafile: true,
    minify: true,
    write: false,
  });
  const found = new Map<string, readonly string[]>();
  for (const { key, projectRoot } of requests) {
    const output = metafile?.outputs[`exports/${key}.js`];
    const text = texts?.get(path.join(projectRoot, 'exports', `${key}.js`)) ?? '';
    if (output !== undefined && !/export\*from/.test(text)) found.set(key, output.exports);
  }
  return found;
}

function relativeEntry({ entry, projectRoot }: BundleRequest): string {
  return path.relative(projectRoot, entry).split(path.sep).join('/');
}
