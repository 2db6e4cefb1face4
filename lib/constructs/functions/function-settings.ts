import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { BundledFunctionProps } from './bundled-function-options';
import { BundleFormat } from './esbuild-options';
import { findShapeFaults } from '../shape/shape';
import { BUNDLED_FUNCTION_PROPS } from '../shape/function-shapes';

const HANDLER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;
const ENTRY = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Refuses what cannot work, before anything is made. */
export function checkProps(scope: Construct, id: string, props: BundledFunctionProps): void {
  const fail = (message: string): never => {
    throw new Error(`${scope.node.path}/${id}: ${message}`);
  };
  const faults = findShapeFaults(props, BUNDLED_FUNCTION_PROPS, () => []);
  if (faults.length > 0) fail(faults.join('; '));
  const { entry, handler, runtime, format, provisionedConcurrency } = props;
  if (typeof entry !== 'string' || !ENTRY.test(entry)) {
    fail(`entry must be a JavaScript or TypeScript file, got "${entry}"`);
  }
  if (handler !== undefined && !HANDLER.test(handler)) {
    fail(`handler must be the name of an export of the entry, such as "handler", got "${handler}"`);
  }
  if (runtime !== undefined && !runtime.name.startsWith('nodejs')) {
    fail(`runtime must be a Node.js runtime, got "${runtime.name}": use lambda.Function for others`);
  }
  if (format !== undefined && !Object.values(BundleFormat).includes(format)) {
    fail(`format must be BundleFormat.CJS or BundleFormat.ESM, got "${format}"`);
  }
  if (
    provisionedConcurrency !== undefined &&
    !(Token.isUnresolved(provisionedConcurrency) || (provisionedConcurrency >= 1 && provisionedConcurrency % 1 === 0))
  ) {
    fail(
      `provisionedConcurrency must be a whole number, at least 1, got "${provisionedConcurrency}": leave it out for none`,
    );
  }
  for (const name of ['logRetentionRole', 'logRetentionRetryOptions'] as const) {
    if (props[name] !== undefined) fail(`${name} has no effect: the log group is a resource of the stack`);
  }
  for (const name of ['logRetention', 'logRemovalPolicy'] as const) {
    if (props[name] !== undefined && props.logGroup !== undefined) {
      fail(`${name} and logGroup exclude each other: set it on the log group`);
    }
  }
  const reserved = props.reservedConcurrentExecutions;
  if (reserved !== undefined && provisionedConcurrency !== undefined && provisionedConcurrency > reserved) {
    fail(
      `provisionedConcurrency cannot exceed reservedConcurrentExecutions, got "${provisionedConcurrency}" and "${reserved}"`,
    );
  }
  refuseTwice(props, fail);
}

/** The environment with what the other props put there. */
export function renderEnvironment(
  props: BundledFunctionProps,
  environment: { readonly [name: string]: string } = {},
): { [name: string]: string } {
  const { secrets = {}, parameters = {}, esbuild } = props;
  return {
    ...(esbuild?.sourceMap === true && { NODE_OPTIONS: '--enable-source-maps' }),
    ...environment,
    ...Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.secretArn])),
    ...Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameter.parameterName])),
  };
}

function refuseTwice(props: BundledFunctionProps, fail: (message: string) => never): void {
  const { environment = {}, secrets = {}, parameters = {} } = props;
  const names = [...Object.keys(environment), ...Object.keys(secrets), ...Object.keys(parameters)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) fail(`"${twice}" is set by more than one of environment, secrets and parameters`);
}
