import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AccessLogConfig } from '../observability/access-log';
import type { Measure } from '../observability/api-measures';
import { type LoggedApi, makeThrottleMetric } from '../observability/throttle-metric';

/** Whoever has the metrics of a WebSocket API: a stage, or a route. */
export interface WebSocketMetrics {
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;
}

/** What a measure is read from. */
interface MeasureSource {
  readonly api: LoggedApi & WebSocketMetrics;
  readonly accessLog?: AccessLogConfig;
  readonly route?: WebSocketMetrics & { readonly routeKey: string };
}

/** The metric of a measure, of a stage or of a route. */
export function measureWebSocket(
  { api, accessLog, route }: MeasureSource,
  measure: Measure,
  options: cloudwatch.MetricOptions,
): cloudwatch.IMetric {
  const source = route ?? api;
  switch (measure) {
    case 'REQUESTS':
      return countRequests(source, options);
    case 'CLIENT_ERRORS':
      return shareOf(source, ['ClientError'], options);
    case 'SERVER_ERRORS':
      return shareOf(source, ['IntegrationError', 'ExecutionError'], options);
    case 'INTEGRATION_LATENCY':
      return source.metric('IntegrationLatency', { statistic: 'Average', ...options });
    case 'THROTTLES':
      return makeThrottleMetric(
        api,
        accessLog,
        options,
        route && { name: route.routeKey, values: { '$context.routeKey': route.routeKey } },
      );
    default:
      throw new Error('API Gateway measures no latency of WebSocket APIs: use ApiAlarm.integrationLatency()');
  }
}

/** Handshakes and messages. */
function countRequests(source: WebSocketMetrics, { period }: cloudwatch.MetricOptions): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: 'FILL(connects, 0) + FILL(messages, 0)',
    usingMetrics: requestMetrics(source, period),
    label: 'handshakes and messages',
    period,
  });
}

/** The share of handshakes and messages that ended in such an error, from 0 to 1. */
function shareOf(
  source: WebSocketMetrics,
  names: readonly string[],
  { period }: cloudwatch.MetricOptions,
): cloudwatch.MathExpression {
  const errors = names.map((name): [string, cloudwatch.Metric] => [
    name.charAt(0).toLowerCase() + name.slice(1),
    source.metric(name, { statistic: 'Sum', period }),
  ]);
  const sum = errors.map(([id]) => `FILL(${id}, 0)`).join(' + ');
  return new cloudwatch.MathExpression({
    expression: `(${sum}) / (FILL(connects, 0) + FILL(messages, 0))`,
    usingMetrics: { ...Object.fromEntries(errors), ...requestMetrics(source, period) },
    label: 'share of errors',
    period,
  });
}

function requestMetrics(source: WebSocketMetrics, period: cloudwatch.MetricOptions['period']) {
  const sum = { statistic: 'Sum', period };
  return { connects: source.metric('ConnectCount', sum), messages: source.metric('MessageCount', sum) };
}
