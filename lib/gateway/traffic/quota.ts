import type { KeyUse, RoutedCall } from '../rest/call';
import { Refusal } from '../rest/refusal';
import { planOfUse } from './usage-plans';

/**
 * Counts the call against the quota of its key's plan.
 * @throws Refusal QUOTA_EXCEEDED
 */
export function checkQuota(call: Pick<RoutedCall, 'services'>, use: KeyUse | undefined): void {
  const plan = use && planOfUse(call, use);
  if (!use || !plan?.quota) return;
  if (call.services.state.quotas.use(`${plan.id} ${use.apiKeyId}`, plan.quota)) return;
  throw new Refusal('QUOTA_EXCEEDED', {
    reason: `the quota of usage plan "${plan.name}" (${plan.quota.limit} a ${plan.quota.period}) is used up for this key`,
  });
}
