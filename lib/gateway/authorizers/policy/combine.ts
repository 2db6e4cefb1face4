import type { Verdict } from './evaluate';

/** What the caller's policies and the API's policy come to. */
export type Outcome = 'Allow' | 'Deny' | 'ImplicitDeny';

/** Callers of the API's account need one allow, callers of another account need both; a deny always wins. */
export function combineVerdicts(caller: Verdict, resource: Verdict, accounts: 'same' | 'cross'): Outcome {
  if (caller === 'Deny' || resource === 'Deny') return 'Deny';
  const allows = [caller, resource].filter((verdict) => verdict === 'Allow').length;
  return allows >= (accounts === 'same' ? 1 : 2) ? 'Allow' : 'ImplicitDeny';
}
