import { checkCall } from '../../waf/check-call';
import type { RestCall } from '../call';

/** Asks the stage's firewall, where the assembly has it. @throws Refusal WAF_FILTERED */
export function checkWebAcl(call: RestCall): void {
  if (call.stage.webAcl !== undefined) checkCall(call, call.stage.webAcl);
}
