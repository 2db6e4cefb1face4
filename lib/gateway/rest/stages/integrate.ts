import { integrationOf } from '../integrations';
import type { IntegrationAnswer, IntegrationCall } from '../integrations/integration';
import { withinTimeout } from '../integrations/timeout';
import type { RestSite } from '../site';

/** Calls the backend, for at most the integration's timeout. @throws Refusal */
export function integrate(site: RestSite, input: IntegrationCall): Promise<IntegrationAnswer> {
  const { type, timeoutMs } = input.call.method.integration;
  return withinTimeout(site.deadlines, timeoutMs, () => integrationOf(type)(input));
}
