import { answerForCognito, type UserPools } from '../authorizers/cognito/cognito-api';
import { authenticate } from '../authorizers/iam';
import { systemClock } from '../clock';
import type { ApiRefusal } from '../lambda';
import { createLambdaApi } from '../lambda/invoke-api';
import type { FunctionInvoker } from '../lambda/invoker';
import { Refusal } from '../rest/refusal';
import type { GatewayServices } from '../services';
import { authorizeInvoke } from './authorize-invoke';
import { headerValue, type RawRequest, type RawResponse } from './raw';

type Services = Pick<GatewayServices, 'clock' | 'credentials' | 'model'>;

/** What the gateway runs at the time of a call. */
export type Running = UserPools & Pick<GatewayServices, 'model'>;

/** What functions call of AWS's own APIs: Lambda's Invoke, signed with the keys that they were given, and the public keys of user pools. */
export function createControlApi(
  functions: FunctionInvoker,
  services: Pick<Services, 'credentials'>,
  running: () => Running,
): (request: RawRequest) => Promise<RawResponse> {
  // Functions are processes: they sign by the system's clock, whatever the gateway's says.
  const verifying = { ...services, clock: systemClock };
  const verify = (request: RawRequest) => refusalOf(request, { ...verifying, model: running().model });
  const answerForLambda = createLambdaApi({ functions, verify });
  return async (request) => answerForCognito(request, running()) ?? answerForLambda(request);
}

function refusalOf(request: RawRequest, services: Services): ApiRefusal | undefined {
  // Stacks of several regions call each other through one endpoint: the region is whichever was signed for.
  const scope = headerValue(request.headers, 'authorization') ?? '';
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(scope)?.[1] ?? '';
  try {
    const { accountId } = services.credentials;
    const { principal } = authenticate(services, request, { service: 'lambda', region, accountId });
    return authorizeInvoke(services.model, request, principal);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { errorType = 'InvalidSignatureException', message, reason } = error.options;
    return { status: 403, errorType, message: message ?? reason };
  }
}
