import type { WebSocketApiModel, WebSocketRouteModel } from '../../model';
import { evaluateSelection } from './evaluate';
import type { JsonBody } from './json-body';

const LIFECYCLE = new Set(['$connect', '$disconnect']);

/** The route of a message; undefined when no other takes it and there is no `$default`. */
export function selectRoute(api: WebSocketApiModel, body: JsonBody): WebSocketRouteModel | undefined {
  const { routes, routeSelectionExpression } = api;
  // Only JSON has values to choose by.
  const key = body.value === undefined ? '$default' : evaluateSelection(routeSelectionExpression, { body });
  if (Object.hasOwn(routes, key) && !LIFECYCLE.has(key)) return routes[key];
  return routes.$default;
}
