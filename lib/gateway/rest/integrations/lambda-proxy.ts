import { failureReason } from '../../lambda/failure-reason';
import { InvokeRefusal, type InvokeOptions, type InvokeResult } from '../../lambda/invoker';
import { headerValue } from '../../server/raw';
import type { RoutedCall } from '../call';
import { buildLambdaProxyEvent } from '../events/lambda-proxy-event';
import { type LambdaProxyResult, MalformedResult, parseLambdaProxyResult } from '../events/lambda-proxy-result';
import { refuseForbiddenHeaders } from '../mapping/forbidden-headers';
import { firstMediaType, isBinaryType } from '../media-types';
import { Refusal } from '../refusal';
import type { Integration, IntegrationAnswer, IntegrationCall } from './integration';
import { answerFromStream } from './lambda-proxy-stream';
import { configurationError, findLambdaTarget } from './lambda-proxy-target';

const MAPPED_HEADER = 'integration.request.header.';

/** AWS_PROXY: the request as an event, the function's answer as the response. */
export const lambdaProxyIntegration: Integration = async (input) => {
  const { call } = input;
  const { integration } = call.method;
  if (integration.httpMethod !== 'POST') {
    throw configurationError(`a Lambda integration is called by POST, this one says "${integration.httpMethod}"`);
  }
  refuseMappedHeaders(integration.requestParameters);
  const { arn, qualifier } = findLambdaTarget(call);
  const payload = JSON.stringify(buildLambdaProxyEvent(input));
  call.trace?.push({ stage: 'integration request', text: `event for ${arn}: ${payload}` });
  const options: InvokeOptions = { qualifier, traceId: call.traceId };
  const { functions, clock } = call.services;
  const startedAt = clock.now();
  try {
    if (integration.responseTransferMode === 'STREAM') {
      const stream = await functions.invokeStream(arn, payload, options);
      return await answerFromStream(stream, () => clock.now() - startedAt);
    }
    const result = await functions.invoke(arn, payload, options);
    return answerFrom(input, result, clock.now() - startedAt);
  } catch (error) {
    throw refusalOfInvocation(error);
  }
};

function refuseMappedHeaders(requestParameters: Readonly<Record<string, string>>): void {
  for (const name in requestParameters) {
    if (name.startsWith(MAPPED_HEADER)) refuseForbiddenHeaders('AWS_PROXY', [name.slice(MAPPED_HEADER.length)]);
  }
}

function answerFrom({ call }: IntegrationCall, result: InvokeResult, latencyMs: number): IntegrationAnswer {
  call.trace?.push({ stage: 'integration response', text: result.payload });
  if (result.functionError) throw new MalformedResult(failureReason(result.payload));
  const answer = parseLambdaProxyResult(result.payload);
  return {
    status: answer.status,
    headers: answer.headers,
    body: isDecoded(call, answer) ? decodeBase64(answer) : Buffer.from(answer.body),
    report: { latencyMs, status: 200, requestId: result.requestId },
  };
}

/** By what the function says and the first type that the client accepts; its own content type plays no part. */
function isDecoded({ api, request }: RoutedCall, { isBase64Encoded }: LambdaProxyResult): boolean {
  if (!isBase64Encoded) return false;
  return isBinaryType(api.binaryMediaTypes, firstMediaType(headerValue(request.headers, 'accept')));
}

function decodeBase64({ body }: Pick<LambdaProxyResult, 'body'>): Buffer {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(body)) {
    throw configurationError('the function says isBase64Encoded, and the body is not base64');
  }
  return Buffer.from(body, 'base64');
}

/** What the client is told when a function gave no answer that can be used. */
export function refusalOfInvocation(error: unknown): unknown {
  if (error instanceof MalformedResult) {
    return new Refusal('DEFAULT_5XX', { status: 502, message: 'Internal server error', reason: error.message });
  }
  if (!(error instanceof InvokeRefusal)) return error;
  const reason = `Lambda refused the call, ${error.errorType}: ${error.message}`;
  if (error.errorType === 'RequestTooLargeException') return new Refusal('REQUEST_TOO_LARGE', { reason });
  return new Refusal('INTEGRATION_FAILURE', { status: 500, message: 'Internal server error', reason });
}
