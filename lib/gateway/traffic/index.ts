export { checkApiKey } from './api-key';
export { checkQuota } from './quota';
export { type CacheLookup, lookUpCache } from './response-cache';
export { GatewayState, type GatewayStateOptions } from './state';
export { checkThrottle } from './throttle';
