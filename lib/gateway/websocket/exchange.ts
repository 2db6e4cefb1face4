import type { WebSocketRouteModel } from '../model';
import { withinTimeout } from '../rest/integrations/timeout';
import { Refusal } from '../rest/refusal';
import type { WebSocketCall } from './call';
import { buildContext } from './context';
import { integrationOf } from './integrations';
import type { BackendResult } from './integrations/integration';
import type { WebSocketSite } from './site';

/** Calls the backend of a route, for at most the integration's timeout. @throws Refusal */
export function exchange(site: WebSocketSite, call: WebSocketCall, route: WebSocketRouteModel): Promise<BackendResult> {
  const { integration } = route;
  if (!integration) {
    throw new Refusal('API_CONFIGURATION_ERROR', { reason: `the route "${route.routeKey}" has no integration` });
  }
  const input = { call, route, integration, context: buildContext(call) };
  return withinTimeout(site.deadlines, integration.timeoutMs, () => integrationOf(integration.type)(input));
}
