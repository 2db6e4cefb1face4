import type { ApiKeyModel, AssemblyModel, UsagePlanModel } from '../model';
import type { KeyUse, RestCall } from '../rest/call';

export type PlanStage = UsagePlanModel['stages'][number];

/** The plan that lets a key use a stage. */
export function planOf(key: ApiKeyModel, at: { readonly apiId: string; readonly stage: string }, model: AssemblyModel) {
  return model.usagePlans.find((plan) => plan.keyIds.includes(key.id) && stageOf(plan, at) !== undefined);
}

/** The stage's entry of a plan. */
export function stageOf(
  plan: UsagePlanModel,
  at: { readonly apiId: string; readonly stage: string },
): PlanStage | undefined {
  return plan.stages.find((entry) => entry.apiId === at.apiId && entry.stage === at.stage);
}

/** The plan of a key that passed `checkApiKey`. */
export function planOfUse(
  call: { readonly services: Pick<RestCall['services'], 'model'> },
  use: KeyUse,
): UsagePlanModel | undefined {
  return call.services.model.usagePlans.find((plan) => plan.id === use.usagePlanId);
}
