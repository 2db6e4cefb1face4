import type { Origin } from './shared';

/** What a rebuild of a bundled function needs: `gatehouse:bundle` of the assembly's metadata file. */
export interface BundleRecipe {
  /** Relative to `projectRoot`. */
  readonly entry: string;
  /** Absolute. */
  readonly projectRoot: string;
  /** Options of esbuild's `build`, as JSON; entry points, outdir and minification left out. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Absolute path of a module with esbuild plugins. */
  readonly plugins?: string;
  /** File name that the handler names: `index.js` or `index.mjs`. */
  readonly outfile: string;
}

export interface FunctionModel {
  readonly origin: Origin;
  readonly name: string;
  /** Unqualified. */
  readonly arn: string;
  readonly runtime: string;
  readonly handler: string;
  /** Absolute folder of the code, where the assembly has one. */
  readonly codeDirectory?: string;
  /** Why it cannot run here (image, foreign runtime, code elsewhere). */
  readonly unsupported?: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute folders, in the order of the template. */
  readonly layers: readonly string[];
  readonly roleArn?: string;
  readonly logging: {
    readonly format: 'Text' | 'JSON';
    readonly group: string;
    readonly applicationLevel?: string;
    readonly systemLevel?: string;
  };
  readonly reservedConcurrency?: number;
  /** ARNs that asynchronous results go to. */
  readonly onFailure?: string;
  readonly onSuccess?: string;
  readonly deadLetterArn?: string;
  readonly maximumRetryAttempts: number;
  /** Principals of `AWS::Lambda::Permission` with their source ARN, for `apigateway.amazonaws.com`. */
  readonly invokePermissions: readonly { readonly principal: string; readonly sourceArn?: string }[];
  /** ARNs of users and roles that `AWS::Lambda::Permission` lets invoke it. */
  readonly invokePrincipals?: readonly string[];
  readonly bundle?: BundleRecipe;
}
