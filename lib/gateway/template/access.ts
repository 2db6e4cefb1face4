import type { ApiKeyModel, UsagePlanModel } from '../model';
import type { Evaluation } from './evaluation';
import { inventId, inventMixedId } from './invented';
import { DefinitionFault } from './faults';
import { flag, optionalNumber, optionalRecord, optionalText, type Properties, record, records, text } from './read';
import type { Report } from './report';
import { hasUnknown, requireKnown } from './unknown';

export function readApiKeys(evaluation: Evaluation, report: Report): ApiKeyModel[] {
  return evaluation.resources('AWS::ApiGateway::ApiKey').flatMap((key) => {
    const { origin } = key;
    const model = report.faults.attempt(origin.path, (): ApiKeyModel => {
      const given = optionalText(key.properties, 'Value');
      if (given !== undefined && !hasUnknown(given)) checkKeyValue(given);
      return {
        origin,
        id: key.ref,
        name: optionalText(key.properties, 'Name') ?? inventId(key.ref, 12),
        value:
          given === undefined ? inventMixedId(`${key.ref}value`, 40) : requireKnown('the value of the API key', given),
        enabled: flag(key.properties, 'Enabled'),
      };
    });
    return model === undefined ? [] : [model];
  });
}

function checkKeyValue(value: string): void {
  if (value.length < 20) throw new DefinitionFault('API Key value should be at least 20 characters');
  if (value.length > 128) throw new DefinitionFault('API Key value exceeds maximum size of 128 characters');
}

export function readUsagePlans(evaluation: Evaluation, report: Report): UsagePlanModel[] {
  const keysOf = new Map<string, string[]>();
  for (const { origin, properties } of evaluation.resources('AWS::ApiGateway::UsagePlanKey')) {
    report.faults.attempt(origin.path, () => {
      const plan = text(properties, 'UsagePlanId');
      keysOf.set(plan, [...(keysOf.get(plan) ?? []), text(properties, 'KeyId')]);
    });
  }
  return evaluation.resources('AWS::ApiGateway::UsagePlan').flatMap((plan) => {
    const { origin, properties } = plan;
    const model = report.faults.attempt(origin.path, (): UsagePlanModel => {
      const throttle = readThrottle(optionalRecord(properties, 'Throttle'));
      const quota = readQuota(optionalRecord(properties, 'Quota'));
      return {
        origin,
        id: plan.ref,
        name: optionalText(properties, 'UsagePlanName') ?? origin.logicalId,
        stages: records(properties, 'ApiStages').map(readPlanStage),
        ...(throttle !== undefined && { throttle }),
        ...(quota !== undefined && { quota }),
        keyIds: keysOf.get(plan.ref) ?? [],
      };
    });
    return model === undefined ? [] : [model];
  });
}

function readPlanStage(stage: Properties): UsagePlanModel['stages'][number] {
  const throttle = Object.entries(record(stage, 'Throttle')).map(([path, settings]) => [
    path,
    readThrottle(settings as Properties) ?? {},
  ]);
  return { apiId: text(stage, 'ApiId'), stage: text(stage, 'Stage'), throttle: Object.fromEntries(throttle) };
}

function readThrottle(throttle: Properties | undefined): UsagePlanModel['throttle'] {
  if (throttle === undefined) return undefined;
  const rateLimit = optionalNumber(throttle, 'RateLimit');
  const burstLimit = optionalNumber(throttle, 'BurstLimit');
  return { ...(rateLimit !== undefined && { rateLimit }), ...(burstLimit !== undefined && { burstLimit }) };
}

function readQuota(quota: Properties | undefined): UsagePlanModel['quota'] {
  const limit = quota === undefined ? undefined : optionalNumber(quota, 'Limit');
  if (quota === undefined || limit === undefined) return undefined;
  const period = optionalText(quota, 'Period');
  if (period !== 'DAY' && period !== 'WEEK' && period !== 'MONTH') {
    throw new DefinitionFault(`Quota.Period must be DAY, WEEK or MONTH, got "${period ?? ''}"`);
  }
  return { limit, offset: optionalNumber(quota, 'Offset') ?? 0, period };
}
