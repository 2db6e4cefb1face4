import { type Duration, Stack } from 'aws-cdk-lib/core';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { BackendBindOptions, BackendConfig, IBackend } from './backend-config';
import {
  BUFFERED,
  FunctionUri,
  type InvokeForm,
  literalFunctionName,
  renderNamedFunctionUri,
  STREAMED,
} from './function-uri';

/** How a function is called as a proxy. */
export interface LambdaProxyOptions {
  /**
   * Whether the API refers to the function by its name instead of by a reference. It is the way out when the function
   * needs the API's URL, or may call the API: either would make the two depend on each other. The function must have a
   * `functionName`, and its permission then stands beside the function.
   *
   * @default false
   */
  readonly byName?: boolean;

  /**
   * How long API Gateway waits for the answer, 50 milliseconds at least.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;

  /**
   * Whether the answer reaches the caller while the function still writes it: beyond 10 MB, and for up to 15 minutes.
   * The handler must be one of `awslambda.streamifyResponse`.
   *
   * @default false
   */
  readonly responseStreaming?: boolean;
}

/** A function that takes the request as an event and gives the whole answer. */
export class LambdaProxyBackend implements IBackend {
  constructor(
    private readonly handler: lambda.IFunction,
    private readonly options: LambdaProxyOptions,
  ) {}

  public bind(options: BackendBindOptions): BackendConfig {
    const { byName = false, timeout, responseStreaming = false } = this.options;
    const form = responseStreaming ? STREAMED : BUFFERED;
    return {
      integration: {
        type: 'aws_proxy',
        httpMethod: 'POST',
        uri: byName
          ? this.renderNamedUri(form)
          : FunctionUri.of(Stack.of(options.scope), this.handler.functionArn, form),
        ...(responseStreaming && { responseTransferMode: 'STREAM' }),
        ...(timeout && { timeoutInMillis: timeout.toMilliseconds() }),
      },
      handler: this.handler,
      handlerByName: byName,
    };
  }

  private renderNamedUri(form: InvokeForm): object {
    const name = literalFunctionName(this.handler);
    if (name !== undefined) return renderNamedFunctionUri(name, form);
    throw new Error(`byName needs a function with a literal functionName, "${this.handler.node.path}" has none`);
  }
}
