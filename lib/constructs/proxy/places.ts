import { isVariable, splitPath } from '../route-key';
import type { Upstream } from './upstream';

/** A part of the paths that goes to one upstream, with everything below it. */
export interface Place {
  readonly path: string;
  readonly segments: readonly string[];
  readonly upstream: Upstream;
  /** As the user wrote it, for errors. */
  readonly name: string;
}

/** The places of an API, the longest first. */
export function makePlaces(upstream: Upstream | undefined, mounts: { readonly [path: string]: Upstream }): Place[] {
  const mounted = Object.entries(mounts).map(([path, one]) => makePlace(path, one, `mount "${path}"`));
  const places = upstream ? [...mounted, makePlace('/', upstream, 'upstream')] : mounted;
  return places.sort((a, b) => b.segments.length - a.segments.length);
}

/** A place for paths that say their own upstream. */
export function makePlace(path: string, upstream: Upstream, name: string): Place {
  return { path, segments: splitPath(path), upstream, name };
}

/** The longest place that a path lies in. */
export function findPlace(places: readonly Place[], segments: readonly string[]): Place | undefined {
  return places.find((place) => place.segments.every((segment, index) => segment === segments[index]));
}

/** The path that an upstream sees, below its own. Variables stand in it by their names. */
export function upstreamPath(place: Place, path: string): string {
  const { keepPrefix = false } = place.upstream._target.options;
  const rest = keepPrefix || place.path === '/' ? path : path.slice(place.path.length);
  return rest.replace(/\+\}$/, '}');
}

/** What is wrong between the places: API Gateway takes one variable at each point of the tree, and the fixed name before it. */
export function findPlaceFaults(places: readonly Place[]): string[] {
  const faults: string[] = [];
  for (const place of places) {
    if (place.segments.some((segment) => segment.endsWith('+}'))) {
      faults.push(
        `${place.name} has a greedy variable: write "${place.path.replace(/\/[^/]*$/, '') || '/'}", a mount takes what is below it`,
      );
    }
  }
  for (const hidden of places) {
    const hiding = places.find((place) => hides(place.segments, hidden.segments));
    if (!hiding) continue;
    const at = hiding.segments.findIndex((segment, index) => segment !== hidden.segments[index]);
    const both = [...hiding.segments, ...hidden.segments.slice(hiding.segments.length)];
    if (findPlace(places, both) !== hiding) continue;
    faults.push(
      `${hiding.name} hides ${hidden.name} where "${hidden.segments[at]}" is "${hiding.segments[at]}", because a fixed name goes ` +
        `first: mount "/${both.join('/')}" too, or rename one of them`,
    );
  }
  return faults;
}

/** Whether requests for what lies below the second place end up in the first, which names what the second leaves open. */
function hides(first: readonly string[], second: readonly string[]): boolean {
  if (first.length >= second.length) return false;
  const differing = first.flatMap((segment, index) =>
    segment === second[index] ? [] : [[segment, second[index] ?? '']],
  );
  return differing.length > 0 && differing.every(([own = '', other = '']) => isVariable(other) && !isVariable(own));
}
