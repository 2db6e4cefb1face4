import { headerValue } from '../../../server/raw';
import { bytesOf } from '../../mapping/content-handling';
import { type CustomRequest, renderCustomRequest } from '../custom-request';
import { type BackendAnswer, renderCustomResponse } from '../custom-response';
import { backendMethod, refuse, takesBody } from '../http-custom';
import type { Integration, IntegrationCall } from '../integration';
import { traceAnswer, traceRequest } from '../trace-exchange';
import { callLambda } from './call-lambda';
import { callService } from './call-service';
import { isLambdaUri, parseServiceUri } from './service-uri';

const NO_BODY = Buffer.alloc(0);

/** AWS: a function with its own event and answer, or any other service by its API. */
export const awsIntegration: Integration = async (input) => {
  const rendered = renderCustomRequest(input);
  const answer = isLambdaUri(rendered.uri) ? await callLambda(input, rendered) : await callAws(input, rendered);
  return renderCustomResponse(input, answer, rendered.overrides);
};

async function callAws(input: IntegrationCall, rendered: CustomRequest): Promise<BackendAnswer> {
  const { api, method, request, services, traceId } = input.call;
  const startedAt = services.clock.now();
  const verb = backendMethod(input);
  const answer = await callService(services, {
    uri: parseServiceUri(rendered.uri),
    method: verb,
    headers: rendered.mapped.header,
    query: rendered.mapped.querystring,
    body: takesBody(verb) ? bytesOf(rendered.body) : NO_BODY,
    contentType: takesBody(request.method) ? headerValue(request.headers, 'content-type') : undefined,
    apiId: api.id,
    traceId,
    timeoutMs: method.integration.timeoutMs,
    onSend: (request) => traceRequest(input.call, request),
  }).catch(refuse);
  const { status, headers, body } = answer;
  traceAnswer(input.call, answer);
  const requestId = headerValue(headers, 'x-amzn-requestid') ?? headerValue(headers, 'x-amz-request-id');
  const report = { latencyMs: services.clock.now() - startedAt, status, requestId };
  return { headers, body, selection: `${status}`, report };
}
