import type { RouteSettings } from '../route';
import type { CacheOptions } from '../traffic/cache-options';
import { coverPlace } from './cover';
import type { PathEntry } from './path-entries';
import { findPlace, makePlace, type Place } from './places';
import { type ProxyPathOptions, routeSettingsOf } from './proxy-path-options';

/** A route that the front door will have. */
export interface PlannedRoute {
  readonly key: string;
  readonly place: Place;
  readonly options: ProxyPathOptions;
  readonly settings: RouteSettings;
  /** The only methods that the path has, on the route that refuses all others. */
  readonly allowed?: readonly string[];
  /** Whether it is for preflights that the upstream answers: these never carry credentials. */
  readonly isPreflight?: boolean;
}

/** What routes are planned from. */
export interface PlanParts {
  readonly places: readonly Place[];
  readonly entries: readonly PathEntry[];
  readonly cache?: CacheOptions;
  readonly upstreamCors: boolean;
}

/** The routes of a front door, by their keys. */
export function planRoutes({ places, entries, cache, upstreamCors }: PlanParts): PlannedRoute[] {
  const plan = new Map<string, PlannedRoute>();
  const put = (route: PlannedRoute) => void (plan.has(route.key) || plan.set(route.key, route));
  for (const entry of entries) for (const route of planEntry(entry, places)) put(route);
  const paths = [...entries, ...places].map(({ segments }) => segments);
  for (const place of places) for (const path of coverPlace(place, paths)) put(planDefault(path, place));
  for (const { path, segments } of entries) {
    const place = findPlace(places, segments);
    if (place) put(planDefault(path, place));
  }
  for (const route of [...plan.values()]) {
    for (const beside of planBeside(route, { cache, upstreamCors })) put(beside);
  }
  return [...plan.values()].map((route) => settleCache(route, cache));
}

function planDefault(path: string, place: Place): PlannedRoute {
  return { key: `ANY ${path}`, place, options: {}, settings: {} };
}

function planEntry(entry: PathEntry, places: readonly Place[]): PlannedRoute[] {
  const { path, methods, isClosed, options } = entry;
  const place = placeOf(entry, places);
  if (!place) return [];
  const settings = routeSettingsOf(options);
  const { cache: _, ...uncached } = settings;
  const routes = methods.map((method) => ({
    key: `${method} ${path}`,
    place,
    options,
    settings: methods.length > 1 && !isCacheable(method) ? uncached : settings,
  }));
  if (!isClosed || methods.includes('ANY')) return routes;
  const { authorizer, apiKeyRequired } = settings;
  return [
    ...routes,
    { key: `ANY ${path}`, place, options, settings: { authorizer, apiKeyRequired }, allowed: methods },
  ];
}

/** Where the requests of an entry go, if they go anywhere. */
export function placeOf({ name, segments, options }: PathEntry, places: readonly Place[]): Place | undefined {
  return options.upstream ? makePlace('/', options.upstream, name) : findPlace(places, segments);
}

/** Only answers to GET are kept, and preflights have no credentials: both are routes of their own beside those for other methods. */
function planBeside(
  route: PlannedRoute,
  { cache, upstreamCors }: Pick<PlanParts, 'cache' | 'upstreamCors'>,
): PlannedRoute[] {
  const [method, path] = route.key.split(' ') as [string, string];
  const { allowed, ...rest } = route;
  const { operationName: _, requestBody: __, cache: own, ...settings } = route.settings;
  const isCached =
    method === 'ANY' && !allowed && (own?.enabled ?? (own !== undefined || (cache !== undefined && !streams(route))));
  const { throttle } = settings;
  return [
    ...(isCached ? [{ ...rest, key: `GET ${path}`, settings: { ...settings, cache: own } }] : []),
    ...(upstreamCors ? [{ ...rest, key: `OPTIONS ${path}`, settings: { throttle }, isPreflight: true }] : []),
  ];
}

/** What the cache of the whole API does not mean: other methods than GET, and answers that stream past it. */
function settleCache(route: PlannedRoute, cache: CacheOptions | undefined): PlannedRoute {
  const { cache: own, ...settings } = route.settings;
  if (route.key.startsWith('ANY ')) return { ...route, settings };
  if (!cache || own || !streams(route)) return route;
  return { ...route, settings: { ...settings, cache: { enabled: false } } };
}

export function streams({ place }: PlannedRoute): boolean {
  return place.upstream._target.options.responseStreaming ?? false;
}

function isCacheable(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'ANY';
}
