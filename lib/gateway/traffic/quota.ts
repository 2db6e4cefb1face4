import type { UsagePlanModel } from '../model';
import type { KeyUse, RoutedCall } from '../rest/call';
import { Refusal } from '../rest/refusal';
import type { Quota } from './quota-counters';
import { planOfUse } from './usage-plans';

/** Plans without a quota count too: by day, as the service reports usage. */
const UNLIMITED: Quota = { limit: Number.POSITIVE_INFINITY, offset: 0, period: 'DAY' };

export function quotaOf(plan: UsagePlanModel): Quota {
  return plan.quota ?? UNLIMITED;
}

export function quotaKey(plan: UsagePlanModel, apiKeyId: string): string {
  return `${plan.id} ${apiKeyId}`;
}

/**
 * Counts the call against the quota of its key's plan.
 * @throws Refusal QUOTA_EXCEEDED
 */
export function checkQuota(call: Pick<RoutedCall, 'services' | 'trace'>, use: KeyUse | undefined): void {
  const plan = use && planOfUse(call, use);
  if (!use || !plan) return;
  const { quotas } = call.services.state;
  const quota = quotaOf(plan);
  const key = quotaKey(plan, use.apiKeyId);
  if (!quotas.use(key, quota)) {
    throw new Refusal('QUOTA_EXCEEDED', {
      reason: `the quota of usage plan "${plan.name}" (${quota.limit} a ${quota.period}) is used up for this key`,
    });
  }
  const limit = plan.quota ? ` of ${plan.quota.limit}` : '';
  call.trace?.push({
    stage: 'quota',
    text: `request ${quotas.used(key, quota)}${limit} this ${quota.period.toLowerCase()}`,
  });
}
