import type { ApiKeyModel, AssemblyModel } from '../model';
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
  if (!value) throw refuseKey(missingReason(call));
  return useKey(call, value);
}

/** The use of a key for a stage of an API of any kind. @throws Refusal INVALID_API_KEY */
export function useKey(call: KeyedCall, value: string): KeyUse {
  const { model } = call.services;
  const key = findKey(model, value);
  if (!key) throw refuseKey('no API key of the template has the value that was sent');
  if (!key.enabled) throw refuseKey(`API key "${key.name}" is disabled`);
  const plan = planOf(key, { apiId: call.api.id, stage: call.stage.name }, model);
  if (!plan) throw refuseKey(`API key "${key.name}" is in no usage plan of stage "${call.stage.name}"`);
  call.trace?.push({ stage: 'api key', text: `"${key.name}" of usage plan "${plan.name}"` });
  return { apiKey: key.value, apiKeyId: key.id, usagePlanId: plan.id };
}

/** The part of a call that keys and plans look at. */
export interface KeyedCall {
  readonly services: Pick<RoutedCall['services'], 'model'>;
  readonly api: { readonly id: string };
  readonly stage: { readonly name: string };
  readonly trace?: RoutedCall['trace'];
}

function presentedKey(call: RoutedCall, caller: Caller): string | undefined {
  if (call.api.apiKeySource === 'AUTHORIZER') return caller.usageIdentifierKey;
  return headerValue(call.request.headers, 'x-api-key');
}

const indexes = new WeakMap<AssemblyModel['apiKeys'], ReadonlyMap<string, ApiKeyModel>>();

/** An API may have thousands of keys, so they are looked up, not searched. */
function findKey({ apiKeys }: AssemblyModel, value: string): ApiKeyModel | undefined {
  let index = indexes.get(apiKeys);
  if (!index) {
    index = new Map(apiKeys.map((key) => [key.value, key]));
    indexes.set(apiKeys, index);
  }
  return index.get(value);
}

function missingReason(call: RoutedCall): string {
  return call.api.apiKeySource === 'AUTHORIZER'
    ? 'the authorizer named no usageIdentifierKey, and the API takes its keys from there'
    : 'the method requires an API key, and there is no x-api-key header';
}

/** A call without a key that may be used. */
export function refuseKey(reason: string): Refusal {
  return new Refusal('INVALID_API_KEY', { message: 'Forbidden', reason });
}
