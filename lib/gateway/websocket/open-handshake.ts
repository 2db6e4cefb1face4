import { collapseLeadingSlashes, pathOfTarget, splitFirstSegment } from '../rest/request-target';
import { parseQuery } from '../rest/query-string';
import type { DomainRoute } from '../server/api-server';
import { headerValue, headerValues, type RawRequest } from '../server/raw';
import type { WebSocketStageModel } from '../model';
import type { WebSocketCall } from './call';
import { drawId } from './ids';
import { MAX_URL_LENGTH } from './limits';
import type { RefusalText } from './refusal-text';
import type { WebSocketSite } from './site';

/** Where a request leads: the stage, and what stands behind it. */
export interface Place {
  readonly stage: WebSocketStageModel;
  /** `/` where nothing does. */
  readonly rest: string;
}

/** Undefined when the API has no such stage. */
export function findPlace(
  { api }: WebSocketSite,
  request: RawRequest,
  domain: DomainRoute | undefined,
): Place | undefined {
  const path = collapseLeadingSlashes(pathOfTarget(request.path));
  const { first, rest } = domain
    ? { first: domain.stage, rest: path.slice(domain.basePath.length) || '/' }
    : splitFirstSegment(path);
  const stage = api.stages.find(({ name }) => name === first);
  return stage && { stage, rest };
}

const SUBPROTOCOLS = /^(?:[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*)?$/;

const BAD_REQUEST: RefusalText = { status: 400, errorType: 'BadRequestException', message: 'Bad Request' };

/** What is wrong with a handshake before any stage is asked; undefined: nothing. */
export function faultOfHandshake(request: RawRequest): (RefusalText & { readonly reason: string }) | undefined {
  const header = (name: string): string => headerValue(request.headers, name) ?? '';
  if (request.method !== 'GET') return { ...BAD_REQUEST, reason: `a handshake is a GET, got ${request.method}` };
  if (header('upgrade').toLowerCase() !== 'websocket') {
    return { ...BAD_REQUEST, reason: `only an upgrade to websocket is taken, got "${header('upgrade')}"` };
  }
  if (!/^[+/0-9A-Za-z]{22}==$/.test(header('sec-websocket-key'))) {
    return { ...BAD_REQUEST, reason: 'Sec-WebSocket-Key must be 16 bytes in base64' };
  }
  if (!/^(?:13|8)$/.test(header('sec-websocket-version'))) {
    return { ...BAD_REQUEST, reason: `Sec-WebSocket-Version must be 13, got "${header('sec-websocket-version')}"` };
  }
  if (!SUBPROTOCOLS.test(headerValues(request.headers, 'sec-websocket-protocol').join(', '))) {
    return { ...BAD_REQUEST, reason: 'Sec-WebSocket-Protocol must be a list of names' };
  }
  if (request.target.length > MAX_URL_LENGTH) {
    const errorType = 'RequestURITooLongException';
    return { status: 414, errorType, message: 'Request-URI Too Long', reason: `the URL is over ${MAX_URL_LENGTH}` };
  }
  return undefined;
}

/** The call of a handshake whose stage is known. */
export function openHandshake(site: WebSocketSite, request: RawRequest, stage: WebSocketStageModel): WebSocketCall {
  const { services, api, ids } = site;
  const seconds = Math.floor(request.receivedAt / 1000).toString(16);
  return {
    services,
    api,
    stage,
    client: {
      connectionId: drawId(ids),
      connectedAt: request.receivedAt,
      sourceIp: request.remoteAddress,
      userAgent: headerValue(request.headers, 'user-agent'),
      domainName: headerValue(request.headers, 'host') ?? '',
    },
    eventType: 'CONNECT',
    routeKey: '$connect',
    requestId: drawId(ids),
    receivedAt: request.receivedAt,
    caller: { identity: {} },
    body: '',
    handshake: { request, query: parseQuery(request.query), traceId: `Root=1-${seconds}-${ids.hex(12)}` },
    trace: services.verbose ? [] : undefined,
    phases: stage.accessLog && {},
  };
}
