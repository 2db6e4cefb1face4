import { isVariable } from '../route-key';
import type { Place } from './places';

/**
 * The paths by which a place takes everything below it: its own, and a greedy one. API Gateway has one variable at each point of the
 * tree, so where a path of the user has one already, that variable is taken, and what lies below it.
 */
export function coverPlace(place: Place, paths: readonly (readonly string[])[]): string[] {
  const own = place.path === '/' ? '' : place.path;
  return [place.path, ...coverBelow(own, place.segments.length, below(paths, place.segments))];
}

function coverBelow(prefix: string, depth: number, paths: readonly (readonly string[])[]): string[] {
  const variable = paths
    .map((segments) => segments[depth])
    .find((segment) => segment !== undefined && isVariable(segment));
  const path = `${prefix}/${variable ?? '{proxy+}'}`;
  if (variable === undefined || variable.endsWith('+}')) return [path];
  return [
    path,
    ...coverBelow(
      path,
      depth + 1,
      paths.filter((segments) => segments[depth] === variable),
    ),
  ];
}

function below(paths: readonly (readonly string[])[], segments: readonly string[]): (readonly string[])[] {
  return paths.filter((path) => path.length > segments.length && segments.every((one, index) => one === path[index]));
}
