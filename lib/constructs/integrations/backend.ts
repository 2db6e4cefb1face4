import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { AwsBackend, type AwsBackendOptions } from './aws';
import type { IBackend } from './backend-config';
import { HttpCustomBackend, type HttpCustomOptions, HttpProxyBackend, type HttpProxyOptions } from './http';
import { LambdaCustomBackend, type LambdaCustomOptions } from './lambda-custom';
import { LambdaProxyBackend, type LambdaProxyOptions } from './lambda-proxy';
import { MockBackend, type MockOptions } from './mock';
import { checkGiven, checkOptions } from '../shape/shape';
import {
  AWS_BACKEND_OPTIONS,
  HTTP_CUSTOM_OPTIONS,
  HTTP_PROXY_OPTIONS,
  LAMBDA_CUSTOM_OPTIONS,
  LAMBDA_PROXY_OPTIONS,
  MOCK_OPTIONS,
} from '../shape/backend-shapes';

/**
 * What answers the requests of a route.
 *
 * @example
 * api.addRoute('GET /health', { backend: Backend.mock({ body: { ok: true } }) });
 */
export class Backend {
  /** A function that receives the request as an event and returns the answer. */
  public static lambdaProxy(handler: lambda.IFunction, options: LambdaProxyOptions = {}): IBackend {
    return new LambdaProxyBackend(
      checkGiven('Backend.lambdaProxy', 'a function', handler),
      checkOptions('Backend.lambdaProxy', options, LAMBDA_PROXY_OPTIONS),
    );
  }

  /** A function whose event and answer are transformed by templates. */
  public static lambdaCustom(handler: lambda.IFunction, options: LambdaCustomOptions = {}): IBackend {
    return new LambdaCustomBackend(
      checkGiven('Backend.lambdaCustom', 'a function', handler),
      checkOptions('Backend.lambdaCustom', options, LAMBDA_CUSTOM_OPTIONS),
    );
  }

  /**
   * An HTTP server that receives the request as it is. Variables of the URL are those of the path:
   * `https://a.example.com/{proxy}`.
   */
  public static httpProxy(url: string, options: HttpProxyOptions = {}): IBackend {
    return new HttpProxyBackend(url, checkOptions('Backend.httpProxy', options, HTTP_PROXY_OPTIONS));
  }

  /** An HTTP server whose request and answer are transformed by templates. */
  public static httpCustom(url: string, options: HttpCustomOptions = {}): IBackend {
    return new HttpCustomBackend(url, checkOptions('Backend.httpCustom', options, HTTP_CUSTOM_OPTIONS));
  }

  /**
   * An action of an AWS service. Those that have a backend of their own need no templates: `SqsBackend`,
   * `DynamoDbBackend`, and others.
   */
  public static aws(options: AwsBackendOptions): IBackend {
    return new AwsBackend(checkOptions('Backend.aws', options, AWS_BACKEND_OPTIONS));
  }

  /** A fixed answer, made by API Gateway without a backend. */
  public static mock(options: MockOptions = {}): IBackend {
    return new MockBackend(checkOptions('Backend.mock', options, MOCK_OPTIONS));
  }

  private constructor() {}
}
