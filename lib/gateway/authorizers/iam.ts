import type { GatewayServices } from '../services';
import type { RawRequest } from '../server/raw';
import { inPhase } from '../rest/access-phases';
import type { Caller, RoutedCall } from '../rest/call';
import { conditionContext, type SignedPrincipal } from './condition-context';
import { type CallerCredentials, findCaller } from './credentials';
import { methodArn } from './method-arn';
import { combineVerdicts, type Decision, evaluatePolicies, type PolicyQuestion } from './policy';
import { evaluateResourcePolicy, refuseByPolicy } from './resource-policy';
import { verifySignature } from './sigv4';

/** AWS_IAM: the signature first, then the caller's policies and the API's together. */
export function authorizeIam(call: RoutedCall): Caller {
  const { services, api, request } = call;
  const at = { service: 'execute-api', ...api.origin };
  const caller = inPhase(call, 'authenticate', () => authenticate(services, request, at));
  const reason = inPhase(call, 'authorize', () => requireAllow(call, caller));
  call.trace?.push({ stage: 'authorize', text: `signed by ${caller.principal.arn}; ${reason}` });
  return { identity: identityOf(caller) };
}

/** Answers why. @throws Refusal */
function requireAllow(call: RoutedCall, caller: CallerCredentials): string {
  const { services, api } = call;
  const question = questionOf(call, { action: 'execute-api:Invoke', principal: caller.principal });
  const identity = evaluateIdentityPolicies(services, question, caller.principal);
  const resource = evaluateResourcePolicy(call, question);
  const accounts = caller.principal.accountId === api.origin.accountId ? 'same' : 'cross';
  const outcome = combineVerdicts(identity.verdict, resource?.verdict ?? 'Silent', accounts);
  const reason = `identity policies: ${identity.reason}; resource policy: ${resource?.reason ?? 'the API has none'}`;
  if (outcome !== 'Allow') throw refuseByPolicy(question, { isExplicit: outcome === 'Deny', reason });
  return reason;
}

/** Who signed a request. @throws Refusal in the service's words. */
export function authenticate(
  services: Pick<GatewayServices, 'credentials' | 'clock'>,
  request: RawRequest,
  at: { readonly service: string; readonly region: string; readonly accountId: string },
): CallerCredentials {
  return verifySignature(request, {
    service: at.service,
    region: at.region,
    clock: services.clock,
    credentials: (accessKeyId, sessionToken) =>
      findCaller(services, { accessKeyId, sessionToken, accountId: at.accountId }),
  });
}

/** The policies of a role of the template, within its boundary; the local user may do everything. */
export function evaluateIdentityPolicies(
  services: Pick<GatewayServices, 'model'>,
  question: PolicyQuestion,
  principal: SignedPrincipal,
): Decision {
  if (principal.roleArn === undefined) return { verdict: 'Allow', reason: 'the local user is an administrator' };
  const role = services.model.roles.get(principal.roleArn);
  if (!role) return { verdict: 'Silent', reason: `role ${principal.roleArn} is not in the template` };
  const own = evaluatePolicies(role.policies, question, { kind: 'identity' });
  if (!role.boundary || own.verdict === 'Deny') return own;
  const limit = evaluatePolicies([role.boundary], question, { kind: 'identity' });
  return limit.verdict === 'Allow' ? own : { ...limit, reason: `permissions boundary: ${limit.reason}` };
}

export function questionOf(
  call: RoutedCall,
  options: { readonly action: string; readonly principal?: SignedPrincipal },
): PolicyQuestion {
  return {
    action: options.action,
    resource: methodArn(call),
    context: conditionContext(call, options.principal),
    principal: options.principal,
  };
}

/** `$context.identity` of a signed call. */
export function identityOf({ accessKeyId, principal }: CallerCredentials): Caller['identity'] {
  return {
    accessKey: accessKeyId,
    accountId: principal.accountId,
    caller: principal.userId,
    user: principal.userId,
    userArn: principal.arn,
  };
}
