import type { RouteOptions } from './route';
import { ROUTE_OPTIONS } from './shape/route-shapes';
import { compareShape, findShapeFaults, OPTIONS } from './shape/shape';

const ANSWERS = ['entry', 'handler', 'backend'] as const;

/** What is wrong with the options of a route, before anything is made of them. */
export function findRouteOptionFaults(options: RouteOptions): string[] {
  return findShapeFaults(options, ROUTE_OPTIONS, () => findAnswerFaults(options), OPTIONS);
}

/** Whether nothing can be read out of the options. */
export function isMisshapen(options: RouteOptions): boolean {
  return compareShape(options, ROUTE_OPTIONS).broken.length > 0;
}

/** Whether there is one thing that answers. */
export function findAnswerFaults(options: Pick<RouteOptions, (typeof ANSWERS)[number]>): string[] {
  const given = ANSWERS.filter((name) => options[name] !== undefined);
  if (given.length === 0) return ['nothing answers it: give one of entry, handler and backend'];
  return given.length > 1 ? [`both "${given.join('" and "')}" are given: keep one of them`] : [];
}
