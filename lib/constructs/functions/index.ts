export * from './bundled-function';
export * from './bundled-function-options';
export * from './esbuild-options';
export * from './gradual-deployment';
