import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** What gives a metric of API Gateway its meaning, unless somebody asks for another statistic. */
const STATISTICS: Readonly<Record<string, string>> = {
  Count: 'SampleCount',
  '4XXError': 'Sum',
  '5XXError': 'Sum',
  Latency: 'Average',
  IntegrationLatency: 'Average',
  CacheHitCount: 'Sum',
  CacheMissCount: 'Sum',
  ConnectCount: 'Sum',
  MessageCount: 'Sum',
  IntegrationError: 'Sum',
  ClientError: 'Sum',
  ExecutionError: 'Sum',
};

/** A metric of API Gateway, of whatever the dimensions name: literals, so that alarms of other stacks tie nothing together. */
export function makeMetric(
  metricName: string,
  dimensionsMap: cloudwatch.DimensionsMap,
  props: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  const statistic = STATISTICS[metricName];
  return new cloudwatch.Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap,
    ...(statistic !== undefined && { statistic }),
    ...props,
  });
}

/** What tells the metrics of a REST API from those of others, and those of a route when it is named. */
export function dimensionsOf(
  { apiName, stageName }: { readonly apiName: string; readonly stageName: string },
  route?: { readonly path: string; readonly method: string },
): cloudwatch.DimensionsMap {
  return {
    // CloudWatch gets the name without the characters that it cannot show.
    ApiName: apiName.replace(/[^\x20-\x7e]/g, ''),
    Stage: stageName,
    ...(route && { Resource: route.path, Method: route.method }),
  };
}
