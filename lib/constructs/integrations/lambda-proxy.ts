import { type Duration, Stack } from 'aws-cdk-lib/core';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { BackendBindOptions, BackendConfig, IBackend } from './backend-config';
import { FunctionUri, literalFunctionName, renderNamedFunctionUri } from './function-uri';

/** How a function is called as a proxy. */
export interface LambdaProxyOptions {
  /**
   * Whether the API refers to the function by its name instead of by a reference. It is the way out when the function needs
   * the API's URL, or may call the API: either would make the two depend on each other. The function must have a
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
}

/** A function that takes the request as an event and gives the whole answer. */
export class LambdaProxyBackend implements IBackend {
  constructor(
    private readonly handler: lambda.IFunction,
    private readonly options: LambdaProxyOptions,
  ) {}

  public bind(options: BackendBindOptions): BackendConfig {
    const { byName = false, timeout } = this.options;
    return {
      integration: {
        type: 'aws_proxy',
        httpMethod: 'POST',
        uri: byName ? this.renderNamedUri() : new FunctionUri(Stack.of(options.scope), this.handler.functionArn),
        ...(timeout && { timeoutInMillis: timeout.toMilliseconds() }),
      },
      handler: this.handler,
      handlerByName: byName,
    };
  }

  private renderNamedUri(): object {
    const name = literalFunctionName(this.handler);
    if (name !== undefined) return renderNamedFunctionUri(name);
    throw new Error(`byName needs a function with a literal functionName, "${this.handler.node.path}" has none`);
  }
}
