import type { Closure, WebSocketCall } from './call';
import type { Admission } from './connection';
import { exchange } from './exchange';
import { drawId } from './ids';
import { conclude, refusedBy } from './outcome';
import type { WebSocketSite } from './site';

const ROUTE = '$disconnect';

/** Tells the backend of `$disconnect` that a connection has ended; nobody waits for its answer. Never rejects. */
export async function announceEnd(site: WebSocketSite, admission: Admission, closure: Closure): Promise<void> {
  const call = openEnd(site, admission, closure);
  if (!call) return;
  const route = Object.hasOwn(site.api.routes, ROUTE) ? site.api.routes[ROUTE] : undefined;
  if (!route) {
    conclude(call, { status: 200, decidedBy: 'route' });
    return;
  }
  try {
    const { status, report } = await exchange(site, call, route);
    conclude(call, { status, decidedBy: 'integration', report });
  } catch (error) {
    conclude(call, refusedBy(error, 'integration', site.services.emit).outcome);
  }
}

/** Undefined when the stage has gone meanwhile. */
function openEnd(
  { services, api, ids }: WebSocketSite,
  admission: Admission,
  closure: Closure,
): WebSocketCall | undefined {
  const stage = api.stages.find(({ name }) => name === admission.stage);
  if (!stage) return undefined;
  return {
    services,
    api,
    stage,
    client: admission.client,
    eventType: 'DISCONNECT',
    routeKey: ROUTE,
    requestId: drawId(ids),
    receivedAt: services.clock.now(),
    caller: admission.caller,
    keyUse: admission.keyUse,
    body: '',
    closure,
    trace: services.verbose ? [] : undefined,
  };
}
