import type { RestCall, RoutedCall } from '../call';
import type { Router } from '../router';

/** Finds the method that a call is for. @throws Refusal */
export function findRoute(call: RestCall, router: Router): RoutedCall {
  const { request, path, basePath } = call;
  const match = router.match(request.method, basePath ? path.slice(basePath.length) || '/' : path);
  if (!match) {
    const { refuseUnsigned } = require('../../authorizers/sigv4') as typeof import('../../authorizers/sigv4');
    throw refuseUnsigned(request, `no route for ${request.method} ${path}`);
  }
  call.trace?.push({ stage: 'route', text: `${match.method.httpMethod} ${match.method.resourcePath}` });
  return { ...call, method: match.method, pathParameters: match.pathParameters };
}
