import type { EsbuildOptions } from '../functions/esbuild-options';
import type { BundledFunctionOptions, BundledFunctionProps } from '../functions/bundled-function-options';
import type { DeploymentWatch, GradualDeploymentOptions } from '../functions/gradual-deployment';
import { FUNCTION_OPTIONS } from './cdk-shapes';
import type { Shape } from './shape';

export const ESBUILD_OPTIONS: Shape<EsbuildOptions> = {
  members: {
    define: 'optional',
    loader: 'optional',
    external: 'optional',
    alias: 'optional',
    minify: 'optional',
    keepNames: 'optional',
    sourceMap: 'optional',
    sourcesContent: 'optional',
    target: 'optional',
    tsconfig: 'optional',
    banner: 'optional',
    footer: 'optional',
    inject: 'optional',
    mainFields: 'optional',
    conditions: 'optional',
    plugins: 'optional',
    options: 'optional',
  },
};

export const BUNDLED_FUNCTION_OPTIONS: Shape<BundledFunctionOptions> = {
  isOpen: true,
  members: {
    ...FUNCTION_OPTIONS.members,
    handler: 'optional',
    runtime: 'optional',
    format: 'optional',
    bundleAwsSdk: 'optional',
    esbuild: ESBUILD_OPTIONS,
    provisionedConcurrency: 'optional',
    gradualDeployment: 'optional',
    secrets: 'optional',
    parameters: 'optional',
  },
};

export const BUNDLED_FUNCTION_PROPS: Shape<BundledFunctionProps> = {
  isOpen: true,
  members: { ...BUNDLED_FUNCTION_OPTIONS.members, entry: 'required' },
};

export const DEPLOYMENT_WATCH: Shape<DeploymentWatch> = {
  members: { alarms: 'optional', preHook: 'optional', postHook: 'optional' },
};

export const GRADUAL_DEPLOYMENT_OPTIONS: Shape<GradualDeploymentOptions> = {
  members: { ...DEPLOYMENT_WATCH.members, percent: 'required', interval: 'required' },
};
