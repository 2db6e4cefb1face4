import type { ApiKeyModel, AssemblyModel, UsagePlanModel } from '../model';
import { quotaKey, quotaOf } from './quota';
import type { GatewayState } from './state';

/** What an API key has used of its plan in the period that runs, as `GetUsage` of the service tells it. */
export interface KeyUsage {
  readonly usagePlan: string;
  readonly apiKey: string;
  /** `DAY` for plans without a quota. */
  readonly period: 'DAY' | 'WEEK' | 'MONTH';
  /** Requests that were let through. */
  readonly used: number;
  /** Undefined for plans without a quota. */
  readonly remaining?: number;
}

/** The usage of every key of every plan, used or not. */
export function usageOf({ usagePlans, apiKeys }: AssemblyModel, state: GatewayState): KeyUsage[] {
  const keys = new Map(apiKeys.map((key) => [key.id, key]));
  return usagePlans.flatMap((plan) =>
    plan.keyIds.flatMap((id) => {
      const key = keys.get(id);
      return key === undefined ? [] : usageOfKey(plan, key, state);
    }),
  );
}

function usageOfKey(plan: UsagePlanModel, key: ApiKeyModel, { quotas }: GatewayState): KeyUsage {
  const { limit, period } = quotaOf(plan);
  const used = quotas.used(quotaKey(plan, key.id), quotaOf(plan));
  return { usagePlan: plan.name, apiKey: key.name, period, used, ...(plan.quota && { remaining: limit - used }) };
}
