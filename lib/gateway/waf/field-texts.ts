import type { WebAclField } from '../model';
import { headerValues, type RawRequest } from '../server/raw';

/** So much of a body WAF looks at. */
const INSPECTED_BYTES = 16_384;

/** The texts of a request that a field names; none where it is missing. A verdict: the body is too large to look at. */
export function fieldTexts(field: WebAclField, request: RawRequest): readonly string[] | 'MATCH' | 'NO_MATCH' {
  switch (field.kind) {
    case 'method':
      return [request.method];
    case 'path':
      return [request.path];
    case 'query':
      return [request.query];
    case 'arguments':
      return argumentsOf(request).map(([, value]) => value);
    case 'argument': {
      const wanted = field.name.toLowerCase();
      return argumentsOf(request).flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []));
    }
    case 'header':
      return headerValues(request.headers, field.name);
    case 'body': {
      const isLarge = request.body.length > INSPECTED_BYTES;
      if (isLarge && field.oversize !== 'CONTINUE') return field.oversize;
      return [request.body.toString('utf8', 0, INSPECTED_BYTES)];
    }
  }
}

function argumentsOf({ query }: RawRequest): [string, string][] {
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  });
}
