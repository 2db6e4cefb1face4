import { headerValue } from '../server/raw';
import type { RestCall, RoutedCall } from './call';

/** A member of nested values by its path in dots; undefined where it leads nowhere. */
export function lookUp(values: unknown, path: string): unknown {
  let value = values;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** A value as text; undefined for what is absent, null, or no single value. */
export function textOf(value: unknown): string | undefined {
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

/** The value of `method.request.header.x`, `.querystring.x` or `.path.x`. */
export function requestValue(call: RestCall, source: string, name: string): string | undefined {
  if (source === 'header') return headerValue(call.request.headers, name);
  if (source === 'querystring') return call.query.get(name)?.at(-1);
  const taken = 'pathParameters' in call ? (call as RoutedCall).pathParameters : {};
  return Object.hasOwn(taken, name) ? taken[name] : undefined;
}
