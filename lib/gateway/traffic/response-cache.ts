import { mayInvalidateCache } from '../authorizers/cache-invalidation';
import type { IntegrationAnswer, IntegrationCall } from '../rest/integrations/integration';
import type { RoutedCall } from '../rest/call';
import { headerValues } from '../server/raw';
import { cacheKey } from './cache-key';
import { ownSettings, stageWideSettings } from './method-settings';
import type { CachedAnswer } from './response-store';

export interface CacheLookup {
  /** The kept answer, ready to send: the integration is not called. */
  readonly hit?: IntegrationAnswer;
  /** Keeps the integration's answer where it may be kept, and gives back the one to send. */
  keep(answer: IntegrationAnswer): IntegrationAnswer;
}

const DEFAULT_TTL_SECONDS = 300;
const MAX_CACHED_BYTES = 1_048_576;
const INVALIDATION_WARNING = '199 Cache-control headers were ignored because the caller was unauthorized.';

const NO_CACHE: CacheLookup = { keep: (answer) => answer };

/**
 * Looks for an answer that the stage's cache still has. Invalidation by `Cache-Control` needs
 * `execute-api:InvalidateCache`; without it the header is ignored and the answer carries a warning.
 */
export function lookUpCache(input: IntegrationCall): CacheLookup {
  const { call } = input;
  const size = call.stage.cacheClusterSize;
  const ttlMs = size === undefined ? 0 : ttlOf(call) * 1000;
  if (size === undefined || ttlMs === 0) return NO_CACHE;
  const cluster = call.services.state.responses.cluster(clusterName(call), size);
  const key = cacheKey(input);
  const refresh = wantsRefresh(call);
  const mayRefresh = refresh && mayInvalidateCache(call, input.caller);
  const finish = (answer: IntegrationAnswer) => (refresh && !mayRefresh ? withWarning(answer) : answer);
  const kept = mayRefresh ? undefined : cluster.get(key);
  call.trace?.push({ stage: 'cache', text: `${kept ? 'hit' : 'miss'}, key ${key}` });
  return {
    ...(kept && { hit: finish({ ...kept, report: { latencyMs: 0 } }) }),
    keep(answer) {
      const { status, headers, body } = answer;
      if (Buffer.isBuffer(body)) {
        const entry: CachedAnswer = { status, headers, body };
        const weight = weightOf(entry);
        if (weight <= MAX_CACHED_BYTES) cluster.set(key, entry, { ttlMs, weight });
      }
      return finish(answer);
    },
  };
}

/** 0: not cached. The stage-wide setting speaks of GET only, every other method needs its own. */
function ttlOf(call: RoutedCall): number {
  const own = ownSettings(call.stage, call.method);
  const stageWide = stageWideSettings(call.stage);
  const isGet = call.request.method === 'GET';
  if (!(own.cachingEnabled ?? (isGet && stageWide.cachingEnabled))) return 0;
  return own.cacheTtlSeconds ?? stageWide.cacheTtlSeconds ?? DEFAULT_TTL_SECONDS;
}

function clusterName(call: RoutedCall): string {
  const isSeparate = call.isCanaryRequest === true && call.stage.canary?.useStageCache !== true;
  return `${call.api.id}/${call.stage.name}${isSeparate ? '/canary' : ''}`;
}

function wantsRefresh(call: RoutedCall): boolean {
  return headerValues(call.request.headers, 'cache-control').some((value) =>
    value.split(',').some((directive) => directive.trim().toLowerCase() === 'max-age=0'),
  );
}

function withWarning(answer: IntegrationAnswer): IntegrationAnswer {
  return { ...answer, headers: [...answer.headers, ['Warning', INVALIDATION_WARNING]] };
}

function weightOf({ headers, body }: CachedAnswer): number {
  return body.length + headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}
