import type { RestAuthorizerModel } from '../model';
import type { Caller, RoutedCall } from '../rest/call';
import { Refusal } from '../rest/refusal';
import { authorizeCognito } from './cognito/authorize-cognito';
import { authorizeIam } from './iam';
import { authorizeLambda } from './lambda/authorize-lambda';
import { methodArn } from './method-arn';
import { requireResourceAllow } from './require-resource-allow';

const MAX_ARN_BYTES = 1_600;

/**
 * Finds out who calls and whether they may, resource policy included. Synchronous unless a function or a pool's
 * keys must be waited for; what cannot be evaluated denies.
 * @throws Refusal
 */
export function authorize(call: RoutedCall): Caller | Promise<Caller> {
  if (call.method.authorizationType === 'NONE') {
    requireResourceAllow(call);
    return { identity: {} };
  }
  checkArnLength(call);
  switch (call.method.authorizationType) {
    case 'AWS_IAM':
      return authorizeIam(call);
    case 'CUSTOM':
      return authorizeLambda(call, authorizerOf(call, ['TOKEN', 'REQUEST']));
    case 'COGNITO_USER_POOLS':
      return authorizeCognito(call, authorizerOf(call, ['COGNITO_USER_POOLS']));
  }
}

function authorizerOf({ api, method }: RoutedCall, types: readonly RestAuthorizerModel['type'][]): RestAuthorizerModel {
  const authorizer = method.authorizerId === undefined ? undefined : api.authorizers[method.authorizerId];
  if (authorizer && types.includes(authorizer.type)) return authorizer;
  const fault = authorizer ? `is a ${authorizer.type} authorizer` : 'is not in the template';
  throw new Refusal('AUTHORIZER_CONFIGURATION_ERROR', {
    message: null,
    reason: `authorization type ${method.authorizationType} needs an authorizer, "${method.authorizerId}" ${fault}`,
  });
}

function checkArnLength(call: RoutedCall): void {
  // An ARN adds less than this to the target.
  if (call.request.target.length < MAX_ARN_BYTES - 200) return;
  const { length } = methodArn(call);
  if (length <= MAX_ARN_BYTES) return;
  throw new Refusal('DEFAULT_4XX', {
    status: 414,
    message: 'Request-URI Too Long',
    errorType: 'RequestURITooLongException',
    reason: `the method ARN has ${length} bytes, authorizers take at most ${MAX_ARN_BYTES}`,
  });
}
