import { authorize } from '../../authorizers/authorize';
import type { Caller, RoutedCall } from '../call';

const ANYBODY: Caller = { identity: {} };

/** Who calls. What anybody may call costs nothing. @throws Refusal */
export function authorizeCall(call: RoutedCall): Caller | Promise<Caller> {
  return call.method.authorizationType === 'NONE' && !call.api.policy ? ANYBODY : authorize(call);
}
