import type { WebAclModel, WebAclResponse } from '../model';
import { inPhase } from '../rest/access-phases';
import type { RestCall } from '../rest/call';
import { Refusal } from '../rest/refusal';
import type { RawResponse } from '../server/raw';
import { judgeRequest } from './judge-request';

/** @throws Refusal WAF_FILTERED, in the words of the rule where it has its own */
export function checkCall(call: RestCall, acl: WebAclModel): void {
  inPhase(call, 'waf', () => {
    const { action, reason } = judgeRequest(acl, call.request, call.services.state.requestRates);
    call.trace?.push({ stage: 'waf', text: `${action.kind} by web ACL "${acl.name}": ${reason}` });
    const wafResponseCode = action.kind === 'BLOCK' ? 'WAF_BLOCK' : 'WAF_ALLOW';
    // A call is this request's own.
    Object.assign(call, { wafResponseCode } satisfies Partial<RestCall>);
    if (action.kind !== 'BLOCK') return;
    const { response } = action;
    throw new Refusal('WAF_FILTERED', {
      reason: `web ACL "${acl.name}": ${reason}`,
      ...(response && { status: response.status, response: asRaw(response) }),
    });
  });
}

function asRaw({ status, headers, contentType, body }: WebAclResponse): RawResponse {
  return {
    status,
    headers: [...(contentType === undefined ? [] : [['Content-Type', contentType] as const]), ...headers],
    body: Buffer.from(body),
  };
}
