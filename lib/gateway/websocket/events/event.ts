import { eventHeaders } from '../../rest/events/event-headers';
import type { Handshake, WebSocketCall } from '../call';

/** The event of a Lambda proxy integration. */
export function buildEvent(call: WebSocketCall, requestContext: Readonly<Record<string, unknown>>): object {
  return {
    ...(call.handshake && buildParameters(call, call.handshake)),
    ...(call.closure && headerMaps(farewellHeaders(call))),
    ...stageVariablesOf(call),
    requestContext,
    ...(call.eventType === 'MESSAGE' && { body: call.body }),
    isBase64Encoded: false,
  };
}

/** The event of a `$connect` authorizer. */
export function buildAuthorizerEvent(
  call: WebSocketCall,
  handshake: Handshake,
  { methodArn, requestContext }: { readonly methodArn: string; readonly requestContext: object },
): object {
  const { headers, multiValueHeaders, ...query } = buildParameters(call, handshake);
  return {
    type: 'REQUEST',
    methodArn,
    headers,
    multiValueHeaders,
    queryStringParameters: query.queryStringParameters ?? {},
    multiValueQueryStringParameters: query.multiValueQueryStringParameters ?? {},
    stageVariables: call.stage.variables,
    requestContext,
  };
}

type Maps<T> = { readonly [name: string]: T };

interface Parameters {
  readonly headers: Maps<string>;
  readonly multiValueHeaders: Maps<string[]>;
  readonly queryStringParameters?: Maps<string>;
  readonly multiValueQueryStringParameters?: Maps<string[]>;
}

function buildParameters(call: WebSocketCall, handshake: Handshake): Parameters {
  const headers = headerMaps(handshakeHeaders(call, handshake));
  if (handshake.query.size === 0) return headers;
  const query = mapsOf([...handshake.query].flatMap(([name, values]) => values.map((value) => [name, value] as const)));
  return { ...headers, queryStringParameters: query.last, multiValueQueryStringParameters: query.all };
}

/** The header fields of a handshake as events, mappings and templates have them. */
export function handshakeHeaders(call: WebSocketCall, { request, traceId }: Handshake) {
  const { api, client, requestId } = call;
  return eventHeaders({ api: { id: api.id }, request, traceId, requestId, domainName: client.domainName });
}

/** All that is left of the header fields when a connection ends. */
function farewellHeaders({ client }: WebSocketCall): readonly (readonly [string, string])[] {
  return [
    ['Host', client.domainName],
    ['x-api-key', ''],
    ['X-Forwarded-For', ''],
    ['x-restapi', ''],
  ];
}

function headerMaps(fields: readonly (readonly [string, string])[]): Parameters {
  const { last, all } = mapsOf(fields);
  return { headers: last, multiValueHeaders: all };
}

/** By name: the last value, and all of them. */
function mapsOf(pairs: readonly (readonly [string, string])[]) {
  const last: Record<string, string> = Object.create(null);
  const all: Record<string, string[]> = Object.create(null);
  for (const [name, value] of pairs) {
    last[name] = value;
    if (all[name]) all[name].push(value);
    else all[name] = [value];
  }
  return { last, all };
}

function stageVariablesOf({ stage }: WebSocketCall) {
  return Object.keys(stage.variables).length === 0 ? {} : { stageVariables: stage.variables };
}
