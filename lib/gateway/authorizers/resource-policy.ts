import type { PolicyDocument } from '../model';
import type { RestCall } from '../rest/call';
import { Refusal } from '../rest/refusal';
import { maskAccount } from './method-arn';
import { type Decision, evaluatePolicies, type PolicyQuestion } from './policy';

/** What the API's resource policy says of a call; undefined when the API has none. */
export function evaluateResourcePolicy(call: Pick<RestCall, 'api'>, question: PolicyQuestion): Decision | undefined {
  const { policy } = call.api;
  if (!policy) return undefined;
  return evaluatePolicies([expandShorthand(policy, call)], question, { kind: 'resource' });
}

const expanded = new WeakMap<PolicyDocument, PolicyDocument>();

/** `execute-api:/stage/GET/path` stands for the ARN of this API. */
function expandShorthand(policy: PolicyDocument, { api }: Pick<RestCall, 'api'>): PolicyDocument {
  const known = expanded.get(policy);
  if (known) return known;
  const prefix = `arn:aws:execute-api:${api.origin.region}:${api.origin.accountId}:${api.id}/`;
  const full = (resource: string | readonly string[] | undefined) =>
    [resource ?? []].flat().map((text) => text.replace(/^execute-api:\//, prefix));
  const statements = [policy.Statement as unknown].flat() as PolicyDocument['Statement'];
  const document = {
    ...policy,
    Statement: statements.map((statement) => ({
      ...statement,
      ...(statement.Resource !== undefined && { Resource: full(statement.Resource) }),
      ...(statement.NotResource !== undefined && { NotResource: full(statement.NotResource) }),
    })),
  };
  expanded.set(policy, document);
  return document;
}

/** The words of IAM for a call that policies do not let through. */
export function refuseByPolicy(
  question: PolicyQuestion,
  options: { readonly isExplicit: boolean; readonly reason: string },
): Refusal {
  const user = question.principal?.arn ?? 'anonymous';
  const resource = maskAccount(question.resource);
  return new Refusal('ACCESS_DENIED', {
    message:
      `User: ${user} is not authorized to perform: ${question.action} on resource: ${resource}` +
      (options.isExplicit ? ' with an explicit deny' : ''),
    messageKey: 'Message',
    errorType: 'AccessDeniedException',
    reason: options.reason,
  });
}
