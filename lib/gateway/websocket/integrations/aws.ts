import { failureReason } from '../../lambda/failure-reason';
import { callFunction, mappedOptions } from '../../rest/integrations/aws/call-lambda';
import { callService } from '../../rest/integrations/aws/call-service';
import { isLambdaUri, parseServiceUri } from '../../rest/integrations/aws/service-uri';
import { refuse, takesBody } from '../../rest/integrations/http-custom';
import { traceAnswer, traceRequest } from '../../rest/integrations/trace-exchange';
import { Refusal } from '../../rest/refusal';
import { headerValue } from '../../server/raw';
import type { RoutedCall } from '../call';
import type { Integration } from './integration';
import { findTarget } from './lambda-proxy';
import { type RenderedRequest, renderRequest } from './render-request';
import { type CustomAnswer, renderResponse, selectResponse } from './render-response';
import { verbOf } from './send-http';

const NO_BODY = Buffer.alloc(0);

/** AWS: a function with an event and an answer of the API's making, or any other service by its API. */
export const awsIntegration: Integration = async (input) => {
  const rendered = renderRequest(input);
  const answer = isLambdaUri(rendered.uri) ? await askFunction(input, rendered) : await askService(input, rendered);
  return renderResponse(input, answer, rendered.overrides);
};

async function askFunction(input: RoutedCall, { mapped, body }: RenderedRequest): Promise<CustomAnswer> {
  const { call, integration } = input;
  const { arn, qualifier } = findTarget(input);
  const event = body.length === 0 ? '{}' : body.toString('utf8');
  const options = { ...mappedOptions(mapped.header), traceId: call.handshake?.traceId, qualifier };
  const answer = await callFunction(call, arn, event, options);
  const isAnswered = call.eventType !== 'CONNECT' && selectResponse(integration.responses, answer.selection);
  if (answer.report.error !== undefined && !isAnswered) {
    throw new Refusal('DEFAULT_5XX', {
      status: 502,
      message: 'Internal server error',
      reason: failureReason(answer.body.toString('utf8')),
    });
  }
  return { ...answer, status: answer.report.status ?? 200 };
}

async function askService(
  { call, integration }: RoutedCall,
  { uri, mapped, body }: RenderedRequest,
): Promise<CustomAnswer> {
  const { services, api, handshake } = call;
  const method = verbOf(integration.httpMethod);
  const startedAt = services.clock.now();
  const answer = await callService(services, {
    uri: parseServiceUri(uri),
    method,
    headers: mapped.header,
    query: mapped.querystring,
    body: takesBody(method) ? body : NO_BODY,
    contentType: 'application/json',
    apiId: api.id,
    traceId: handshake?.traceId,
    timeoutMs: integration.timeoutMs,
    onSend: (request) => traceRequest(call, request),
  }).catch(refuse);
  const { status, headers } = answer;
  traceAnswer(call, answer);
  const requestId = headerValue(headers, 'x-amzn-requestid') ?? headerValue(headers, 'x-amz-request-id');
  const report = { latencyMs: services.clock.now() - startedAt, status, requestId };
  return { status, headers, body: answer.body, selection: `${status}`, report };
}
