import { callHttp, type HttpRequest } from '../../rest/integrations/http/client';
import { decodeContent } from '../../rest/integrations/http/content-encoding';
import { parseEndpoint } from '../../rest/integrations/http/endpoint';
import { mappedHeaders, proxyRequestHeaders, withOwnHeaders } from '../../rest/integrations/http/request-headers';
import { joinQuery } from '../../rest/integrations/http/request-query';
import { resolveUpstream } from '../../rest/integrations/http/upstream';
import { refuse, takesBody } from '../../rest/integrations/http-custom';
import type { IntegrationReport } from '../../rest/integrations/integration';
import { traceAnswer, traceRequest } from '../../rest/integrations/trace-exchange';
import { type HeaderList, headerValue } from '../../server/raw';
import type { RoutedCall } from '../call';
import type { RenderedRequest } from './render-request';

export interface HttpBackendAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer;
  readonly report: IntegrationReport;
}

type Outgoing = Omit<RenderedRequest, 'overrides'>;

const NO_BODY = Buffer.alloc(0);

/** Sends what mappings and templates made, and nothing of the client. @throws Refusal */
export function customSend(input: RoutedCall, outgoing: Outgoing): Promise<HttpBackendAnswer> {
  return send(input, outgoing, { clientQuery: '', headers: ownHeaders(input, outgoing) });
}

/** Sends what is mapped over what the client sent. @throws Refusal */
export function proxySend(input: RoutedCall, outgoing: Outgoing): Promise<HttpBackendAnswer> {
  const { call } = input;
  const { handshake } = call;
  if (!handshake) return customSend(input, outgoing);
  const { request, traceId } = handshake;
  const source = {
    api: { id: call.api.id },
    request,
    traceId,
    requestId: call.requestId,
    domainName: call.client.domainName,
  };
  return send(input, outgoing, {
    clientQuery: request.query,
    headers: proxyRequestHeaders(source, outgoing.mapped.header),
  });
}

function ownHeaders({ call }: RoutedCall, { mapped }: Outgoing): HeaderList {
  const headers = [...mappedHeaders(mapped.header)];
  if (headerValue(headers, 'content-type') === undefined) headers.push(['Content-Type', 'application/json']);
  return withOwnHeaders({ api: call.api, traceId: call.handshake?.traceId }, headers);
}

async function send(
  { call, integration }: RoutedCall,
  { uri, mapped, body }: Outgoing,
  client: { readonly clientQuery: string; readonly headers: HeaderList },
): Promise<HttpBackendAnswer> {
  const { clock, upstreams } = call.services;
  const method = verbOf(integration.httpMethod);
  const endpoint = parseEndpoint(uri);
  const query = joinQuery(endpoint.query, client.clientQuery, mapped.querystring);
  const request: HttpRequest = {
    method,
    endpoint: resolveUpstream({ ...endpoint, query }, undefined, upstreams),
    headers: client.headers,
    body: takesBody(method) ? body : NO_BODY,
    timeoutMs: integration.timeoutMs,
    certificates: 'verified',
    clock,
  };
  const startedAt = clock.now();
  traceRequest(call, request);
  const answer = await callHttp(request).catch(refuse);
  traceAnswer(call, answer);
  const { status, headers } = answer;
  const decoded = await decodeContent(answer.body, headerValue(headers, 'content-encoding')).catch(refuse);
  return { status, headers, body: decoded, report: { latencyMs: clock.now() - startedAt, status } };
}

/** A message has no verb of its own. */
export function verbOf(httpMethod: string | undefined): string {
  return httpMethod === undefined || httpMethod === 'ANY' ? 'POST' : httpMethod;
}
