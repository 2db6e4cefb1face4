import type { Caller, RoutedCall } from '../rest/call';
import { evaluateIdentityPolicies, questionOf } from './iam';
import { principalOfUser } from './credentials';
import { combineVerdicts } from './policy';
import { evaluateResourcePolicy } from './resource-policy';

/** Whether a caller may have kept answers replaced: only who signed can, and only with `execute-api:InvalidateCache`. */
export function mayInvalidateCache(call: RoutedCall, caller: Caller): boolean {
  const principal = principalOfUser(call.services, caller.identity.userArn, call.api.origin.accountId);
  if (!principal) return false;
  const question = questionOf(call, { action: 'execute-api:InvalidateCache', principal });
  const identity = evaluateIdentityPolicies(call.services, question, principal);
  const resource = evaluateResourcePolicy(call, question);
  const accounts = principal.accountId === call.api.origin.accountId ? 'same' : 'cross';
  return combineVerdicts(identity.verdict, resource?.verdict ?? 'Silent', accounts) === 'Allow';
}
