import type { IConstruct } from 'constructs';
import { DEFAULT_LONGEST_TIMEOUT } from '../integrations/timeout';
import type { IAuthorizer } from '../authorizers/authorizer-config';
import type { ProxyApiProps } from './proxy-api-props';
import { findPathFaults, pathVariables, splitPath } from '../route-key';
import { RouteRegistry } from '../route-registry';
import { findCanaryUpstreamFaults } from './canary-upstream';
import { type PathEntry, readPathEntries } from './path-entries';
import { findPlaceFaults, makePlaces, type Place } from './places';
import { type PlannedRoute, placeOf, planRoutes, streams } from './route-plan';
import { findCallFaults, findUpstreamFaults, type UpstreamCheck } from './upstream-faults';

/** What is wrong with the props of a front door, all of it at once. */
export function findProxyFaults(scope: IConstruct, props: ProxyApiProps): string[] {
  const { upstream, mounts = {}, paths = {}, publicPaths = [], upstreamCors = false } = props;
  const check: UpstreamCheck = {
    scope,
    longestTimeout: props.maxTimeout?.toMilliseconds() ?? DEFAULT_LONGEST_TIMEOUT,
    stageVariables: Object.keys(props.stage?.variables ?? {}),
  };
  const mountFaults = Object.keys(mounts).flatMap((path) => findMountFaults(path, upstream !== undefined));
  const places = makePlaces(upstream, mounts);
  const { entries, faults } = readPathEntries(paths, publicPaths);
  const found = [
    ...mountFaults,
    ...(mountFaults.length > 0 ? [] : findPlaceFaults(places)),
    ...places.flatMap((place) => findUpstreamFaults(place.name, place.upstream, check)),
    ...faults,
    ...entries.flatMap((entry) => findEntryFaults(entry, places, check)),
    ...findSettingFaults(props, entries),
  ];
  if (mountFaults.length > 0 || faults.length > 0) return found;
  const plan = planRoutes({ places, entries, cache: props.cache, upstreamCors });
  return [...found, ...findTreeFaults(plan), ...findCacheFaults(plan, props, scope)];
}

function findMountFaults(path: string, hasUpstream: boolean): string[] {
  if (path === '/' && hasUpstream) return ['mount "/" is the place of upstream: keep one of them'];
  return findPathFaults(`mount "${path}"`, path);
}

function findSettingFaults(
  { upstream, mounts = {}, paths = {}, cors, upstreamCors, executionLog, ...rest }: ProxyApiProps,
  entries: readonly PathEntry[],
): string[] {
  const faults: string[] = [];
  if (!upstream && Object.keys(mounts).length === 0 && Object.keys(paths).length === 0) {
    faults.push('upstream is missing: give one, or mounts, or paths with upstreams of their own');
  }
  if (cors && upstreamCors) {
    faults.push('cors and upstreamCors are both given: either API Gateway answers preflights or the upstream does');
  }
  const all = [upstream, ...Object.values(mounts), ...entries.map(({ options }) => options.upstream)];
  const headers = [...all.map((one) => one?._target.options.headers), ...entries.map(({ options }) => options.headers)];
  const hasSecret = headers.some((one) =>
    Object.values(one ?? {}).some(({ _rule: rule }) => rule.kind === 'deployed' && rule.secret),
  );
  if (hasSecret && executionLog?.dataTrace) {
    faults.push(
      'executionLog.dataTrace would write secret headers into the log: switch it off, or take the secrets out',
    );
  }
  return [...faults, ...findCanaryUpstreamFaults({ upstream, canary: rest.canary, stage: rest.stage })];
}

function findEntryFaults(entry: PathEntry, places: readonly Place[], check: UpstreamCheck): string[] {
  const { name, options, methods, segments } = entry;
  const faults = options.upstream ? findUpstreamFaults(name, options.upstream, check) : [];
  const place = placeOf(entry, places);
  if (!place) faults.push(`${name} lies below no mount, and there is no upstream for the rest: give it an upstream`);
  if (options.operationName !== undefined && methods.length > 1) {
    faults.push(`${name} has an operationName for several methods: give them keys of their own`);
  }
  return [
    ...faults,
    ...findCallFaults(
      name,
      { ...options, responseStreaming: place?.upstream._target.options.responseStreaming },
      check,
    ),
    ...(options.rewrite === undefined ? [] : findRewriteFaults(name, options.rewrite, pathVariables(segments))),
  ];
}

function findRewriteFaults(name: string, rewrite: string, known: readonly string[]): string[] {
  if (!rewrite.startsWith('/')) return [`${name}: rewrite must start with "/", got "${rewrite}"`];
  const used = pathVariables(splitPath(rewrite).filter((segment) => /^\{.*\}$/.test(segment)));
  const greedy = rewrite.includes('+}')
    ? [`${name}: rewrite names a greedy variable without its plus sign, got "${rewrite}"`]
    : [];
  const query = /[?#]/.test(rewrite)
    ? [`${name}: rewrite must have no query string, got "${rewrite}": give it by query`]
    : [];
  const stray = used.filter((variable) => !known.includes(variable));
  return [
    ...greedy,
    ...query,
    ...stray.map((variable) => `${name}: rewrite has "{${variable}}", which the path has not`),
  ];
}

function findTreeFaults(plan: readonly PlannedRoute[]): string[] {
  const registry = new RouteRegistry();
  const faults = plan.flatMap(({ key }) => {
    try {
      registry.add(key);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  return [...new Set(faults)];
}

function findCacheFaults(plan: readonly PlannedRoute[], props: ProxyApiProps, scope: IConstruct): string[] {
  const isPublic = (authorizer: IAuthorizer | undefined) =>
    authorizer?.bind({ scope: scope as any }).schemeName === undefined;
  return plan.flatMap((route) => {
    const {
      key,
      settings: { cache, authorizer },
    } = route;
    const isCached = cache?.enabled ?? (cache !== undefined || (props.cache !== undefined && key.startsWith('GET ')));
    if (isCached && streams(route))
      return [`path "${key}": cache never sees answers that stream: keep cache or responseStreaming`];
    if (!isCached || cache?.keys !== undefined || props.cache?.keys !== undefined) return [];
    const asksWho = authorizer ? !isPublic(authorizer) : props.authorizer === undefined || !isPublic(props.authorizer);
    const leak = asksWho
      ? "would hand the answer of one caller to all others: name what tells them apart in cache.keys, such as RequestValue.header('Authorization')"
      : 'would give the same answer whatever the query string says: name the parameters and headers that matter in cache.keys';
    return [`path "${key}": cache ${leak}, or give an empty list if everybody may see the same`];
  });
}
