import { failureReason } from '../../lambda/failure-reason';
import type { WebSocketRouteModel, WebSocketStageModel } from '../../model';
import { MalformedResult, parseLambdaProxyResult } from '../../rest/events/lambda-proxy-result';
import { refusalOfInvocation } from '../../rest/integrations/lambda-proxy';
import { findFunction, type LambdaTarget } from '../../rest/integrations/lambda-proxy-target';
import { renderStageVariables } from '../../rest/mapping/render-uri';
import type { RoutedCall } from '../call';
import { buildEvent } from '../events/event';
import type { BackendResult, Integration } from './integration';

/** AWS_PROXY: the call as an event. A handshake takes the function's status, a message what it answered. */
export const lambdaProxyIntegration: Integration = async (input) => {
  const { call, context } = input;
  const { arn, qualifier } = findTarget(input);
  const payload = JSON.stringify(buildEvent(call, context));
  call.trace?.push({ stage: 'integration request', text: `event for ${arn}: ${payload}` });
  const { functions, clock } = call.services;
  const startedAt = clock.now();
  try {
    const result = await functions.invoke(arn, payload, { qualifier, traceId: call.handshake?.traceId });
    call.trace?.push({ stage: 'integration response', text: result.payload });
    if (result.functionError) throw new MalformedResult(failureReason(result.payload));
    const report = { latencyMs: clock.now() - startedAt, status: 200, requestId: result.requestId };
    return { ...answerOf(input, result.payload), report };
  } catch (error) {
    throw refusalOfInvocation(error);
  }
};

interface Settled {
  readonly stage: WebSocketStageModel;
  readonly target: LambdaTarget;
}

/** What holds for every call of a route, so that it is found out once. */
const settled = new WeakMap<WebSocketRouteModel, Settled>();

/** The function of an integration, if its permissions let this route call it. @throws Refusal */
export function findTarget({ call, route, integration }: RoutedCall): LambdaTarget {
  const { stage, services } = call;
  const known = settled.get(route);
  if (known?.stage === stage) return known.target;
  const uri = renderStageVariables(integration.uri, stage.variables);
  const target = findFunction(call, { uri, credentials: integration.credentials, sources: [route.routeKey] });
  if (services.model.functions.has(target.arn)) settled.set(route, { stage, target });
  return target;
}

function answerOf({ call }: RoutedCall, payload: string): Pick<BackendResult, 'status' | 'headers' | 'reply'> {
  if (call.eventType !== 'CONNECT') return { status: 200, headers: [], reply: replyOf(payload) };
  const { status, headers, body } = parseLambdaProxyResult(payload);
  return { status, headers, reply: body };
}

/** The body that the function named, or, without one, all that it answered. */
function replyOf(payload: string): string {
  if (!payload.includes('"body"')) return payload;
  const result: unknown = JSON.parse(payload);
  const body = typeof result === 'object' && result !== null && 'body' in result ? result.body : undefined;
  if (body === undefined || body === null) return payload;
  return typeof body === 'string' ? body : JSON.stringify(body);
}
