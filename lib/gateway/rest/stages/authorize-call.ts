import type { Caller, RoutedCall } from '../call';

const ANYBODY: Caller = { identity: {} };

/** Who calls. Access control is loaded once there is something to control. @throws Refusal */
export function authorizeCall(call: RoutedCall): Caller | Promise<Caller> {
  if (call.method.authorizationType === 'NONE' && !call.api.policy) return ANYBODY;
  return (require('../../authorizers/authorize') as typeof import('../../authorizers/authorize')).authorize(call);
}
