import type { WebSocketRouteModel } from '../../model';
import { Refusal } from '../../rest/refusal';
import { checkQuota } from '../../traffic/quota';
import { accountBucket } from '../../traffic/account-limit';
import { bucketOf } from '../../traffic/throttle';
import type { BucketDemand } from '../../traffic/token-buckets';
import { planOfUse, stageOf } from '../../traffic/usage-plans';
import type { WebSocketCall } from '../call';
import { CONNECT_LIMIT } from '../limits';

/** New connections of an account have a limit of their own. @throws Refusal THROTTLED */
export function checkConnectRate(call: WebSocketCall): void {
  const { accountId, region } = call.api.origin;
  take(call, [{ key: `connections of account ${accountId} ${region}`, limit: CONNECT_LIMIT }]);
}

/** Takes a token of every bucket that the call falls under: plan, stage or route, account. @throws Refusal THROTTLED */
export function checkThrottle(call: WebSocketCall, route: WebSocketRouteModel): void {
  take(call, [...planBuckets(call, route), routeBucket(call, route), accountBucket(call)]);
}

/** Calls to routes that require a key count against its quota. @throws Refusal QUOTA_EXCEEDED */
export function checkRouteQuota(call: WebSocketCall, route: WebSocketRouteModel): void {
  if (route.apiKeyRequired) checkQuota(call, call.keyUse);
}

function take({ services }: WebSocketCall, demands: readonly BucketDemand[]): void {
  const empty = services.state.throttles.take(demands);
  if (!empty) return;
  throw new Refusal('THROTTLED', {
    reason: `no token left: ${empty.key} allows ${empty.limit.rate} a second, ${empty.limit.burst} at once`,
  });
}

function planBuckets(call: WebSocketCall, route: WebSocketRouteModel): BucketDemand[] {
  const plan = route.apiKeyRequired && call.keyUse ? planOfUse(call, call.keyUse) : undefined;
  if (!plan || !call.keyUse) return [];
  const owner = `usage plan ${plan.name} key ${call.keyUse.apiKeyId}`;
  const settings = stageOf(plan, { apiId: call.api.id, stage: call.stage.name })?.throttle[route.routeKey];
  const { accountLimit } = call.services;
  const demands = [
    bucketOf(`${owner} ${call.api.id}/${call.stage.name} ${route.routeKey}`, settings, accountLimit),
    bucketOf(owner, plan.throttle, accountLimit),
  ];
  return demands.filter((demand) => demand !== undefined);
}

/** Routes without a setting of their own share the stage's bucket. */
function routeBucket({ api, stage, services }: WebSocketCall, { routeKey }: WebSocketRouteModel): BucketDemand {
  const own = Object.hasOwn(stage.routeSettings, routeKey) ? stage.routeSettings[routeKey] : {};
  const { defaultRouteSettings: wide } = stage;
  const isOwn = own.throttlingRateLimit !== undefined || own.throttlingBurstLimit !== undefined;
  const name = `stage ${api.id}/${stage.name}`;
  return {
    key: isOwn ? `${name} ${routeKey}` : name,
    limit: {
      rate: own.throttlingRateLimit ?? wide.throttlingRateLimit ?? services.accountLimit.rate,
      burst: own.throttlingBurstLimit ?? wide.throttlingBurstLimit ?? services.accountLimit.burst,
    },
  };
}
