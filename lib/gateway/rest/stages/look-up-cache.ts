import type { CacheLookup } from '../../traffic/response-cache';
import type { IntegrationCall } from '../integrations/integration';

const NO_CACHE: CacheLookup = { keep: (answer) => answer };

/** What the stage's cache has for a call. A stage without a cluster costs nothing. @throws Refusal */
export function lookUpStageCache(input: IntegrationCall): CacheLookup {
  if (input.call.stage.cacheClusterSize === undefined) return NO_CACHE;
  return (require('../../traffic/response-cache') as typeof import('../../traffic/response-cache')).lookUpCache(input);
}
