import { bytesOf } from '../mapping/content-handling';
import { renderCustomRequest } from './custom-request';
import { renderCustomResponse } from './custom-response';
import { callHttp, type HttpRequest } from './http/client';
import { parseEndpoint } from './http/endpoint';
import { HttpFailure, refusalOf } from './http/failure';
import { customRequestHeaders } from './http/request-headers';
import { joinQuery } from './http/request-query';
import { resolveUpstream } from './http/upstream';
import type { Integration, IntegrationCall } from './integration';
import { traceAnswer, traceRequest } from './trace-exchange';

const NO_BODY = Buffer.alloc(0);

/** HTTP: request and response both go through mappings and templates. */
export const httpCustomIntegration: Integration = async (input) => {
  const { call } = input;
  const rendered = renderCustomRequest(input);
  const method = backendMethod(input);
  const endpoint = parseEndpoint(rendered.uri);
  const request: HttpRequest = {
    method,
    endpoint: resolveUpstream(
      { ...endpoint, query: joinQuery(endpoint.query, '', rendered.mapped.querystring) },
      call.method.integration.vpcLinkId,
      call.services.upstreams,
    ),
    headers: customRequestHeaders(call, rendered),
    body: takesBody(method) ? bytesOf(rendered.body) : NO_BODY,
    timeoutMs: call.method.integration.timeoutMs,
    certificates: call.method.integration.insecureSkipVerification ? 'any' : 'verified',
    clock: call.services.clock,
  };
  const startedAt = call.services.clock.now();
  traceRequest(call, request);
  const answer = await callHttp(request).catch(refuse);
  traceAnswer(call, answer);
  const { status, headers, body } = answer;
  const report = { latencyMs: call.services.clock.now() - startedAt, status };
  return renderCustomResponse(input, { headers, body, selection: `${status}`, report }, rendered.overrides);
};

/** The verb of the integration; the client's own where the integration takes any. */
export function backendMethod({ call }: IntegrationCall): string {
  const { httpMethod } = call.method.integration;
  return httpMethod === undefined || httpMethod === 'ANY' ? call.request.method : httpMethod;
}

/** The service sends no body with these methods. */
export function takesBody(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/** @throws Refusal always: what the client is told about a failed call */
export function refuse(error: unknown): never {
  if (error instanceof HttpFailure) throw refusalOf(error);
  throw error;
}
