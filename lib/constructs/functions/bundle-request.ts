import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { BundleFormat, type EsbuildOptions } from './esbuild-options';

/** One bundle that a function needs. Functions with equal requests share it. */
export interface BundleRequest {
  /** Equal for requests that share a bundle. */
  readonly key: string;
  /** Absolute. */
  readonly entry: string;
  /** Absolute: what every path in the bundle is relative to. */
  readonly projectRoot: string;
  /** Options of esbuild's `build` as plain JSON, without entry, output folder and minification. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly minify: boolean;
  /** Absolute path of a module with esbuild plugins. */
  readonly plugins?: string;
  readonly outfile: 'index.js' | 'index.mjs';
}

export interface BundleRequestProps {
  /** Absolute. */
  readonly entry: string;
  readonly projectRoot: string;
  readonly runtime: lambda.Runtime;
  readonly format?: BundleFormat;
  readonly bundleAwsSdk?: boolean;
  readonly esbuild?: EsbuildOptions;
}

const OWN_OPTIONS = [
  'absWorkingDir',
  'bundle',
  'entryNames',
  'entryPoints',
  'format',
  'logLevel',
  'metafile',
  'minify',
  'outdir',
  'outExtension',
  'outfile',
  'platform',
  'plugins',
  'sourcemap',
  'splitting',
  'stdin',
  'write',
];

/** Packages that go into an ES module look for `require`, which such a module does not have. */
const REQUIRE_IN_ESM =
  "import{createRequire as __gatehouseCreateRequire}from'node:module';globalThis.require??=__gatehouseCreateRequire(import.meta.url);";

export function requestBundle(props: BundleRequestProps): BundleRequest {
  const { entry, projectRoot } = props;
  const settings = props.esbuild ?? {};
  const format = props.format ?? BundleFormat.CJS;
  const options = renderOptions(props, format, projectRoot);
  const minify = settings.minify ?? true;
  const plugins = settings.plugins === undefined ? undefined : path.resolve(settings.plugins);
  const identity = [relative(projectRoot, entry), options, minify, plugins && relative(projectRoot, plugins)];
  return {
    key: createHash('sha256').update(JSON.stringify(identity)).update(projectRoot).digest('hex').slice(0, 32),
    entry,
    projectRoot,
    options,
    minify,
    ...(plugins !== undefined && { plugins }),
    outfile: format === BundleFormat.ESM ? 'index.mjs' : 'index.js',
  };
}

function renderOptions(props: BundleRequestProps, format: BundleFormat, root: string): Record<string, unknown> {
  const settings = props.esbuild ?? {};
  const banner = [format === BundleFormat.ESM ? REQUIRE_IN_ESM : undefined, settings.banner].filter(isPresent);
  const options = {
    bundle: true,
    platform: 'node',
    format,
    target: settings.target ?? targetOf(props.runtime),
    external: [...sdkPackages(props), ...(settings.external ?? [])],
    mainFields: settings.mainFields ?? (props.bundleAwsSdk === true ? ['module', 'main'] : undefined),
    conditions: settings.conditions,
    define: settings.define,
    loader: settings.loader,
    alias: settings.alias,
    keepNames: settings.keepNames,
    tsconfig: settings.tsconfig === undefined ? undefined : relative(root, path.resolve(settings.tsconfig)),
    inject: settings.inject?.map((file) => relative(root, path.resolve(file))),
    banner: banner.length > 0 ? { js: banner.join('\n') } : undefined,
    footer: settings.footer === undefined ? undefined : { js: settings.footer },
    sourcemap: settings.sourceMap === true ? 'linked' : undefined,
    sourcesContent: settings.sourceMap === true ? (settings.sourcesContent ?? false) : undefined,
    outExtension: format === BundleFormat.ESM ? { '.js': '.mjs' } : undefined,
    ...checkOtherOptions(settings.options ?? {}),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => isPresent(value)));
}

function checkOtherOptions(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const own = Object.keys(options).filter((name) => OWN_OPTIONS.includes(name));
  if (own.length > 0) {
    throw new Error(`esbuild.options cannot take "${own.join('", "')}": the function sets it itself`);
  }
  const foreign = Object.keys(options).find((name) => !isDeepStrictEqual(options[name], plain(options[name])));
  if (foreign !== undefined) {
    throw new Error(
      `esbuild.options.${foreign} must be plain JSON: functions and regular expressions go into a plugin`,
    );
  }
  return options;
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value) ?? 'null');
}

/** `nodejs24.x` is esbuild's `node24`. */
function targetOf(runtime: lambda.Runtime): string {
  const version = /^nodejs(\d+)/.exec(runtime.name)?.[1];
  return version === undefined ? 'node24' : `node${version}`;
}

function sdkPackages(props: BundleRequestProps): string[] {
  return props.bundleAwsSdk === true ? [] : ['@aws-sdk/*', '@smithy/*'];
}

function relative(root: string, file: string): string {
  const way = path.relative(root, file).split(path.sep).join('/');
  return way.startsWith('..') ? way : `./${way}`;
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}
