import type { RouteOptions } from './route';
import { ROUTE_OPTIONS } from './shape/route-shapes';
import { compareShape, OPTIONS } from './shape/shape';

const ANSWERS = ['entry', 'handler', 'backend'] as const;

/** What is wrong with the options of a route, before anything is made of them, and whether more can be said of them. */
export function checkRouteOptions(options: RouteOptions): {
  readonly isReadable: boolean;
  readonly faults: readonly string[];
} {
  const { unknown, broken } = compareShape(options, ROUTE_OPTIONS, OPTIONS);
  const isReadable = broken.length === 0;
  return { isReadable, faults: [...unknown, ...broken, ...(isReadable ? findAnswerFaults(options) : [])] };
}

/** Whether there is one thing that answers. */
export function findAnswerFaults(options: Pick<RouteOptions, (typeof ANSWERS)[number]>): string[] {
  const given = ANSWERS.filter((name) => options[name] !== undefined);
  if (given.length === 0) return ['nothing answers it: give one of entry, handler and backend'];
  return given.length > 1 ? [`both "${given.join('" and "')}" are given: keep one of them`] : [];
}
