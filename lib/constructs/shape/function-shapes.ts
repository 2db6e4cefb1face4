import type { EsbuildOptions } from '../functions/esbuild-options';
import type { BundledFunctionOptions, BundledFunctionProps } from '../functions/bundled-function-options';
import type { DeploymentWatch, GradualDeploymentOptions } from '../functions/gradual-deployment';
import { FUNCTION_OPTIONS } from './cdk-shapes';
import type { Shape } from './shape';

export const ESBUILD_OPTIONS: Shape<EsbuildOptions> = {
  members: {
    define: 'textMap',
    loader: 'textMap',
    external: 'texts',
    alias: 'textMap',
    minify: 'flag',
    keepNames: 'flag',
    sourceMap: 'flag',
    sourcesContent: 'flag',
    target: 'text',
    tsconfig: 'text',
    banner: 'text',
    footer: 'text',
    inject: 'texts',
    mainFields: 'texts',
    conditions: 'texts',
    plugins: 'text',
    options: 'map',
  },
};

export const BUNDLED_FUNCTION_OPTIONS: Shape<BundledFunctionOptions> = {
  isOpen: true,
  members: {
    ...FUNCTION_OPTIONS.members,
    handler: 'text',
    runtime: 'object',
    format: 'text',
    bundleAwsSdk: 'flag',
    esbuild: ESBUILD_OPTIONS,
    provisionedConcurrency: 'number',
    gradualDeployment: 'gradualDeployment',
    secrets: 'map',
    parameters: 'map',
  },
};

export const BUNDLED_FUNCTION_PROPS: Shape<BundledFunctionProps> = {
  isOpen: true,
  members: { ...BUNDLED_FUNCTION_OPTIONS.members, entry: 'text!' },
};

export const DEPLOYMENT_WATCH: Shape<DeploymentWatch> = {
  members: { alarms: 'list', preHook: 'object', postHook: 'object' },
};

export const GRADUAL_DEPLOYMENT_OPTIONS: Shape<GradualDeploymentOptions> = {
  members: { ...DEPLOYMENT_WATCH.members, percent: 'number!', interval: 'duration!' },
};
