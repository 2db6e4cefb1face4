import type { WebSocketRouteModel } from '../../model';
import type { Caller } from '../../rest/call';
import type { Handshake, WebSocketCall } from '../call';
import { authorizeIam } from './authorize-iam';
import { authorizeLambda } from './authorize-lambda';

const ANYBODY: Caller = { identity: {} };

/** Who connects. @throws Refusal */
export function authorize(
  call: WebSocketCall,
  handshake: Handshake,
  route: WebSocketRouteModel,
): Caller | Promise<Caller> {
  switch (route.authorizationType) {
    case 'NONE':
      return ANYBODY;
    case 'AWS_IAM':
      return authorizeIam(call, handshake);
    case 'CUSTOM':
      return authorizeLambda(call, handshake, route.authorizer);
  }
}
