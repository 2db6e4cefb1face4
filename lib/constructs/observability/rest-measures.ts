import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AccessLogConfig } from './access-log';
import type { Measure } from './api-measures';
import { type CountedRoute, type LoggedApi, makeThrottleMetric } from './throttle-metric';

/** Names of a REST API's metrics, and the statistic that gives them their meaning. */
const METRICS: Readonly<Record<Exclude<Measure, 'THROTTLES'>, readonly [string, string]>> = {
  REQUESTS: ['Count', 'SampleCount'],
  // Each answer adds a 0 or a 1, so that the average is the share.
  CLIENT_ERRORS: ['4XXError', 'Average'],
  SERVER_ERRORS: ['5XXError', 'Average'],
  LATENCY: ['Latency', 'Average'],
  INTEGRATION_LATENCY: ['IntegrationLatency', 'Average'],
};

/** Whoever has the metrics of `AWS/ApiGateway`: an API, or one of its routes. */
interface RestMetrics {
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;
}

interface RestRoute extends RestMetrics {
  readonly method: string;
  readonly path: string;
}

/** What a measure is read from. */
export interface RestMeasureSource {
  readonly api: LoggedApi & RestMetrics;
  readonly accessLog?: AccessLogConfig;
  readonly route?: RestRoute;
}

/** The metric of a measure, of a REST API or of a route. */
export function measureRest(
  { api, accessLog, route }: RestMeasureSource,
  measure: Measure,
  options: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  if (measure === 'THROTTLES') return makeThrottleMetric(api, accessLog, options, route && countRoute(route));
  const [name, statistic] = METRICS[measure];
  return (route ?? api).metric(name, { statistic, ...options });
}

function countRoute({ method, path }: RestRoute): CountedRoute {
  const values = { '$context.resourcePath': path, ...(method !== 'ANY' && { '$context.httpMethod': method }) };
  return { name: `${method} ${path}`, values };
}
