import type { RouteOptions } from './route';

const ANSWERS = ['entry', 'handler', 'backend'] as const;

/** Options that say nothing of what answers. */
export const ROUTE_SETTINGS = [
  'authorizer',
  'apiKeyRequired',
  'throttle',
  'cache',
  'requestBody',
  'requiredParameters',
  'responses',
  'operationName',
] as const;

/** What is wrong with the options of a route, before anything is made of them. */
export function findRouteOptionFaults(options: RouteOptions): string[] {
  const known: readonly string[] = [...ANSWERS, ...ROUTE_SETTINGS];
  const unknown = Object.keys(options).filter((key) => !known.includes(key));
  const given = ANSWERS.filter((key) => options[key] !== undefined);
  const faults = unknown.map((key) => `unknown option "${key}", known are ${known.join(', ')}`);
  if (given.length === 0) faults.push('nothing answers it: give one of entry, handler and backend');
  if (given.length > 1) faults.push(`both "${given.join('" and "')}" are given: keep one of them`);
  return faults;
}
