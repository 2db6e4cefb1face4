import type { DomainRoute } from '../../server/api-server';
import { withServiceHeaders } from '../../rest/service-headers';
import type { HeaderList, RawRequest, RawResponse } from '../../server/raw';
import type { WebSocketCall } from '../call';
import { drawId } from '../ids';
import { findPlace } from '../open-handshake';
import { refusedBy } from '../outcome';
import { errorBody, errorHeaders } from '../refusal-text';
import type { WebSocketSite } from '../site';
import { manageConnection } from './manage-connection';

type Place = Pick<WebSocketCall, 'stage'> & { readonly rest: string };

const CONNECTIONS = /^\/(?:@|%40)connections\/([^/]+)$/i;

/** Answers plain HTTP at the address of a WebSocket API: `@connections`, or a refusal. Never rejects. */
export async function answerHttp(site: WebSocketSite, request: RawRequest, domain?: DomainRoute): Promise<RawResponse> {
  const { response, decidedBy, reason } = await decide(site, request, findPlace(site, request, domain));
  const { services, api, ids } = site;
  const requestId = ids.uuid();
  services.emit({
    event: 'request',
    api: api.origin.logicalId,
    requestId,
    method: request.method,
    path: request.target,
    status: response.status,
    decidedBy,
    ms: services.clock.now() - request.receivedAt,
    ...(reason !== undefined && { reason }),
  });
  const explanation: HeaderList = services.verbose ? [['x-gatehouse-decided-by', decidedBy]] : [];
  return withServiceHeaders({ requestId, extendedRequestId: drawId(ids) }, response, explanation);
}

interface Decision {
  readonly response: RawResponse;
  readonly decidedBy: string;
  readonly reason?: string;
}

async function decide(site: WebSocketSite, request: RawRequest, place: Place | undefined): Promise<Decision> {
  const id = place && CONNECTIONS.exec(place.rest)?.[1];
  if (!place || id === undefined) {
    const reason = 'this address is for WebSocket handshakes, and for @connections behind the stage';
    return { response: forbidden(site), decidedBy: 'route', reason };
  }
  try {
    return { response: manageConnection(site, request, { stage: place.stage, id }), decidedBy: '@connections' };
  } catch (error) {
    const { text, outcome } = refusedBy(error, '@connections', site.services.emit);
    const body = text.message === null ? '' : JSON.stringify({ message: text.message });
    const headers = errorHeaders(text.errorType);
    return { response: { status: text.status, headers, body: Buffer.from(body) }, ...outcome };
  }
}

function forbidden({ ids }: WebSocketSite): RawResponse {
  const body = errorBody('Forbidden', { connectionId: drawId(ids), requestId: drawId(ids) });
  return { status: 403, headers: errorHeaders('ForbiddenException'), body: Buffer.from(body) };
}
