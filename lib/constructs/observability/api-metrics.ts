import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Names that tell one API's metrics from another's: literals, so that alarms of other stacks tie nothing together. */
export interface MetricSource {
  readonly apiName: string;
  readonly stageName: string;
}

/** A metric of a whole API, or of a route when it is named. */
export function makeMetric(
  { apiName, stageName }: MetricSource,
  metricName: string,
  props: cloudwatch.MetricOptions,
  route?: { readonly path: string; readonly method: string },
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: {
      // CloudWatch gets the name without the characters that it cannot show.
      ApiName: apiName.replace(/[^\x20-\x7e]/g, ''),
      Stage: stageName,
      ...(route && { Resource: route.path, Method: route.method }),
    },
    ...props,
  });
}
