import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { BackendConfig } from '../integrations/backend-config';

interface RouteParts {
  readonly route: apigatewayv2.CfnRoute;
  readonly integration: apigatewayv2.CfnIntegration;
  readonly backend: BackendConfig;
}

/** The API as a route knows it. */
interface RouteOwner {
  _metric(metricName: string, props: cloudwatch.MetricOptions, route?: string): cloudwatch.Metric;
  _measure(routeKey: string): void;
}

/** A route of a WebSocket API. What it grants on, and is granted, is the function or the role behind it. */
export class WebSocketRoute implements iam.IGrantable {
  /** @internal */
  public static _of(owner: RouteOwner, parts: RouteParts): WebSocketRoute {
    return new WebSocketRoute(owner, parts);
  }

  /** What chooses the route: `$connect`, or the value in a message. */
  public readonly routeKey: string;

  /** The inner route. */
  public readonly route: apigatewayv2.CfnRoute;

  /** The inner integration, which routes to one function share. */
  public readonly integration: apigatewayv2.CfnIntegration;

  private readonly backend: BackendConfig;

  private constructor(
    private readonly owner: RouteOwner,
    { route, integration, backend }: RouteParts,
  ) {
    this.routeKey = route.routeKey;
    this.route = route;
    this.integration = integration;
    this.backend = backend;
  }

  /** The function that answers. Routes that no function answers have none, and say so. */
  public get handler(): lambda.IFunction {
    if (this.backend.handler) return this.backend.handler;
    throw new Error(`route "${this.routeKey}" is not answered by a function`);
  }

  /** The principal of the function or role behind the route. Routes without either say so. */
  public get grantPrincipal(): iam.IPrincipal {
    const grantable = this.backend.role ?? this.backend.handler;
    if (grantable) return grantable.grantPrincipal;
    throw new Error(`route "${this.routeKey}" has neither function nor role, so nothing can be granted to it`);
  }

  /** Messages that chose the route. Asking for it switches the route's own metrics on, which cost extra. */
  public metricMessageCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('MessageCount', props);
  }

  /** Calls of the route's backend that failed. */
  public metricIntegrationError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationError', props);
  }

  /** Milliseconds that the route's backend took. */
  public metricIntegrationLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationLatency', props);
  }

  /** Any metric of the route. Asking for it switches the route's own metrics on, which cost extra. */
  public metric(metricName: string, props: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    this.owner._measure(this.routeKey);
    return this.owner._metric(metricName, props, this.routeKey);
  }
}
