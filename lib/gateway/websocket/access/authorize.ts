import type { WebSocketRouteModel } from '../../model';
import type { Caller } from '../../rest/call';
import type { Handshake, WebSocketCall } from '../call';

const ANYBODY: Caller = { identity: {} };

/** Who connects. Access control is loaded once there is something to control. @throws Refusal */
export function authorize(
  call: WebSocketCall,
  handshake: Handshake,
  route: WebSocketRouteModel,
): Caller | Promise<Caller> {
  switch (route.authorizationType) {
    case 'NONE':
      return ANYBODY;
    case 'AWS_IAM':
      return (require('./authorize-iam') as typeof import('./authorize-iam')).authorizeIam(call, handshake);
    case 'CUSTOM':
      return (require('./authorize-lambda') as typeof import('./authorize-lambda')).authorizeLambda(
        call,
        handshake,
        route.authorizer,
      );
  }
}
