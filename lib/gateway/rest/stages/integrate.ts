import { integrationOf } from '../integrations';
import type { IntegrationAnswer, IntegrationCall } from '../integrations/integration';
import { limitStream } from '../integrations/limit-stream';
import { withinTimeout } from '../integrations/timeout';
import type { RestSite } from '../site';

/** Calls the backend, for at most the integration's timeout. @throws Refusal */
export function integrate(site: RestSite, input: IntegrationCall): Promise<IntegrationAnswer> {
  const { type, timeoutMs, responseTransferMode } = input.call.method.integration;
  const answer = withinTimeout(site.deadlines, timeoutMs, () => integrationOf(type)(input));
  if (responseTransferMode !== 'STREAM') return answer;
  const startedAt = site.services.clock.now();
  return answer.then((streamed) => limitStream(site.deadlines, input.call, { answer: streamed, startedAt }));
}
