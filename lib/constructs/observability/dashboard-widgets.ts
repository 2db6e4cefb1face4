import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import type { AccessLogConfig } from './access-log';
import { fieldsByVariable } from './access-log-fields';

/** CloudWatch lays widgets out on a grid of this many columns. */
const GRID = 24;
const HEIGHT = 6;

/** Whatever has the metrics of a REST API: the API itself, or a route. */
export interface GraphedMetrics {
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;
}

/** How graphs are drawn. */
export interface GraphStyle {
  readonly period: Duration;
}

export function titleRow(text: string): cloudwatch.IWidget[] {
  return [new cloudwatch.TextWidget({ markdown: text, width: GRID, height: 1 })];
}

export function trafficRow(source: GraphedMetrics, { period }: GraphStyle): cloudwatch.IWidget[] {
  const errorRate = (metricName: string, id: string, label: string) =>
    new cloudwatch.MathExpression({
      expression: `100 * ${id}`,
      usingMetrics: { [id]: source.metric(metricName, { statistic: 'Average', period }) },
      label,
      period,
    });
  return [
    graph('Requests', 3, { left: [source.metric('Count', { statistic: 'SampleCount', period, label: 'requests' })] }),
    graph('Errors', 3, { left: errorCounts(source, period) }),
    graph('Error rate in %', 3, {
      left: [
        errorRate('4XXError', 'clientErrors', 'client errors'),
        errorRate('5XXError', 'serverErrors', 'server errors'),
      ],
      leftYAxis: { min: 0, max: 100 },
    }),
  ];
}

export function latencyRow(source: GraphedMetrics, { period }: GraphStyle): cloudwatch.IWidget[] {
  return [
    graph('Latency in ms', 2, { left: percentiles(source, 'Latency', period) }),
    graph('Latency of backends in ms', 2, { left: percentiles(source, 'IntegrationLatency', period) }),
  ];
}

/** One route: what is called, and how long it takes. */
export function routeRow(name: string, source: GraphedMetrics, { period }: GraphStyle): cloudwatch.IWidget[] {
  return [
    graph(`${name}: requests and errors`, 2, {
      left: [source.metric('Count', { statistic: 'SampleCount', period, label: 'requests' })],
      right: errorCounts(source, period),
      rightYAxis: { min: 0 },
    }),
    graph(`${name}: latency in ms`, 2, {
      left: [
        ...percentiles(source, 'Latency', period),
        source.metric('IntegrationLatency', { statistic: 'p99', period, label: 'backend p99' }),
      ],
    }),
  ];
}

export function cacheRow(source: GraphedMetrics, { period }: GraphStyle): cloudwatch.IWidget[] {
  const hits = source.metric('CacheHitCount', { statistic: 'Sum', period, label: 'hits' });
  const misses = source.metric('CacheMissCount', { statistic: 'Sum', period, label: 'misses' });
  const rate = new cloudwatch.MathExpression({
    expression: '100 * hits / (hits + misses)',
    usingMetrics: { hits, misses },
    label: 'answered by the cache',
    period,
  });
  return [
    graph('Cache hits and misses', 2, { left: [hits, misses], stacked: true }),
    graph('Cache hit rate in %', 2, { left: [rate], leftYAxis: { min: 0, max: 100 } }),
  ];
}

/**
 * Every route with its requests, errors and latencies, read from the access log, since metrics of routes cost extra. None if the log
 * is not one of CloudWatch Logs in JSON, or lacks what is shown.
 */
export function routeTable(accessLog: AccessLogConfig | undefined): cloudwatch.IWidget[] {
  const fields = fieldsByVariable(accessLog?.format ?? '');
  const [status, latency, method, path] = ['status', 'responseLatency', 'httpMethod', 'resourcePath'].map((name) =>
    fields.get(`$context.${name}`),
  );
  if (!accessLog?.logGroup || !status || !latency || !method || !path) return [];
  const atLeast = (code: number) => `sum(floor(${status} / ${code}))`;
  const columns = [
    'count(*) as requests',
    // Whole hundreds, because a comparison is no number that could be summed up.
    `${atLeast(400)} - ${atLeast(500)} as clientErrors`,
    `${atLeast(500)} as serverErrors`,
    ...[50, 90, 99].map((percentile) => `pct(${latency}, ${percentile}) as p${percentile}`),
  ];
  return [
    new cloudwatch.LogQueryWidget({
      title: 'Routes, latencies in ms',
      logGroupNames: [accessLog.logGroup.logGroupName],
      queryLines: [`stats ${columns.join(', ')} by ${method}, ${path}`, 'sort requests desc', 'limit 100'],
      view: cloudwatch.LogQueryVisualizationType.TABLE,
      width: GRID,
      height: 2 * HEIGHT,
    }),
  ];
}

function errorCounts(source: GraphedMetrics, period: Duration): cloudwatch.IMetric[] {
  return [
    source.metric('4XXError', { statistic: 'Sum', period, label: 'client errors', color: cloudwatch.Color.ORANGE }),
    source.metric('5XXError', { statistic: 'Sum', period, label: 'server errors', color: cloudwatch.Color.RED }),
  ];
}

export function percentiles(source: GraphedMetrics, metricName: string, period: Duration): cloudwatch.IMetric[] {
  return ['p50', 'p90', 'p99'].map((statistic) => source.metric(metricName, { statistic, period, label: statistic }));
}

/** A graph that takes one of so many equal parts of a row. */
export function graph(title: string, parts: number, props: cloudwatch.GraphWidgetProps): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({
    leftYAxis: { min: 0 },
    ...props,
    title,
    width: GRID / parts,
    height: HEIGHT,
  });
}
