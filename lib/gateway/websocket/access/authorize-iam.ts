import {
  authenticate,
  type CallerCredentials,
  combineVerdicts,
  conditionContext,
  evaluateIdentityPolicies,
  identityOf,
  refuseByPolicy,
} from '../../authorizers';
import type { WebSocketApiModel } from '../../model';
import { inPhase } from '../../rest/access-phases';
import type { Caller } from '../../rest/call';
import type { RawRequest } from '../../server/raw';
import type { GatewayServices } from '../../services';
import type { Handshake, WebSocketCall } from '../call';
import { routeArn } from './route-arn';

/** AWS_IAM: a signature in the headers or in the query, and a policy that allows `$connect`. @throws Refusal */
export function authorizeIam(call: WebSocketCall, { request }: Handshake): Caller {
  const { services, api } = call;
  const at = { service: 'execute-api', ...api.origin };
  const signer = inPhase(call, 'authenticate', () => authenticate(services, request, at));
  const reason = inPhase(call, 'authorize', () =>
    requireAllow({ services, api, request, signer }, 'execute-api:Invoke', routeArn(call, '$connect')),
  );
  call.trace?.push({ stage: 'authorize', text: `signed by ${signer.principal.arn}; ${reason}` });
  return { identity: identityOf(signer) };
}

export interface SignedRequest {
  readonly services: GatewayServices;
  readonly api: WebSocketApiModel;
  readonly request: RawRequest;
  readonly signer: CallerCredentials;
}

/** The signer's policies must allow it: a WebSocket API has none of its own. Answers why. @throws Refusal */
export function requireAllow(signed: SignedRequest, action: string, resource: string): string {
  const { services, api, request, signer } = signed;
  const { principal } = signer;
  const question = { action, resource, principal, context: conditionContext({ api, request }, principal) };
  const { verdict, reason } = evaluateIdentityPolicies(services, question, principal);
  const accounts = principal.accountId === api.origin.accountId ? 'same' : 'cross';
  const outcome = combineVerdicts(verdict, 'Silent', accounts);
  if (outcome !== 'Allow') throw refuseByPolicy(question, { isExplicit: outcome === 'Deny', reason });
  return reason;
}
