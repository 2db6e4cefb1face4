import type { Readable } from 'node:stream';
import { headerValue, type HeaderList } from '../../server/raw';
import { passAsText } from '../mapping/content-handling';
import { refuseForbiddenHeaders } from '../mapping/forbidden-headers';
import { mapRequestParameters, namesOf } from '../mapping/request-parameters';
import { renderUri } from '../mapping/render-uri';
import { firstMediaType, isBinaryType } from '../media-types';
import { callHttp, type HttpRequest, streamHttp } from './http/client';
import { decodeContent, decodeStream } from './http/content-encoding';
import { parseEndpoint } from './http/endpoint';
import { proxyRequestHeaders } from './http/request-headers';
import { joinQuery } from './http/request-query';
import { resolveUpstream } from './http/upstream';
import { backendMethod, refuse, takesBody } from './http-custom';
import type { Integration, IntegrationCall } from './integration';
import { traceAnswer, traceRequest } from './trace-exchange';

const NO_BODY = Buffer.alloc(0);

/** HTTP_PROXY: the request goes through with its query and headers, the answer comes back with its status. */
export const httpProxyIntegration: Integration = async (input) => {
  const request = buildRequest(input);
  const { clock } = input.call.services;
  traceRequest(input.call, request);
  const startedAt = clock.now();
  const isStream = input.call.method.integration.responseTransferMode === 'STREAM';
  const answer = await (isStream ? streamHttp(request) : callHttp(request)).catch(refuse);
  traceAnswer(input.call, answer);
  const report = { latencyMs: clock.now() - startedAt, status: answer.status };
  const body = await receive(input, answer.headers, answer.body).catch(refuse);
  return { status: answer.status, headers: answer.headers, body, report };
};

function buildRequest(input: IntegrationCall): HttpRequest {
  const { call, context } = input;
  const { integration } = call.method;
  const mapped = mapRequestParameters(integration.requestParameters, call, context);
  refuseForbiddenHeaders('HTTP_PROXY', namesOf(mapped.header));
  const uri = renderUri(integration.uri ?? '', mapped.path, call.stageVariables);
  const { secure, hostname, port, host, path, query: own } = parseEndpoint(uri);
  const query = joinQuery(own, call.request.query, mapped.querystring);
  const endpoint = { secure, hostname, port, host, path, query };
  const method = backendMethod(input);
  return {
    method,
    endpoint: resolveUpstream(endpoint, integration.vpcLinkId, call.services.upstreams),
    headers: proxyRequestHeaders(call, mapped.header),
    body: takesBody(method) ? asSent(input, call.request.headers, call.request.body) : NO_BODY,
    timeoutMs: integration.timeoutMs,
    certificates: integration.insecureSkipVerification ? 'any' : 'verified',
    clock: call.services.clock,
  };
}

async function receive(
  input: IntegrationCall,
  headers: HeaderList,
  body: Buffer | Readable,
): Promise<Buffer | Readable> {
  const encoding = headerValue(headers, 'content-encoding');
  if (!Buffer.isBuffer(body)) return decodeStream(body, encoding);
  return asSent(input, headers, await decodeContent(body, encoding));
}

// Bytes survive only under the API's binary media types; everything else goes through the service as text.
function asSent({ call }: IntegrationCall, headers: HeaderList, body: Buffer): Buffer {
  if (body.length === 0) return body;
  const mediaType = firstMediaType(headerValue(headers, 'content-type'));
  return isBinaryType(call.api.binaryMediaTypes, mediaType) ? body : passAsText(body);
}
