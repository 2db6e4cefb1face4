import { type Duration, Stack } from 'aws-cdk-lib/core';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { RequestValue } from '../request-value';
import type { BackendBindOptions, BackendConfig, IBackend } from './backend-config';
import { type CustomRequest, mappedValues, renderRequest } from './custom-request';
import { type CustomResponse, renderResponses } from './custom-response';
import { FunctionUri } from './function-uri';

/** How a function is called whose event and answer are transformed. */
export interface LambdaCustomOptions {
  /**
   * What the function's event is made of.
   *
   * @default - the event is the body
   */
  readonly request?: CustomRequest;

  /**
   * Answers. A pattern is matched against the message of the error that the function failed with, as a whole and
   * without line ends; the answer without a pattern is that to a call that did not fail.
   *
   * @default - 200 with what the function returned, and 502 without a word of the error
   */
  readonly responses?: CustomResponse[];

  /**
   * Whether API Gateway answers at once, and does not wait for the function.
   *
   * @default false
   */
  readonly asynchronous?: boolean;

  /**
   * How long API Gateway waits for the answer, 50 milliseconds at least.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;
}

/** Message of any error. A dot does not match the end of a line, and what no pattern matches would be a success. */
const ANY_ERROR = '(.|\\n)+';
const FAILED: CustomResponse = {
  status: 502,
  pattern: ANY_ERROR,
  templates: { 'application/json': '{"message":"Bad gateway"}' },
};

export class LambdaCustomBackend implements IBackend {
  constructor(
    private readonly handler: lambda.IFunction,
    private readonly options: LambdaCustomOptions,
  ) {}

  public bind({ scope }: BackendBindOptions): BackendConfig {
    const { asynchronous = false, timeout } = this.options;
    const request = asynchronous ? withInvocationType(this.options.request) : (this.options.request ?? {});
    const responses = renderResponses(this.options.responses ?? defaultResponses(asynchronous));
    return {
      integration: {
        type: 'aws',
        httpMethod: 'POST',
        uri: FunctionUri.of(Stack.of(scope), this.handler.functionArn),
        ...renderRequest(request),
        responses: responses.integration,
        ...(timeout && { timeoutInMillis: timeout.toMilliseconds() }),
      },
      responses: responses.declared,
      handler: this.handler,
      parameters: mappedValues(request),
    };
  }
}

function withInvocationType(request: CustomRequest = {}): CustomRequest {
  return { ...request, headers: { ...request.headers, 'X-Amz-Invocation-Type': RequestValue.literal('Event') } };
}

function defaultResponses(asynchronous: boolean): CustomResponse[] {
  const accepted: CustomResponse = { status: 202, templates: { 'application/json': '{}' } };
  return asynchronous ? [accepted] : [{ status: 200 }, FAILED];
}
