import { Authorizer } from '../authorizers/authorizer';
import { findPathFaults, findRouteKeyFaults, ROUTE_METHODS, splitPath } from '../route-key';
import { findOptionFaults, type ProxyPathOptions } from './proxy-path-options';

/** What the user wrote of a path, or of one method of it. */
export interface PathEntry {
  /** As the user wrote it, for errors. */
  readonly name: string;
  readonly path: string;
  readonly segments: readonly string[];
  /** `ANY` for a path without a method. */
  readonly methods: readonly string[];
  /** Whether other methods are refused. */
  readonly isClosed: boolean;
  readonly options: ProxyPathOptions;
}

/** The entries of `paths` and `publicPaths`, and what is wrong with them. */
export function readPathEntries(
  paths: { readonly [key: string]: ProxyPathOptions },
  publicPaths: readonly string[],
): { readonly entries: readonly PathEntry[]; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const merged = new Map(Object.entries(paths));
  for (const key of publicPaths) {
    const own = merged.get(key);
    if (own?.authorizer) faults.push(`path "${key}" has an authorizer and is in publicPaths: keep one of them`);
    merged.set(key, { ...own, authorizer: Authorizer.none(), apiKeyRequired: own?.apiKeyRequired ?? false });
  }
  const entries = [...merged].flatMap(([key, options]) => {
    const misshapen = findOptionFaults(options).map((fault) => `path "${key}": ${fault}`);
    const found = misshapen.length > 0 ? misshapen : findKeyFaults(key, options);
    faults.push(...found);
    return found.length > 0 ? [] : [readEntry(key, options)];
  });
  return { entries, faults: [...faults, ...findDuplicates(entries)] };
}

function readEntry(key: string, options: ProxyPathOptions): PathEntry {
  const [method, path] = key.includes(' ') ? (key.split(' ') as [string, string]) : [undefined, key];
  return {
    name: `path "${key}"`,
    path,
    segments: splitPath(path),
    methods: method !== undefined ? [method] : (options.methods ?? ['ANY']),
    isClosed: method === undefined && options.methods !== undefined,
    options,
  };
}

function findKeyFaults(key: string, { methods }: ProxyPathOptions): string[] {
  const place = `path "${key}"`;
  if (key.includes(' ')) {
    const faults = findRouteKeyFaults(key).map((fault) => fault.replace(/^route /, 'path '));
    return methods ? [...faults, `${place} has a method in its key and others in methods: keep one of them`] : faults;
  }
  const unknown = (methods ?? []).filter((method) => !(ROUTE_METHODS as readonly string[]).includes(method));
  return [
    ...findPathFaults(place, key),
    ...(methods?.length === 0 ? [`${place} has no methods: leave methods out to let all of them pass`] : []),
    ...unknown.map((method) => `${place} has the method "${method}", allowed are ${ROUTE_METHODS.join(', ')}`),
  ];
}

/** `GET /a` and a path `/a` with `GET` among its methods say the same twice. */
function findDuplicates(entries: readonly PathEntry[]): string[] {
  const seen = new Map<string, string>();
  return entries.flatMap(({ name, path, methods }) =>
    methods.flatMap((method) => {
      const key = `${method} ${path}`;
      const first = seen.get(key);
      seen.set(key, name);
      return first === undefined ? [] : [`${first} and ${name} both speak of "${key}": keep one of them`];
    }),
  );
}
