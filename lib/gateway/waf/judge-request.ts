import type { WebAclAction, WebAclModel } from '../model';
import type { RawRequest } from '../server/raw';
import { matches } from './judge-statement';
import type { RequestRates } from './request-rates';

export interface Judgement {
  readonly action: WebAclAction;
  /** For the developer. */
  readonly reason: string;
}

/** What a firewall says to a request: the first rule that ends it decides, else the ACL's default. */
export function judgeRequest(acl: WebAclModel, request: RawRequest, rates: RequestRates): Judgement {
  const labels = new Set<string>();
  for (const { name, action, statement, labels: own } of acl.rules) {
    if (!matches(statement, { request, labels, rates })) continue;
    for (const label of own) labels.add(label);
    if (action.kind !== 'COUNT') return { action, reason: `rule "${name}"` };
  }
  return { action: acl.defaultAction, reason: 'no rule ends it: the default action' };
}
