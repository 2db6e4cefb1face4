import { formatRequestTime } from '../rest/request-time';
import type { WebSocketCall } from './call';

/** `$context`, which is also `requestContext` of events: plain nested values. */
export function buildContext(call: WebSocketCall): Record<string, unknown> {
  const { client, closure, messageId, caller } = call;
  return {
    routeKey: call.routeKey || undefined,
    ...(messageId !== undefined && { messageId }),
    eventType: call.eventType,
    extendedRequestId: call.requestId,
    requestTime: formatRequestTime(call.receivedAt),
    messageDirection: 'IN',
    ...(closure && { disconnectStatusCode: closure.code, disconnectReason: closure.reason }),
    stage: call.stage.name,
    connectedAt: client.connectedAt,
    requestTimeEpoch: call.receivedAt,
    identity: buildIdentity(call),
    requestId: call.requestId,
    domainName: client.domainName,
    connectionId: client.connectionId,
    apiId: call.api.id,
    ...(caller.authorizer && { authorizer: caller.authorizer }),
  };
}

function buildIdentity({ client, caller, keyUse }: WebSocketCall): Record<string, unknown> {
  const { userAgent, sourceIp } = client;
  return {
    ...(userAgent !== undefined && { userAgent }),
    sourceIp,
    ...caller.identity,
    ...(keyUse && { apiKey: keyUse.apiKey, apiKeyId: keyUse.apiKeyId }),
  };
}
