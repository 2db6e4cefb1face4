import type { GatewayResponseType } from '../../openapi/gateway-response-types';
import type { RawResponse } from '../server/raw';
import type { Caller } from './call';

export type { GatewayResponseType };

export interface RefusalOptions {
  /** Text for `$context.error.message`, where it is not the type's own. `null` renders as JSON null. */
  readonly message?: string | null;
  /** Status where it is not the type's own. */
  readonly status?: number;
  /** `x-amzn-ErrorType` where it is not the type's own. */
  readonly errorType?: string;
  /** `$context.error.validationErrorString`. */
  readonly validationError?: string;
  /** Name of the message member in the built-in body: `Message` for access denials. */
  readonly messageKey?: 'message' | 'Message';
  /** `$context.authorizer` and the filled members of `$context.identity`, where the refusal comes after authorization. */
  readonly caller?: Caller;
  /** What a firewall answers in place of a gateway response. */
  readonly response?: RawResponse;
  /** Why, for the developer: shown in the console, never sent. */
  readonly reason: string;
}

/** Thrown by a stage that refuses; `gateway-response.ts` renders it. */
export class Refusal extends Error {
  constructor(
    readonly type: GatewayResponseType,
    readonly options: RefusalOptions,
  ) {
    super(options.reason);
  }
}
