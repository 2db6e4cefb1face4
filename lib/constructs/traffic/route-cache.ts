import { Duration } from 'aws-cdk-lib/core';
import type { RequestValue } from '../request-value';
import { pathVariables, type RouteKey } from '../route-key';
import type { CacheOptions, RouteCacheOptions } from './cache-options';

const CACHED_METHODS = ['GET', 'HEAD'];
const LONGEST_TTL = Duration.hours(1);

/** How a route is cached. */
export interface RouteCache {
  readonly ttl?: Duration;
  /** What tells answers apart, besides the variables of the path. */
  readonly keys: readonly RequestValue[];
}

/** How a route is cached, if it is; throws what would go wrong. */
export function resolveRouteCache(
  key: RouteKey,
  { route, api, isPublic }: { route?: RouteCacheOptions; api?: CacheOptions; isPublic: boolean },
): RouteCache | undefined {
  if (!(route?.enabled ?? (route !== undefined || (api !== undefined && key.method === 'GET')))) return undefined;
  if (!CACHED_METHODS.includes(key.method)) {
    throw new Error(`cache is for GET and HEAD, because an answer from the cache never reaches the backend`);
  }
  const keys = route?.keys ?? api?.keys;
  if (!isPublic && keys === undefined) {
    throw new Error(
      'cache would hand the answer of one caller to all others: name what tells them apart in cache.keys, such as ' +
        "RequestValue.header('Authorization'), or give an empty list if everybody may see the same",
    );
  }
  checkTtl(route?.ttl, 'cache.ttl');
  return { ttl: route?.ttl, keys: keys ?? [] };
}

/** The keys as names of parameters; what is no parameter of the request must be one of the integration. */
export function renderCacheKeys(
  key: RouteKey,
  keys: readonly RequestValue[],
  integration: { readonly [key: string]: any },
): string[] {
  const variables = pathVariables(key.segments).map((name) => `method.request.path.${name}`);
  const mapped = Object.entries((integration.requestParameters ?? {}) as Record<string, string>);
  const names = keys.map((value) => {
    if (value._parameter) return value._mapping;
    const [name] = mapped.find(([, source]) => source === value._mapping) ?? [];
    if (name !== undefined) return name;
    throw new Error(
      `cache.keys takes values of path, query and header, and what the backend gets by "headers" or "query", got ${value._name}`,
    );
  });
  return [...new Set([...variables, ...names])];
}

/** The fault of a time to live, if there is one. */
export function checkTtl(ttl: Duration | undefined, prop: string): void {
  if (ttl === undefined || ttl.isUnresolved() || ttl.toSeconds() <= LONGEST_TTL.toSeconds()) return;
  throw new Error(`${prop} must be at most 3600 seconds, got ${ttl.toSeconds()}`);
}
