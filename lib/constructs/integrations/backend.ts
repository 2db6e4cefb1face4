import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IBackend } from './backend-config';
import { LambdaProxyBackend, type LambdaProxyOptions } from './lambda-proxy';
import { MockBackend, type MockOptions } from './mock';

/**
 * What answers the requests of a route.
 *
 * @example
 * api.addRoute('GET /health', { backend: Backend.mock({ body: { ok: true } }) });
 */
export class Backend {
  /** A function that receives the request as an event and returns the answer. */
  public static lambdaProxy(handler: lambda.IFunction, options: LambdaProxyOptions = {}): IBackend {
    return new LambdaProxyBackend(handler, options);
  }

  /** A fixed answer, made by API Gateway without a backend. */
  public static mock(options: MockOptions = {}): IBackend {
    return new MockBackend(options);
  }

  private constructor() {}
}
