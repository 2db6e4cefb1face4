import { withServiceHeaders } from '../rest/service-headers';
import type { DomainRoute, Upgrade } from '../server/api-server';
import { headerValue, type HeaderList, type RawResponse } from '../server/raw';
import { checkApiKey } from './access/api-key';
import { authorize } from './access/authorize';
import { checkConnectRate, checkRouteQuota, checkThrottle } from './access/throttle';
import type { Handshake, WebSocketCall } from './call';
import type { Admission } from './connection';
import { exchange } from './exchange';
import { faultOfHandshake, findPlace, openHandshake } from './open-handshake';
import { conclude, type Outcome, refusedBy } from './outcome';
import { errorBody, errorHeaders, type RefusalText } from './refusal-text';
import type { WebSocketSite } from './site';
import { drawId } from './ids';
import { validateParameters } from './validate';

/*
 * The order of a handshake. On the left the status when a stage refuses; the upgrade is held until the last has answered.
 *
 *                upgrade
 *     400 414 ◄── protocol
 *         403 ◄── stage
 *         429 ◄── rate of new connections
 * 401 403 500 ◄── authorize ──► caller     (IAM, Lambda)
 *         403 ◄── api key ────► key
 *         429 ◄── throttle, quota
 *         400 ◄── parameters
 *     4xx 5xx ◄── integration ► subprotocol
 *                │
 *               101
 */

/** What becomes of a handshake: a connection, or an answer. */
export type Verdict =
  | { readonly kind: 'admitted'; readonly admission: Admission }
  | { readonly kind: 'refused'; readonly response: RawResponse };

/** Decides whether a client may connect. Never rejects. */
export async function judgeHandshake(
  site: WebSocketSite,
  { request }: Pick<Upgrade, 'request'>,
  domain: DomainRoute | undefined,
): Promise<Verdict> {
  const fault = faultOfHandshake(request);
  if (fault) return refuseOutside(site, request.target, fault, 'protocol');
  const place = findPlace(site, request, domain);
  if (place?.rest !== '/') {
    const stages = site.api.stages.map(({ name }) => `"${name}"`).join(', ');
    const reason = `the path must be a stage of the API, and nothing else: ${stages}`;
    return refuseOutside(
      site,
      request.target,
      { status: 403, errorType: 'ForbiddenException', message: 'Forbidden', reason },
      'stage',
    );
  }
  const passage = new Passage(site, openHandshake(site, request, place.stage));
  const { verdict, outcome } = await passage.decide();
  conclude(passage.call, outcome);
  if (verdict.kind === 'admitted') return verdict;
  const ids = { requestId: site.ids.uuid(), extendedRequestId: passage.call.requestId };
  const explanation: HeaderList = passage.call.trace ? [['x-gatehouse-decided-by', outcome.decidedBy]] : [];
  return { kind: 'refused', response: withServiceHeaders(ids, verdict.response, explanation) };
}

/** A handshake that belongs to no stage has no access log either. */
function refuseOutside(
  { services, api, ids }: WebSocketSite,
  path: string,
  { reason, ...text }: RefusalText & { readonly reason: string },
  decidedBy: string,
): Verdict {
  const requestId = drawId(ids);
  const { status } = text;
  const { logicalId } = api.origin;
  services.emit({
    event: 'request',
    api: logicalId,
    requestId,
    method: 'CONNECT',
    path,
    status,
    decidedBy,
    ms: 0,
    reason,
  });
  const response = refusal(text, { connectionId: drawId(ids), requestId });
  return {
    kind: 'refused',
    response: withServiceHeaders({ requestId: ids.uuid(), extendedRequestId: requestId }, response),
  };
}

interface Decision {
  readonly verdict: Verdict;
  readonly outcome: Outcome;
}

/** One handshake on its way through the stages. */
class Passage {
  private at = 'rate';

  constructor(
    private readonly site: WebSocketSite,
    public call: WebSocketCall,
  ) {}

  async decide(): Promise<Decision> {
    try {
      return await this.pass(this.call.handshake as Handshake);
    } catch (error) {
      const { text, outcome, caller = this.call.caller } = refusedBy(error, this.at, this.call.services.emit);
      this.call = { ...this.call, caller };
      const { client, requestId } = this.call;
      const response = refusal(text, { connectionId: client.connectionId, requestId });
      return { verdict: { kind: 'refused', response }, outcome };
    }
  }

  private async pass(handshake: Handshake): Promise<Decision> {
    checkConnectRate(this.call);
    const { routes } = this.site.api;
    const route = Object.hasOwn(routes, '$connect') ? routes.$connect : undefined;
    if (!route) return { verdict: this.admit(), outcome: { status: 200, decidedBy: 'route' } };
    this.at = 'authorize';
    const authorized = authorize(this.call, handshake, route);
    const caller = authorized instanceof Promise ? await authorized : authorized;
    this.call = { ...this.call, caller };
    this.at = 'api key';
    this.call = { ...this.call, keyUse: checkApiKey(this.call, route) };
    this.at = 'throttle';
    checkThrottle(this.call, route);
    this.at = 'quota';
    checkRouteQuota(this.call, route);
    this.at = 'parameters';
    validateParameters(handshake, route);
    this.at = 'integration';
    const { status, headers, reply, report } = await exchange(this.site, this.call, route);
    const outcome = { status, decidedBy: this.at, report };
    if (status < 200 || status > 299) return { verdict: this.refuseAsBackend(status, headers, reply), outcome };
    return { verdict: this.admit(headerValue(headers, 'sec-websocket-protocol')), outcome };
  }

  private admit(subprotocol?: string): Verdict {
    const { client, stage, caller, keyUse } = this.call;
    return { kind: 'admitted', admission: { client, stage: stage.name, caller, keyUse, subprotocol } };
  }

  /** The backend's own status; what it said beside it goes along. */
  private refuseAsBackend(status: number, headers: HeaderList, reply = ''): Verdict {
    const contentType = headerValue(headers, 'content-type') ?? 'application/json';
    const own: HeaderList = [['Content-Type', contentType]];
    return { kind: 'refused', response: { status, headers: own, body: Buffer.from(reply) } };
  }
}

function refusal(
  { status, errorType, message }: RefusalText,
  ids: { readonly connectionId: string; readonly requestId: string },
): RawResponse {
  return {
    status,
    headers: errorHeaders(errorType),
    body: Buffer.from(errorBody(message, ids)),
  };
}
