import { CONNECT } from './route-key';

/** Where a mapped value comes from, in the words of WebSocket APIs, from those of REST APIs. */
export function translateSource(source: string, routeKey: string): string {
  if (source.startsWith('method.request.path.')) {
    throw new Error(`"${source}" is a part of a path, and a WebSocket API has none: use RequestValue.body`);
  }
  if (/^method\.request\.(header|querystring)\./.test(source) && routeKey !== CONNECT) {
    throw new Error(`"${source}" is a part of a request, and only handshakes are requests: use RequestValue.body`);
  }
  return source.replace(/^method\./, 'route.').replace(/^context\.authorizer\.claims\./, 'context.authorizer.');
}

/** A mapping template: claims stand among the other values of the authorizer, and parameters cannot be read. */
export function translateTemplate(template: string): string {
  if (template.includes('$input.params')) {
    throw new Error('its template reads parameters, and messages have none: use RequestValue.body');
  }
  return template.replaceAll('$context.authorizer.claims', '$context.authorizer');
}
