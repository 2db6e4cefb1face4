import { conditionContext, type SignedPrincipal } from '../authorizers/condition-context';
import { evaluateIdentityPolicies } from '../authorizers/iam';
import { combineVerdicts, evaluatePolicies, type PolicyQuestion, type Verdict } from '../authorizers/policy';
import type { ApiRefusal } from '../lambda';
import { findFunction, type FunctionReference } from '../lambda/function-name';
import { invokedFunction } from '../lambda/invoke-api';
import type { AssemblyModel, FunctionModel } from '../model';
import type { RawRequest } from './raw';

const ACTION = 'lambda:InvokeFunction';

type Model = Pick<AssemblyModel, 'functions' | 'roles'>;

/** Whether the policies of the caller's role, or the function's own, let it invoke the function that it names. */
export function authorizeInvoke(model: Model, request: RawRequest, principal: SignedPrincipal): ApiRefusal | undefined {
  const target = referenceOf(model, request);
  // That there is no such function says the operation itself.
  if (target === undefined) return undefined;
  const { fn, invokedArn } = target;
  const context = conditionContext({ request, api: fn }, principal);
  const question: PolicyQuestion = { action: ACTION, resource: invokedArn, context, principal };
  const identity = evaluateIdentityPolicies({ model: model as AssemblyModel }, question, principal);
  const accounts = principal.accountId === fn.origin.accountId ? 'same' : 'cross';
  const outcome = combineVerdicts(identity.verdict, verdictOfFunction(fn, question), accounts);
  if (outcome === 'Allow') return undefined;
  const because =
    outcome === 'Deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${ACTION} action`;
  const message = `User: ${principal.arn} is not authorized to perform: ${ACTION} on resource: ${invokedArn} ${because}`;
  return { status: 403, errorType: 'AccessDeniedException', message };
}

function referenceOf({ functions }: Model, request: RawRequest): FunctionReference | undefined {
  const name = invokedFunction(request);
  try {
    return name && findFunction(functions, name.name, name.qualifier);
  } catch {
    return undefined;
  }
}

/** What `AWS::Lambda::Permission` resources say of callers who are no services. */
function verdictOfFunction({ invokePrincipals = [] }: FunctionModel, question: PolicyQuestion): Verdict {
  const Statement = [{ Effect: 'Allow', Action: ACTION, Resource: '*', Principal: { AWS: invokePrincipals } }] as const;
  return evaluatePolicies([{ Version: '2012-10-17', Statement }], question, { kind: 'resource' }).verdict;
}
