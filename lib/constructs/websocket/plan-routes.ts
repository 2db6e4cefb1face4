import type { IBackend } from '../integrations/backend-config';
import { MockBackend } from '../integrations/mock';
import type { Handshake } from './handshake';
import { CONNECT, DEFAULT, DISCONNECT, findRouteKeyFault } from './route-key';
import type { ServerlessWebSocketApiProps } from './websocket-api-props';
import type { WebSocketFunctions } from './websocket-functions';
import type { RouteSettings } from './websocket-route-assembler';
import { findHandlerOptionFaults, findRouteOptionFaults, type WebSocketRouteOptions } from './websocket-route-options';

/** A route that is to be made. */
export interface PlannedRoute {
  readonly routeKey: string;
  readonly faults: readonly string[];
  readonly settings: RouteSettings;
  makeBackend(): IBackend;
}

/** The routes of a connection's beginning and end, of messages without a route, and of those with one. */
export function planRoutes(
  props: ServerlessWebSocketApiProps,
  handshake: Handshake,
  functions: WebSocketFunctions,
): PlannedRoute[] {
  const { defaultRoute, routes = {} } = props;
  return [
    planConnect(props, handshake, functions),
    planDisconnect(props, functions),
    defaultRoute && planMessages(DEFAULT, defaultRoute, functions),
    ...Object.entries(routes).map(([key, options]) => planRoute(key, options, functions)),
  ].filter((plan) => plan !== undefined);
}

/** A route of messages, by a key of the user's own. */
export function planRoute(key: string, options: WebSocketRouteOptions, functions: WebSocketFunctions): PlannedRoute {
  const fault = findRouteKeyFault(key);
  const plan = planMessages(key, options, functions);
  return fault === undefined ? plan : { ...plan, faults: [fault] };
}

function planMessages(routeKey: string, options: WebSocketRouteOptions, functions: WebSocketFunctions): PlannedRoute {
  const makeBackend = () => functions.backendOf(options);
  const faults = findRouteOptionFaults(options);
  if (faults.length > 0) return { routeKey, faults, settings: {}, makeBackend };
  const { reply, requestBody, requestBodies, modelSelectionExpression, throttle } = options;
  const bodies = { ...requestBodies, ...(requestBody !== undefined && { $default: requestBody }) };
  return { routeKey, faults, settings: { reply, bodies, modelSelectionExpression, throttle }, makeBackend };
}

/** The route that lets clients in. It stands wherever somebody is to be kept out, because without it everybody may connect. */
function planConnect(
  { connect, connections, apiKeyRequired = false }: ServerlessWebSocketApiProps,
  { authorization, negotiatesProtocol }: Handshake,
  functions: WebSocketFunctions,
): PlannedRoute | undefined {
  const access = { ...authorization, apiKeyRequired };
  const plan = { routeKey: CONNECT, faults: [] };
  if (connect) {
    return {
      ...plan,
      faults: findHandlerOptionFaults(connect),
      settings: { access, throttle: connect.throttle },
      makeBackend: () => functions.backendOf(connect),
    };
  }
  const settings = { access };
  if (connections || negotiatesProtocol) return { ...plan, settings, makeBackend: () => functions.obtainKeeper() };
  if (authorization.authorizationType === 'NONE' && !apiKeyRequired) return undefined;
  return { ...plan, settings, makeBackend: () => new MockBackend({}) };
}

function planDisconnect(
  { disconnect, connections }: ServerlessWebSocketApiProps,
  functions: WebSocketFunctions,
): PlannedRoute | undefined {
  const plan = { routeKey: DISCONNECT, faults: [] };
  if (disconnect) {
    return {
      ...plan,
      faults: findHandlerOptionFaults(disconnect),
      settings: { throttle: disconnect.throttle },
      makeBackend: () => functions.backendOf(disconnect),
    };
  }
  return connections && { ...plan, settings: {}, makeBackend: () => functions.obtainKeeper() };
}
