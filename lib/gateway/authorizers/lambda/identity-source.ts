import type { RoutedCall } from '../../rest/call';
import { headerValues } from '../../server/raw';

/** The part of a request that identity sources may name. */
export type IdentityCall = Pick<RoutedCall, 'request' | 'query' | 'stageVariables'>;

/**
 * Value of an identity source (`method.request.header.X`, `route.request.querystring.x`, `stageVariables.x`,
 * `context.x`), or undefined where it is missing or empty.
 */
export function identityValue(
  source: string,
  call: IdentityCall,
  context: Readonly<Record<string, unknown>>,
): string | undefined {
  const [, place, name] =
    /^(?:method|route)\.request\.(header|querystring|multivaluequerystring)\.(.+)$/.exec(source) ??
    /^(stageVariables|context)\.(.+)$/.exec(source) ??
    [];
  switch (place) {
    case 'header':
      return headerValues(call.request.headers, name).at(-1)?.trim() || undefined;
    case 'querystring':
    case 'multivaluequerystring':
      return call.query.get(name)?.at(-1) || undefined;
    case 'stageVariables':
      return (Object.hasOwn(call.stageVariables, name) && call.stageVariables[name]) || undefined;
    case 'context':
      return contextValue(context, name.split('.'));
    default:
      return undefined;
  }
}

function contextValue(context: unknown, path: readonly string[]): string | undefined {
  let value = context;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value) || undefined;
}
