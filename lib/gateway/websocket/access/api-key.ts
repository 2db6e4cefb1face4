import type { WebSocketRouteModel } from '../../model';
import type { KeyUse } from '../../rest/call';
import { refuseKey, useKey } from '../../traffic/api-key';
import type { WebSocketCall } from '../call';
import { evaluateSelection } from '../selection/evaluate';

/**
 * The API key of a call to a route that requires one: a handshake brings it, what comes afterwards has the handshake's.
 * @throws Refusal INVALID_API_KEY
 */
export function checkApiKey(call: WebSocketCall, route: WebSocketRouteModel): KeyUse | undefined {
  if (!call.handshake) {
    if (route.apiKeyRequired && !call.keyUse) throw refuseKey('the route requires an API key, and $connect took none');
    return call.keyUse;
  }
  if (!route.apiKeyRequired) return undefined;
  const expression = call.api.apiKeySelectionExpression;
  const value = evaluateSelection(expression, {
    headers: call.handshake.request.headers,
    query: call.handshake.query,
    stageVariables: call.stage.variables,
    context: { authorizer: { usageIdentifierKey: call.caller.usageIdentifierKey } },
  });
  if (value === '') throw refuseKey(`the route requires an API key, and "${expression}" leads to none`);
  return useKey(call, value);
}
