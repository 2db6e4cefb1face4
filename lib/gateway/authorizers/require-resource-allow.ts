import type { RoutedCall } from '../rest/call';
import { questionOf } from './iam';
import { evaluateResourcePolicy, refuseByPolicy } from './resource-policy';

/** Where nothing else allows a call, a resource policy must, if the API has one. @throws Refusal ACCESS_DENIED */
export function requireResourceAllow(call: RoutedCall): void {
  if (!call.api.policy) return;
  const question = questionOf(call, { action: 'execute-api:Invoke' });
  const decision = evaluateResourcePolicy(call, question);
  if (!decision || decision.verdict === 'Allow') {
    call.trace?.push({ stage: 'authorize', text: `resource policy: ${decision?.reason ?? 'the API has none'}` });
    return;
  }
  throw refuseByPolicy(question, {
    isExplicit: decision.verdict === 'Deny',
    reason: `resource policy: ${decision.reason}`,
  });
}
