import { integrationOf } from '../integrations';
import type { IntegrationAnswer, IntegrationCall } from '../integrations/integration';
import { Refusal } from '../refusal';
import type { RestSite } from '../site';

/** Calls the backend, for at most the integration's timeout. @throws Refusal */
export async function integrate(site: RestSite, input: IntegrationCall): Promise<IntegrationAnswer> {
  const { integration } = input.call.method;
  let settle = (): void => {};
  const late = new Promise<never>((_resolve, reject) => {
    settle = site.deadlines.add(integration.timeoutMs, () =>
      reject(
        new Refusal('INTEGRATION_TIMEOUT', {
          reason: `the backend did not answer within ${integration.timeoutMs} ms, the timeout of the integration`,
        }),
      ),
    );
  });
  try {
    return await Promise.race([integrationOf(integration.type)(input), late]);
  } finally {
    settle();
  }
}
