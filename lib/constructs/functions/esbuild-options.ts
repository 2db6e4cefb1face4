/** The module system of a bundle. */
export enum BundleFormat {
  /** CommonJS, `index.js`: loads fastest with the AWS SDK of the runtime. */
  CJS = 'cjs',
  /** ECMAScript module, `index.mjs`: allows top-level await. */
  ESM = 'esm',
}

/** What esbuild does with an entry. Left out, it does what suits Lambda. */
export interface EsbuildOptions {
  /**
   * Global names and the text that takes their place, as esbuild's `define`.
   *
   * @default - nothing is replaced
   */
  readonly define?: { readonly [name: string]: string };

  /**
   * How files are loaded, by extension: `{ '.graphql': 'text' }`.
   *
   * @default - esbuild's own loaders
   */
  readonly loader?: { readonly [extension: string]: string };

  /**
   * Modules that stay out of the bundle: a layer has to bring them. The AWS SDK is left out anyway.
   *
   * @default - none besides the AWS SDK
   */
  readonly external?: string[];

  /**
   * Other names for modules, as esbuild's `alias`.
   *
   * @default - modules keep their names
   */
  readonly alias?: { readonly [name: string]: string };

  /**
   * Whether the code is minified.
   *
   * @default true
   */
  readonly minify?: boolean;

  /**
   * Whether functions and classes keep their `name` when the code is minified.
   *
   * @default false
   */
  readonly keepNames?: boolean;

  /**
   * Whether a source map is deployed beside the code, and Node.js told to use it in stack traces.
   *
   * @default false
   */
  readonly sourceMap?: boolean;

  /**
   * Whether the source map carries the text of the sources.
   *
   * @default false
   */
  readonly sourcesContent?: boolean;

  /**
   * Oldest JavaScript that the output may need, as esbuild's `target`.
   *
   * @default - what the function's runtime understands
   */
  readonly target?: string;

  /**
   * File with the TypeScript settings.
   *
   * @default - the `tsconfig.json` nearest to each source file
   */
  readonly tsconfig?: string;

  /**
   * Text before the code.
   *
   * @default - none
   */
  readonly banner?: string;

  /**
   * Text behind the code.
   *
   * @default - none
   */
  readonly footer?: string;

  /**
   * Files that are loaded before the entry, as esbuild's `inject`.
   *
   * @default - none
   */
  readonly inject?: string[];

  /**
   * Fields of `package.json` that name a package's code, in order.
   *
   * @default - `main`, then `module`; the other way round when the AWS SDK is bundled
   */
  readonly mainFields?: string[];

  /**
   * Conditions of `exports` in `package.json` that count besides esbuild's own.
   *
   * @default - esbuild's own
   */
  readonly conditions?: string[];

  /**
   * A JavaScript module whose default export (or `module.exports`) is a list of esbuild plugins.
   *
   * @default - no plugins
   */
  readonly plugins?: string;

  /**
   * Any other option of esbuild's `build`, under its own name: `{ jsx: 'automatic' }`.
   *
   * @default - none
   */
  readonly options?: { readonly [name: string]: any };
}
