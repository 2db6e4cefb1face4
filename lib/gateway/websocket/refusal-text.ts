import { BUILT_IN_RESPONSES } from '../rest/gateway-response-types';
import type { Refusal } from '../rest/refusal';
import type { HeaderList } from '../server/raw';

/** What a client is told about a refused call, over HTTP or in a frame. */
export interface RefusalText {
  readonly status: number;
  readonly errorType: string;
  /** Null where the service says nothing. */
  readonly message: string | null;
}

export function textOfRefusal({ type, options }: Refusal): RefusalText {
  const builtIn = BUILT_IN_RESPONSES[type];
  return {
    status: options.status ?? builtIn.status,
    errorType: options.errorType ?? builtIn.errorType,
    message: options.message === undefined ? builtIn.message : options.message,
  };
}

/** The body of a refused handshake, and the frame of a refused message. */
export function errorBody(
  message: string | null,
  { connectionId, requestId }: { readonly connectionId: string; readonly requestId: string },
): string {
  return `{"message": ${JSON.stringify(message)}, "connectionId":"${connectionId}", "requestId":"${requestId}"}`;
}

export function errorHeaders(errorType: string): HeaderList {
  return [
    ['Content-Type', 'application/json'],
    ['x-amzn-ErrorType', errorType],
  ];
}
