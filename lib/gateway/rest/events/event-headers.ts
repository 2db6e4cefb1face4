import { type HeaderList, headerValues } from '../../server/raw';
import type { RestApiModel } from '../../model';
import type { RestCall } from '../call';
import { rootOfTrace } from '../trace-id';

const NEVER_FORWARDED = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

/** What the service says itself, whatever the client sent under these names. */
const SET_BY_SERVICE = new Set(['x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto']);

/** What API Gateway spells its own way, however the client did. */
const RESPELLED: ReadonlyMap<string, string> = new Map([
  ['authorization', 'Authorization'],
  ['host', 'Host'],
  ['user-agent', 'User-Agent'],
]);

/** The header fields of a client that may reach an integration at all. */
export function forwardableHeaders(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => !NEVER_FORWARDED.has(name.toLowerCase()));
}

/** What the header fields of an event are made of; WebSocket handshakes have it too. */
export interface HeaderSource extends Pick<RestCall, 'request' | 'traceId' | 'domainName' | 'requestId'> {
  readonly api: { readonly id: string; readonly endpointType?: RestApiModel['endpointType'] };
}

/** The header fields of an event: the client's, and those that the service adds. */
export function eventHeaders(call: HeaderSource): HeaderList {
  const fields: (readonly [string, string])[] = [];
  for (const [name, value] of call.request.headers) {
    const lower = name.toLowerCase();
    if (NEVER_FORWARDED.has(lower) || SET_BY_SERVICE.has(lower)) continue;
    fields.push([RESPELLED.get(lower) ?? name, utf8Of(value)]);
  }
  if (call.api.endpointType === 'EDGE') fields.push(...distributionHeaders(call));
  const { request, traceId, domainName } = call;
  const port = /:(\d+)$/.exec(domainName)?.[1];
  fields.push(
    ['X-Amzn-Trace-Id', headerValues(request.headers, 'x-amzn-trace-id').at(-1) ?? rootOfTrace(traceId)],
    ['X-Forwarded-For', [...headerValues(request.headers, 'x-forwarded-for'), request.remoteAddress].join(', ')],
    ['X-Forwarded-Port', port ?? '443'],
    ['X-Forwarded-Proto', port === undefined ? 'https' : 'http'],
  );
  return fields;
}

/** What the distribution in front of an edge-optimized API adds. */
function distributionHeaders({ api, requestId }: HeaderSource): HeaderList {
  return [
    ['CloudFront-Forwarded-Proto', 'https'],
    ['CloudFront-Is-Desktop-Viewer', 'true'],
    ['CloudFront-Is-Mobile-Viewer', 'false'],
    ['CloudFront-Is-SmartTV-Viewer', 'false'],
    ['CloudFront-Is-Tablet-Viewer', 'false'],
    ['Via', `1.1 ${api.id}.cloudfront.net (CloudFront)`],
    ['X-Amz-Cf-Id', requestId],
  ];
}

/** Header bytes arrive one character each; beyond ASCII they are UTF-8. */
function utf8Of(text: string): string {
  return /[\x80-\xff]/.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text;
}
