/** Methods that a route of a REST API may have. */
export const ROUTE_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'] as const;

/** A route key in its parts: `GET /orders/{id}`. */
export interface RouteKey {
  readonly method: string;
  readonly path: string;
  /** Path segments; none for the root. */
  readonly segments: readonly string[];
}

const STATIC_SEGMENT = /^[A-Za-z0-9_.,:-]+$/;
const VARIABLE_SEGMENT = /^\{[A-Za-z0-9._$-]+\+?\}$/;

/** What is wrong with a route key; nothing if it is good. */
export function findRouteKeyFaults(key: string): string[] {
  const match = /^(\S+) (\S+)$/.exec(key);
  if (!match) return [`route "${key}" must read "METHOD /path", for example "GET /orders/{id}"`];
  const [, method, path] = match as unknown as [string, string, string];
  return [...findMethodFaults(key, method), ...findPathFaults(`route "${key}"`, path)];
}

/** What is wrong with a path; `place` opens each sentence. */
export function findPathFaults(place: string, path: string): string[] {
  if (!path.startsWith('/')) return [`${place} must have a path that starts with "/", got "${path}"`];
  if (path === '/') return [];
  if (path.endsWith('/')) return [`${place} must not end with "/": use "${path.replace(/\/+$/, '') || '/'}"`];
  const segments = path.slice(1).split('/');
  return segments.flatMap((segment, index) => findSegmentFaults(place, segment, index === segments.length - 1));
}

export function parseRouteKey(key: string): RouteKey {
  const [method, path] = key.split(' ') as [string, string];
  return { method, path, segments: splitPath(path) };
}

export function splitPath(path: string): string[] {
  return path === '/' ? [] : path.slice(1).split('/');
}

/** Names of the variables of a path, without the plus sign of a greedy one. */
export function pathVariables(segments: readonly string[]): string[] {
  return segments.filter(isVariable).map((segment) => segment.slice(1, -1).replace(/\+$/, ''));
}

export function isVariable(segment: string): boolean {
  return segment.startsWith('{');
}

function findMethodFaults(key: string, method: string): string[] {
  if ((ROUTE_METHODS as readonly string[]).includes(method)) return [];
  return [`route "${key}" has the method "${method}", allowed are ${ROUTE_METHODS.join(', ')}`];
}

function findSegmentFaults(place: string, segment: string, last: boolean): string[] {
  if (segment === '') return [`${place} has an empty segment ("//")`];
  if (!/[{}]/.test(segment)) {
    if (STATIC_SEGMENT.test(segment)) return [];
    return [`${place} has the segment "${segment}", allowed are letters, digits and "_ - . , :"`];
  }
  if (!VARIABLE_SEGMENT.test(segment)) {
    return [`${place} has the segment "${segment}": a variable is a whole segment, such as "{id}" or "{proxy+}"`];
  }
  if (segment.endsWith('+}') && !last) return [`${place} has the greedy variable "${segment}" before the end`];
  return [];
}
