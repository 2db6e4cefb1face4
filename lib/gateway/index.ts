export * from './clock';
export * from './errors';
export * from './events';
export { type FunctionChange, type Gateway, type GatewayOptions, type ReloadResult, startGateway } from './gateway';
export type * from './model';
export type { RequestLike } from './server/in-process';
export type { HeaderList, RawRequest, RawResponse } from './server/raw';
export type { GatewayServices, LocalCredentials } from './services';
export type { KeyUsage } from './traffic/usage';
