import type { RouteResponse } from '../contract/route-response';
import type { RouteCacheOptions } from '../traffic/cache-options';
import type { RouteSettings, RouteOptions } from '../route';
import { THROTTLE_SETTINGS } from './cdk-shapes';
import type { Shape } from './shape';

export const ROUTE_RESPONSE: Shape<RouteResponse> = {
  members: { description: 'optional', body: 'optional' },
};

export const ROUTE_CACHE_OPTIONS: Shape<RouteCacheOptions> = {
  members: { enabled: 'optional', ttl: 'optional', keys: 'optional' },
};

export const ROUTE_SETTINGS: Shape<RouteSettings> = {
  members: {
    authorizer: 'optional',
    apiKeyRequired: 'optional',
    throttle: THROTTLE_SETTINGS,
    cache: ROUTE_CACHE_OPTIONS,
    requestBody: 'optional',
    requiredParameters: 'optional',
    responses: { each: ROUTE_RESPONSE },
    operationName: 'optional',
  },
};

export const ROUTE_OPTIONS: Shape<RouteOptions> = {
  members: { ...ROUTE_SETTINGS.members, entry: 'optional', handler: 'optional', backend: 'optional' },
};
