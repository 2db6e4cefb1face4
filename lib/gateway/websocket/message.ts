import type { WebSocketRouteModel } from '../model';
import { checkApiKey } from './access/api-key';
import { checkRouteQuota, checkThrottle } from './access/throttle';
import type { WebSocketCall } from './call';
import type { Connection } from './connection';
import { exchange } from './exchange';
import { drawId } from './ids';
import type { BackendResult } from './integrations/integration';
import { MAX_MESSAGE_BYTES } from './limits';
import { conclude, type Outcome, refusedBy } from './outcome';
import { errorBody } from './refusal-text';
import { JsonBody } from './selection/json-body';
import { selectRoute } from './selection/select-route';
import type { WebSocketSite } from './site';
import { Refusal } from '../rest/refusal';
import { validateMessage } from './validate';

/*
 * The order of a message. On the left what the client is told when a stage refuses; the connection stays open.
 *
 *                         message
 *             Forbidden ◄── route
 *             Forbidden ◄── api key      (the one that the handshake brought)
 *     Too Many Requests ◄── throttle
 *        Limit Exceeded ◄── quota
 *  Invalid request body ◄── model
 * Internal server error ◄── integration
 *                         reply          (only of two-way routes)
 */

/** Answers a message. Never rejects. */
export async function answerMessage(site: WebSocketSite, connection: Connection, text: string): Promise<void> {
  const call = openMessage(site, connection, text);
  if (!call) return;
  const passage = new Passage(site, connection, call);
  const outcome = await passage.decide();
  conclude(passage.call, outcome);
}

function openMessage(site: WebSocketSite, connection: Connection, body: string): WebSocketCall | undefined {
  const { services, api, ids } = site;
  const { admission } = connection;
  const stage = api.stages.find(({ name }) => name === admission.stage);
  if (!stage) return undefined;
  return {
    services,
    api,
    stage,
    client: admission.client,
    eventType: 'MESSAGE',
    routeKey: '',
    requestId: drawId(ids),
    messageId: drawId(ids),
    receivedAt: services.clock.now(),
    caller: admission.caller,
    keyUse: admission.keyUse,
    body,
    trace: services.verbose ? [] : undefined,
  };
}

/** One message on its way through the stages. */
class Passage {
  private at = 'route';

  constructor(
    private readonly site: WebSocketSite,
    private readonly connection: Connection,
    public call: WebSocketCall,
  ) {}

  async decide(): Promise<Outcome> {
    try {
      return await this.pass();
    } catch (error) {
      const { text, outcome } = refusedBy(error, this.at, this.call.services.emit);
      const { connectionId } = this.call.client;
      this.connection.send(errorBody(text.message, { connectionId, requestId: this.call.requestId }));
      return outcome;
    }
  }

  private async pass(): Promise<Outcome> {
    const route = findRoute(this.call);
    this.call = { ...this.call, routeKey: route.routeKey };
    this.at = 'api key';
    checkApiKey(this.call, route);
    this.at = 'throttle';
    checkThrottle(this.call, route);
    this.at = 'quota';
    checkRouteQuota(this.call, route);
    this.at = 'model';
    validateMessage(this.call, route);
    this.at = 'integration';
    const result = await exchange(this.site, this.call, route);
    this.at = 'reply';
    this.reply(route, result);
    return { status: result.status, decidedBy: 'integration', report: result.report };
  }

  private reply(route: WebSocketRouteModel, { reply }: BackendResult): void {
    if (!isTwoWay(route) || reply === undefined) return;
    const bytes = Buffer.byteLength(reply);
    if (bytes > MAX_MESSAGE_BYTES) {
      throw new Refusal('DEFAULT_5XX', { reason: `the reply has ${bytes} bytes, over ${MAX_MESSAGE_BYTES}` });
    }
    this.connection.send(reply);
  }
}

function findRoute(call: WebSocketCall): WebSocketRouteModel {
  const route = selectRoute(call.api, new JsonBody(call.body));
  if (route) {
    call.trace?.push({ stage: 'route', text: route.routeKey });
    return route;
  }
  const reason = `no route is selected by "${call.api.routeSelectionExpression}", and there is no $default`;
  throw new Refusal('MISSING_AUTHENTICATION_TOKEN', { message: 'Forbidden', reason });
}

function isTwoWay({ routeResponseSelectionExpression, hasRouteResponse }: WebSocketRouteModel): boolean {
  return hasRouteResponse && routeResponseSelectionExpression !== undefined;
}
