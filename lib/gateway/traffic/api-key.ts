import type { Caller, KeyUse, RoutedCall } from '../rest/call';
import { Refusal } from '../rest/refusal';
import { headerValue } from '../server/raw';
import { planOf } from './usage-plans';

/**
 * The key that a call to a method with `ApiKeyRequired` was made with; undefined for other methods, whose
 * calls no plan counts.
 * @throws Refusal INVALID_API_KEY
 */
export function checkApiKey(call: RoutedCall, caller: Caller): KeyUse | undefined {
  if (!call.method.apiKeyRequired) return undefined;
  const value = presentedKey(call, caller);
  if (!value) throw refuse(missingReason(call));
  const { model } = call.services;
  const keys = model.apiKeys.filter((key) => key.value === value);
  if (keys.length === 0) throw refuse('no API key of the template has the value that was sent');
  const key = keys.find(({ enabled }) => enabled);
  if (!key) throw refuse(`API key "${keys[0].name}" is disabled`);
  const plan = planOf(key, { apiId: call.api.id, stage: call.stage.name }, model);
  if (!plan) throw refuse(`API key "${key.name}" is in no usage plan of stage "${call.stage.name}"`);
  return { apiKey: key.value, apiKeyId: key.id, usagePlanId: plan.id };
}

function presentedKey(call: RoutedCall, caller: Caller): string | undefined {
  if (call.api.apiKeySource === 'AUTHORIZER') return caller.usageIdentifierKey;
  return headerValue(call.request.headers, 'x-api-key');
}

function missingReason(call: RoutedCall): string {
  return call.api.apiKeySource === 'AUTHORIZER'
    ? 'the authorizer named no usageIdentifierKey, and the API takes its keys from there'
    : 'the method requires an API key, and there is no x-api-key header';
}

function refuse(reason: string): Refusal {
  return new Refusal('INVALID_API_KEY', { message: 'Forbidden', reason });
}
