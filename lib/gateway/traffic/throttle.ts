import type { RestMethodModel, RestStageModel, ThrottleSettings, UsagePlanModel } from '../model';
import type { KeyUse, RoutedCall } from '../rest/call';
import { Refusal } from '../rest/refusal';
import { ownSettings, stageWideSettings } from './method-settings';
import type { BucketDemand } from './token-buckets';
import { planOfUse, stageOf } from './usage-plans';

/** The account's own limit in a region, and what a stage falls back to. */
export const ACCOUNT_LIMIT = { rate: 10_000, burst: 5_000 };

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
  const { accountId, region } = call.api.origin;
  const made = [stageBucket(call), { key: `account ${accountId} ${region}`, limit: ACCOUNT_LIMIT }];
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
  return [
    bucketOf(`${owner} ${call.api.id}/${call.stage.name}${method}`, settings),
    bucketOf(owner, plan.throttle),
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
export function bucketOf(key: string, settings: ThrottleSettings | undefined): BucketDemand | undefined {
  const { rateLimit, burstLimit } = settings ?? {};
  if (rateLimit === undefined && burstLimit === undefined) return undefined;
  return { key, limit: { rate: rateLimit ?? ACCOUNT_LIMIT.rate, burst: burstLimit ?? ACCOUNT_LIMIT.burst } };
}

/** Methods without a setting of their own share the stage's bucket. */
function stageBucket({ api, stage, method }: RoutedCall): BucketDemand {
  const own = ownSettings(stage, method);
  const stageWide = stageWideSettings(stage);
  const isOwn = own.throttlingRateLimit !== undefined || own.throttlingBurstLimit !== undefined;
  const name = `stage ${api.id}/${stage.name}`;
  return {
    key: isOwn ? `${name} ${method.httpMethod} ${method.resourcePath}` : name,
    limit: {
      rate: own.throttlingRateLimit ?? stageWide.throttlingRateLimit ?? ACCOUNT_LIMIT.rate,
      burst: own.throttlingBurstLimit ?? stageWide.throttlingBurstLimit ?? ACCOUNT_LIMIT.burst,
    },
  };
}
