import type { WebSocketRouteModel } from '../model';
import { Refusal } from '../rest/refusal';
import { validateAgainstModel } from '../rest/schema-validation';
import { headerValues } from '../server/raw';
import type { Handshake, WebSocketCall } from './call';
import { JsonBody } from './selection/json-body';
import { evaluateSelection } from './selection/evaluate';

const PARAMETER = /^route\.request\.(header|querystring)\.(.+)$/s;

/** A handshake must bring what `$connect` requires. @throws Refusal BAD_REQUEST_PARAMETERS */
export function validateParameters({ request, query }: Handshake, { requestParameters }: WebSocketRouteModel): void {
  const missing = Object.keys(requestParameters).filter((key) => {
    const [, place, name] = PARAMETER.exec(key) ?? [];
    if (!requestParameters[key] || place === undefined) return false;
    const values = place === 'header' ? headerValues(request.headers, name) : (query.get(name) ?? []);
    return !values.some((value) => value.trim() !== '');
  });
  if (missing.length === 0) return;
  const names = missing.map((key) => key.replace(PARAMETER, '$2')).sort();
  const message = `Missing required request parameters: [${names.join(', ')}]`;
  throw new Refusal('BAD_REQUEST_PARAMETERS', { message, validationError: message, reason: message });
}

/** A message must satisfy the model that the route's expression selects for it. @throws Refusal BAD_REQUEST_BODY */
export function validateMessage(call: WebSocketCall, route: WebSocketRouteModel): void {
  const { modelSelectionExpression, requestModels } = route;
  if (modelSelectionExpression === undefined) return;
  const body = new JsonBody(call.body);
  const key = evaluateSelection(modelSelectionExpression, { body, stageVariables: call.stage.variables });
  const chosen = [key, '$default'].find((name) => Object.hasOwn(requestModels, name));
  if (chosen === undefined) throw refuse(`no model is named "${key}", and none is the default`);
  if (body.value === undefined) throw refuse('the message is no JSON');
  const faults = validateAgainstModel(call.api, requestModels[chosen], body.value);
  if (faults.length > 0) throw refuse(`[${faults.join(', ')}]`);
}

function refuse(validationError: string): Refusal {
  return new Refusal('BAD_REQUEST_BODY', {
    message: 'Invalid request body',
    validationError,
    reason: `the message is refused by the route's model: ${validationError}`,
  });
}
