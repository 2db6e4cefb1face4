import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/**
 * What is measured of an API, by what it means: `CLIENT_ERRORS` and `SERVER_ERRORS` are shares of the answers from 0 to 1, the latencies
 * milliseconds, the others counts.
 */
export type Measure = 'REQUESTS' | 'CLIENT_ERRORS' | 'SERVER_ERRORS' | 'LATENCY' | 'INTEGRATION_LATENCY' | 'THROTTLES';

/** An API of any kind as its alarms see it. */
export interface ApiMeasures extends IConstruct {
  readonly apiName: string;
  readonly stageName: string;

  /**
   * The metric of a measure, of the whole stage or of a route by its key. What the API does not measure is an error that says so.
   *
   * @internal
   */
  _measureOf(measure: Measure, options: cloudwatch.MetricOptions, route?: string): cloudwatch.IMetric;
}
