import type { Message } from './channel';

/** The part of a context object that handlers of both kinds get. */
export interface CallContext {
  callbackWaitsForEmptyEventLoop: boolean;
  readonly functionVersion?: string;
  readonly functionName?: string;
  readonly memoryLimitInMB?: string;
  readonly logGroupName?: string;
  readonly logStreamName?: string;
  readonly clientContext?: unknown;
  readonly identity?: unknown;
  readonly invokedFunctionArn?: string;
  readonly awsRequestId?: string;
  getRemainingTimeInMillis(): number;
}

/** What handlers that call back, or used to, get besides. */
export interface CallbackContext extends CallContext {
  succeed(value: unknown): void;
  fail(error: unknown): void;
  done(error: unknown, value?: unknown): void;
}

/** Reads what all calls of an environment share once: looking into `process.env` is slow. */
export class ContextFactory {
  private readonly functionVersion = process.env.AWS_LAMBDA_FUNCTION_VERSION;
  private readonly functionName = process.env.AWS_LAMBDA_FUNCTION_NAME;
  private readonly memoryLimitInMB = process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE;
  private readonly logGroupName = process.env.AWS_LAMBDA_LOG_GROUP_NAME;
  private readonly logStreamName = process.env.AWS_LAMBDA_LOG_STREAM_NAME;

  /** One literal, so that all contexts have one shape. */
  create(call: Message): CallContext {
    const deadline = call.deadline ?? 0;
    return {
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: this.functionVersion,
      functionName: this.functionName,
      memoryLimitInMB: this.memoryLimitInMB,
      logGroupName: this.logGroupName,
      logStreamName: this.logStreamName,
      clientContext: call.client === undefined ? undefined : JSON.parse(call.client),
      identity: undefined,
      invokedFunctionArn: call.arn,
      awsRequestId: call.id,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
  }
}
