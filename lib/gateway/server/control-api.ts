import { answerForCognito, type UserPools } from '../authorizers/cognito/cognito-api';
import { authenticate } from '../authorizers/iam';
import { systemClock } from '../clock';
import type { ApiRefusal } from '../lambda';
import { createLambdaApi } from '../lambda/invoke-api';
import type { FunctionInvoker } from '../lambda/invoker';
import { Refusal } from '../rest/refusal';
import type { GatewayServices } from '../services';
import { headerValue, type RawRequest, type RawResponse } from './raw';

type Services = Pick<GatewayServices, 'clock' | 'credentials'>;

/** What functions call of AWS's own APIs: Lambda's Invoke, signed with the keys that they were given, and the public keys of user pools. */
export function createControlApi(
  functions: FunctionInvoker,
  services: Pick<Services, 'credentials'>,
  userPools: () => UserPools,
): (request: RawRequest) => Promise<RawResponse> {
  // Functions are processes: they sign by the system's clock, whatever the gateway's says.
  const verifying = { ...services, clock: systemClock };
  const answerForLambda = createLambdaApi({ functions, verify: (request) => refusalOf(request, verifying) });
  return async (request) => answerForCognito(request, userPools()) ?? answerForLambda(request);
}

function refusalOf(request: RawRequest, services: Services): ApiRefusal | undefined {
  // Stacks of several regions call each other through one endpoint: the region is whichever was signed for.
  const scope = headerValue(request.headers, 'authorization') ?? '';
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(scope)?.[1] ?? '';
  try {
    authenticate(services, request, { service: 'lambda', region, accountId: services.credentials.accountId });
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { errorType = 'InvalidSignatureException', message, reason } = error.options;
    return { status: 403, errorType, message: message ?? reason };
  }
}
