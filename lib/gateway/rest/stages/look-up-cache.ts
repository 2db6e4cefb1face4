import { type CacheLookup, lookUpCache } from '../../traffic/response-cache';
import type { IntegrationCall } from '../integrations/integration';

const NO_CACHE: CacheLookup = { keep: (answer) => answer };

/** What the stage's cache has for a call. A stage without a cluster costs nothing. @throws Refusal */
export function lookUpStageCache(input: IntegrationCall): CacheLookup {
  return input.call.stage.cacheClusterSize === undefined ? NO_CACHE : lookUpCache(input);
}
