import type { RouteResponse } from '../contract/route-response';
import type { RouteCacheOptions } from '../traffic/cache-options';
import type { RouteSettings, RouteOptions } from '../route';
import { THROTTLE_SETTINGS } from './cdk-shapes';
import type { Shape } from './shape';

export const ROUTE_RESPONSE: Shape<RouteResponse> = {
  members: { description: 'text', body: 'any' },
};

export const ROUTE_CACHE_OPTIONS: Shape<RouteCacheOptions> = {
  members: { enabled: 'flag', ttl: 'seconds', keys: 'values' },
};

export const ROUTE_SETTINGS: Shape<RouteSettings> = {
  members: {
    authorizer: 'authorizer',
    apiKeyRequired: 'flag',
    throttle: THROTTLE_SETTINGS,
    cache: ROUTE_CACHE_OPTIONS,
    requestBody: 'any',
    requiredParameters: 'values',
    responses: { each: ROUTE_RESPONSE },
    operationName: 'text',
  },
};

export const ROUTE_OPTIONS: Shape<RouteOptions> = {
  members: { ...ROUTE_SETTINGS.members, entry: 'text', handler: 'object', backend: 'backend' },
};
