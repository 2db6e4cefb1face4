import { authenticate, type CallerCredentials } from '../../authorizers';
import { systemClock } from '../../clock';
import type { WebSocketStageModel } from '../../model';
import { Refusal } from '../../rest/refusal';
import type { RawRequest } from '../../server/raw';
import { requireAllow } from '../access/authorize-iam';
import { routeArn } from '../access/route-arn';
import type { WebSocketSite } from '../site';

/** Only who signed, and may `execute-api:ManageConnections`, reaches a connection. @throws Refusal */
export function authorizeManagement(
  { services, api }: WebSocketSite,
  request: RawRequest,
  { stage, id }: { readonly stage: WebSocketStageModel; readonly id: string },
): void {
  const signer = authenticateAtEitherTime({ services, api }, request);
  const resource = routeArn({ api, stage }, `${request.method}/@connections/${id}`);
  requireAllow({ services, api, request, signer }, 'execute-api:ManageConnections', resource);
}

/** Functions are processes: they sign by the system's clock, whatever the gateway's says. */
function authenticateAtEitherTime(
  { services, api }: Pick<WebSocketSite, 'services' | 'api'>,
  request: RawRequest,
): CallerCredentials {
  const at = { service: 'execute-api', ...api.origin };
  try {
    return authenticate(services, request, at);
  } catch (error) {
    if (!(error instanceof Refusal) || services.clock === systemClock) throw error;
    return authenticate({ ...services, clock: systemClock }, request, at);
  }
}
