import type { Readable } from 'node:stream';

export interface InvokeOptions {
  /** `RequestResponse` waits for the result, `Event` queues and answers at once, `DryRun` only checks. */
  readonly invocationType?: 'RequestResponse' | 'Event' | 'DryRun';
  /** Version or alias. */
  readonly qualifier?: string;
  /** `X-Amzn-Trace-Id`. */
  readonly traceId?: string;
  /** JSON text of the client context. */
  readonly clientContext?: string;
  /** Aborts waiting, never the function: Lambda goes on too. */
  readonly signal?: AbortSignal;
}

export interface InvokeResult {
  readonly requestId: string;
  /** JSON text; `null` for `Event`. */
  readonly payload: string;
  /** Set when the function failed; the payload is then `{ errorType, errorMessage, trace }`. */
  readonly functionError?: 'Unhandled';
  /** What it printed during the call, at most the last 4 KB. */
  readonly logTail: string;
}

export interface InvokeStream {
  readonly requestId: string;
  /** Bytes of the function's response stream; ends with a `StreamFailure` when the function fails midway. */
  readonly body: Readable;
  /** As the function set it: `application/vnd.awslambda.http-integration-response` with a metadata prelude. */
  readonly contentType?: string;
  /** `{ errorType, errorMessage, trace }` as JSON text of a function that failed before its first byte; `body` is then empty. */
  readonly failure?: string;
}

/** Why Lambda refuses a call before the function sees it. */
export class InvokeRefusal extends Error {
  constructor(
    readonly errorType:
      | 'ResourceNotFoundException'
      | 'RequestTooLargeException'
      | 'TooManyRequestsException'
      | 'InvalidRequestContentException'
      | 'AccessDeniedException'
      | 'ServiceException',
    message: string,
  ) {
    super(message);
  }
}

/** Runs functions of the assembly. `lambda/` implements it, integrations and authorizers call it. */
export interface FunctionInvoker {
  /** @throws InvokeRefusal */
  invoke(functionArn: string, payload: string, options?: InvokeOptions): Promise<InvokeResult>;
  /** Whether a function that is not in the assembly is answered all the same, by its unqualified ARN. */
  standsInFor?(functionArn: string): boolean;
  /** For response streaming. @throws InvokeRefusal */
  invokeStream(functionArn: string, payload: string, options?: InvokeOptions): Promise<InvokeStream>;
}
