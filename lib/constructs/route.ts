import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IAuthorizer } from './authorizers/authorizer-config';
import type { RouteResponse } from './contract/route-response';
import type { BackendConfig, IBackend } from './integrations/backend-config';
import { dimensionsOf, makeMetric } from './observability/api-metrics';
import type { RequestValue } from './request-value';
import type { RouteKey } from './route-key';
import type { RouteCacheOptions } from './traffic/cache-options';

/** What may be said of every route, whatever answers it. */
export interface RouteSettings {
  /**
   * Who may call the route.
   *
   * @default - the authorizer of the API
   */
  readonly authorizer?: IAuthorizer;

  /**
   * Whether callers must also send an API key of a usage plan.
   *
   * @default - what the API says
   */
  readonly apiKeyRequired?: boolean;

  /**
   * Requests that the stage takes for this route, whoever sends them. What is left out is as for the whole stage.
   *
   * @default - as for the whole stage
   */
  readonly throttle?: apigateway.ThrottleSettings;

  /**
   * How answers of the route are cached. Only GET and HEAD are.
   *
   * @default - as the API's `cache` says, and not at all without it
   */
  readonly cache?: RouteCacheOptions;

  /**
   * JSON Schema of the body, as an object or an `ApiModel`. Requests with another JSON body are refused. Bodies of
   * other content types are not looked at.
   *
   * @default - bodies are not looked at
   */
  readonly requestBody?: any;

  /**
   * Parameters of the query string and headers without which a request is refused.
   *
   * @default - none
   */
  readonly requiredParameters?: RequestValue[];

  /**
   * Answers by status code, for the OpenAPI document.
   *
   * @default - answers are not described
   */
  readonly responses?: { readonly [statusCode: string]: RouteResponse };

  /**
   * Name of the operation in the OpenAPI document, for generated clients.
   *
   * @default - the operation has no name
   */
  readonly operationName?: string;
}

/** A route: exactly one of `entry`, `handler` and `backend` answers it. */
export interface RouteOptions extends RouteSettings {
  /**
   * JavaScript or TypeScript file with the function's code, absolute or relative to the working directory. It is
   * bundled into a function in the API's stack; routes with the same entry share it.
   *
   * @default - `handler` or `backend` answers
   */
  readonly entry?: string;

  /**
   * A function, alias, or imported function.
   *
   * @default - `entry` or `backend` answers
   */
  readonly handler?: lambda.IFunction;

  /**
   * Anything else, made by `Backend`.
   *
   * @default - `entry` or `handler` answers
   */
  readonly backend?: IBackend;
}

/** The API as a route knows it. */
interface RouteOwner {
  readonly apiName: string;
  readonly stageName: string;
  arnForExecute(method?: string, path?: string): string;
  _measure(route: RouteKey): void;
}

/** A route of an API. What it grants on, and is granted, is the function or the role behind it. */
export class Route implements iam.IGrantable {
  /** @internal */
  public static _of(owner: RouteOwner, key: RouteKey, backend: BackendConfig): Route {
    return new Route(owner, key, backend);
  }

  /** Method of the route, `ANY` included. */
  public readonly method: string;

  /** Path of the route, with its variables in braces. */
  public readonly path: string;

  private constructor(
    private readonly owner: RouteOwner,
    private readonly key: RouteKey,
    private readonly backend: BackendConfig,
  ) {
    this.method = key.method;
    this.path = key.path;
  }

  /** The function that answers. Routes that no function answers have none, and say so. */
  public get handler(): lambda.IFunction {
    if (this.backend.handler) return this.backend.handler;
    throw new Error(`route "${this.method} ${this.path}" is not answered by a function`);
  }

  /** The principal of the function or role behind the route. Routes without either say so. */
  public get grantPrincipal(): iam.IPrincipal {
    const grantable = this.backend.role ?? this.backend.handler;
    if (grantable) return grantable.grantPrincipal;
    throw new Error(
      `route "${this.method} ${this.path}" has neither function nor role, so nothing can be granted to it`,
    );
  }

  /** Allows a principal to call the route, where the route's authorizer is IAM. */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: [this.owner.arnForExecute(this.method, this.path)],
    });
  }

  /**
   * Allows a principal to have the route's cached answers replaced, by `Cache-Control: max-age=0`. Of all others API Gateway ignores
   * that header.
   */
  public grantInvalidateCache(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:InvalidateCache'],
      resourceArns: [this.owner.arnForExecute(this.method, this.path)],
    });
  }

  /** Requests to the route. Asking for it switches the route's own metrics on, which cost extra. */
  public metricCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Count', props);
  }

  /** Answers of the route with a status of 400 to 499. */
  public metricClientError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('4XXError', props);
  }

  /** Answers of the route with a status of 500 and above. */
  public metricServerError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('5XXError', props);
  }

  /** Milliseconds from a request of the route to its answer. */
  public metricLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Latency', props);
  }

  /** Milliseconds that the route's backend took. */
  public metricIntegrationLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationLatency', props);
  }

  /** Requests of the route that the cache answered. */
  public metricCacheHitCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('CacheHitCount', props);
  }

  /** Requests of the route that the cache could not answer. */
  public metricCacheMissCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('CacheMissCount', props);
  }

  /** Any metric of the route. Asking for it switches the route's own metrics on, which cost extra. */
  public metric(metricName: string, props: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    this.owner._measure(this.key);
    return makeMetric(metricName, dimensionsOf(this.owner, this.key), props);
  }
}
