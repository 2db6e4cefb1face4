import { type HeaderList, headerValue, headerValues } from '../../../server/raw';
import type { RoutedCall } from '../../call';
import type { HeaderSource } from '../../events/event-headers';
import type { CustomRequest } from '../custom-request';

const HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'];

/** Client headers that a proxy integration never passes on. */
const NOT_FORWARDED = new Set([
  ...HOP,
  'content-encoding',
  'content-length',
  'content-md5',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'via',
  'www-authenticate',
  // Written by the gateway.
  'x-amzn-apigateway-api-id',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

/** Headers that do not reach a backend even when a mapping names them. */
const NOT_MAPPED = new Set(['connection', 'expect', 'proxy-authenticate', 'te', 'trailer', 'via']);

/** Headers of HTTP_PROXY: the client's, with the mapped ones in their place, and the gateway's own. */
export function proxyRequestHeaders(call: HeaderSource, mapped: HeaderList): HeaderList {
  const headers = mappedHeaders(mapped);
  const taken = new Set(headers.map(([name]) => name.toLowerCase()));
  for (const header of call.request.headers) {
    const name = header[0].toLowerCase();
    if (!NOT_FORWARDED.has(name) && !taken.has(name)) headers.push(header);
  }
  const forwardedFor = headerValues(call.request.headers, 'x-forwarded-for');
  addMissing(headers, 'X-Forwarded-For', [...forwardedFor, call.request.remoteAddress].join(', '));
  const port = /:(\d+)$/.exec(call.domainName)?.[1];
  addMissing(headers, 'X-Forwarded-Port', port ?? '443');
  addMissing(headers, 'X-Forwarded-Proto', port === undefined ? 'https' : 'http');
  return withOwnHeaders(call, headers);
}

/** Headers of HTTP: the mapped ones, what the service adds, and nothing of the client but its Content-Type. */
export function customRequestHeaders(call: RoutedCall, request: CustomRequest): HeaderList {
  const headers = mappedHeaders(request.mapped.header);
  if (!/^(GET|HEAD|OPTIONS)$/.test(call.request.method)) {
    const contentType = headerValue(call.request.headers, 'content-type') ?? request.templateType;
    if (contentType !== undefined && contentType !== '$default') addMissing(headers, 'Content-Type', contentType);
  }
  return withOwnHeaders(call, headers);
}

/** Adds what the service says of itself to every request. */
export function withOwnHeaders(
  call: { readonly api: { readonly id: string }; readonly traceId?: string },
  headers: (readonly [string, string])[],
): HeaderList {
  addMissing(headers, 'Accept', 'application/json');
  addMissing(headers, 'User-Agent', `AmazonAPIGateway_${call.api.id}`);
  if (call.traceId !== undefined) headers.push(['X-Amzn-Trace-Id', call.traceId]);
  headers.push(['X-Amzn-Apigateway-Api-Id', call.api.id]);
  return headers;
}

/** The mapped headers that may go out. */
export function mappedHeaders(mapped: HeaderList): (readonly [string, string])[] {
  return mapped.filter(([name]) => !NOT_MAPPED.has(name.toLowerCase()));
}

function addMissing(headers: (readonly [string, string])[], name: string, value: string): void {
  const wanted = name.toLowerCase();
  if (!headers.some(([known]) => known.toLowerCase() === wanted)) headers.push([name, value]);
}
