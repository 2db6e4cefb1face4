import * as path from 'node:path';
import { Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { BundleRequest } from './bundle-request';

/**
 * What the metadata file of a stack (`<artifact>.metadata.json`) says under the construct path of a function:
 *
 *     { "type": "gatehouse:bundle", "data": {
 *         "entry": "lambda/orders/list.ts",     relative to the project, slashes on every system
 *         "root": "..",                         the project, relative to the folder of the metadata file
 *         "options": { "bundle": true, … },     of esbuild's build; without entry, output folder, minify, plugins
 *         "plugins": "./esbuild-plugins.js",    module with esbuild plugins, relative to the project; may be absent
 *         "outfile": "index.js" } }             or "index.mjs": the file that the handler names
 *
 * It is never deployed.
 */
export const BUNDLE_METADATA = 'gatehouse:bundle';

export function addBundleMetadata(scope: Construct, request: BundleRequest): void {
  const { entry, projectRoot, options, plugins, outfile } = request;
  const data = {
    entry: slashed(path.relative(projectRoot, entry)),
    root: slashed(path.relative(Stage.of(scope)!.outdir, projectRoot)),
    options,
    ...(plugins !== undefined && { plugins: slashed(path.relative(projectRoot, plugins)) }),
    outfile,
  };
  scope.node.addMetadata(BUNDLE_METADATA, data, { stackTrace: false });
}

function slashed(file: string): string {
  return file.split(path.sep).join('/');
}
