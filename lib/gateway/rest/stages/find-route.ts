import { refuseUnsigned } from '../../authorizers/sigv4';
import type { RestCall, RoutedCall } from '../call';
import type { Router } from '../router';

/** Finds the method that a call is for. @throws Refusal */
export function findRoute(call: RestCall, router: Router): RoutedCall {
  const { request, path, basePath } = call;
  const match = router.match(request.method, basePath ? path.slice(basePath.length) || '/' : path);
  if (!match) {
    throw refuseUnsigned(request, `no route for ${request.method} ${path}`);
  }
  call.trace?.push({ stage: 'route', text: `${match.method.httpMethod} ${match.method.resourcePath}` });
  // A call is this request's own: filling it in is worth a twentieth of all that the stages cost.
  return Object.assign(call, { method: match.method, pathParameters: match.pathParameters });
}
