import type { PolicyStatement } from '../../model/shared';
import type { PolicyPrincipal } from './context';

/** Whether a statement of a resource policy speaks of the caller. */
export function matchesPrincipal(statement: PolicyStatement, caller: PolicyPrincipal | undefined): boolean {
  if (statement.NotPrincipal !== undefined) return !listed(statement.NotPrincipal, caller);
  return statement.Principal !== undefined && listed(statement.Principal, caller);
}

/** Services and federated identities never call an API by themselves, so only `AWS` counts beside `*`. */
function listed(principal: unknown, caller: PolicyPrincipal | undefined): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  const named = (principal as Record<string, unknown>).AWS;
  return (Array.isArray(named) ? named : [named]).some((entry) => typeof entry === 'string' && isCaller(entry, caller));
}

function isCaller(entry: string, caller: PolicyPrincipal | undefined): boolean {
  if (entry === '*') return true;
  if (!caller) return false;
  if (entry === caller.accountId || /^arn:[^:]*:iam::(\d+):root$/.exec(entry)?.[1] === caller.accountId) return true;
  return entry === caller.arn || entry === caller.roleArn;
}
