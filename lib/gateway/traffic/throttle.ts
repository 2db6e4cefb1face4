import type { RestMethodModel, RestStageModel, ThrottleSettings, UsagePlanModel } from '../model';
import type { KeyUse, RoutedCall } from '../rest/call';
import { Refusal } from '../rest/refusal';
import { accountBucket } from './account-limit';
import { ownSettings, stageWideSettings } from './method-settings';
import type { BucketDemand, BucketLimit } from './token-buckets';
import { planOfUse, stageOf } from './usage-plans';

/**
 * Takes a token of every bucket that the call falls under: plan and method, plan, stage and method, account.
 * @throws Refusal THROTTLED
 */
export function checkThrottle(call: RoutedCall, use: KeyUse | undefined): void {
  const empty = call.services.state.throttles.take(bucketsOf(call, use));
  if (!empty) return;
  throw new Refusal('THROTTLED', {
    reason: `no token left: ${empty.key} allows ${empty.limit.rate} requests a second, ${empty.limit.burst} at once`,
  });
}

function bucketsOf(call: RoutedCall, use: KeyUse | undefined): readonly BucketDemand[] {
  const common = commonBuckets(call);
  return use ? [...planBuckets(call, use), ...common] : common;
}

type ByMethod = Map<RestMethodModel, readonly BucketDemand[]>;
const known = new WeakMap<RestStageModel, ByMethod>();

/** Those that every caller falls under: the same for each call of a method, so that they are made once. */
function commonBuckets(call: RoutedCall): readonly BucketDemand[] {
  const methods = known.get(call.stage) ?? remember(call.stage);
  const buckets = methods.get(call.method);
  if (buckets) return buckets;
  const made = [stageBucket(call), accountBucket(call)];
  methods.set(call.method, made);
  return made;
}

function remember(stage: RestStageModel): ByMethod {
  const methods: ByMethod = new Map();
  known.set(stage, methods);
  return methods;
}

function planBuckets(call: RoutedCall, use: KeyUse): BucketDemand[] {
  const plan = planOfUse(call, use);
  if (!plan) return [];
  const owner = `usage plan ${plan.name} key ${use.apiKeyId}`;
  const [method, settings] = planMethodSettings(call, plan);
  const { accountLimit } = call.services;
  return [
    bucketOf(`${owner} ${call.api.id}/${call.stage.name}${method}`, settings, accountLimit),
    bucketOf(owner, plan.throttle, accountLimit),
  ].filter((demand) => demand !== undefined);
}

/** A plan may name the method that was called, or the `ANY` that serves it. */
function planMethodSettings(call: RoutedCall, plan: UsagePlanModel): [method: string, settings?: ThrottleSettings] {
  const throttle = stageOf(plan, { apiId: call.api.id, stage: call.stage.name })?.throttle ?? {};
  const names = [call.request.method, call.method.httpMethod].flatMap((name) => {
    const path = `${call.method.resourcePath}/${name}`;
    return [path, path.replace(/^\/\//, '/')];
  });
  const named = names.find((name) => throttle[name] !== undefined);
  return named === undefined ? ['', undefined] : [named, throttle[named]];
}

/** A limit that names only one of the two takes the account's for the other. */
export function bucketOf(
  key: string,
  settings: ThrottleSettings | undefined,
  account: BucketLimit,
): BucketDemand | undefined {
  const { rateLimit, burstLimit } = settings ?? {};
  if (rateLimit === undefined && burstLimit === undefined) return undefined;
  return { key, limit: { rate: rateLimit ?? account.rate, burst: burstLimit ?? account.burst } };
}

/** Methods without a setting of their own share the stage's bucket. */
function stageBucket({ api, stage, method, services }: RoutedCall): BucketDemand {
  const own = ownSettings(stage, method);
  const stageWide = stageWideSettings(stage);
  const isOwn = own.throttlingRateLimit !== undefined || own.throttlingBurstLimit !== undefined;
  const name = `stage ${api.id}/${stage.name}`;
  return {
    key: isOwn ? `${name} ${method.httpMethod} ${method.resourcePath}` : name,
    limit: {
      rate: own.throttlingRateLimit ?? stageWide.throttlingRateLimit ?? services.accountLimit.rate,
      burst: own.throttlingBurstLimit ?? stageWide.throttlingBurstLimit ?? services.accountLimit.burst,
    },
  };
}
