import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import type { BundleFormat, EsbuildOptions } from './esbuild-options';
import type { GradualDeployment } from './gradual-deployment';

/** Everything about a bundled function but its entry file. */
export interface BundledFunctionOptions extends lambda.FunctionOptions {
  /**
   * Export of the entry file that Lambda calls.
   *
   * @default 'handler'
   */
  readonly handler?: string;

  /**
   * A Node.js runtime.
   *
   * @default - Node.js 24
   */
  readonly runtime?: lambda.Runtime;

  /**
   * Module system of the bundle.
   *
   * @default BundleFormat.CJS
   */
  readonly format?: BundleFormat;

  /**
   * Whether the AWS SDK goes into the bundle instead of being taken from the runtime: the version is then the project's own,
   * for about twice the size and three times the time to bundle.
   *
   * @default false
   */
  readonly bundleAwsSdk?: boolean;

  /**
   * What esbuild does with the entry.
   *
   * @default - the defaults of each option
   */
  readonly esbuild?: EsbuildOptions;

  /**
   * Execution environments that are kept ready, behind the alias `live`.
   *
   * @default - none
   */
  readonly provisionedConcurrency?: number;

  /**
   * How traffic moves to a new version of the function, behind the alias `live`.
   *
   * @default - all at once, without an alias
   */
  readonly gradualDeployment?: GradualDeployment;

  /**
   * Secrets that the function may read. Each environment variable holds the secret's ARN, never its value.
   *
   * @default - none
   */
  readonly secrets?: { readonly [environmentVariable: string]: secretsmanager.ISecret };

  /**
   * Parameters of Systems Manager that the function may read. Each environment variable holds the parameter's name.
   *
   * @default - none
   */
  readonly parameters?: { readonly [environmentVariable: string]: ssm.IParameter };
}

/** Properties of `BundledFunction`. */
export interface BundledFunctionProps extends BundledFunctionOptions {
  /** JavaScript or TypeScript file, absolute or relative to the working directory. */
  readonly entry: string;
}
