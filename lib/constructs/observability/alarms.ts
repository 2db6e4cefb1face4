import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** What an API measures that an alarm may watch. */
export interface IAlarmedApi {
  /** Name of the API. */
  readonly apiName: string;

  /** Any metric of the stage. */
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;
}
