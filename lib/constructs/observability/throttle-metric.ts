import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import type { AccessLogConfig } from './access-log';
import { fieldsByVariable } from './access-log-fields';

/** An API as its access log is counted. */
export interface LoggedApi extends Construct {
  readonly apiName: string;
  readonly stageName: string;
}

/** A route that is counted alone. */
export interface CountedRoute {
  readonly name: string;
  /** What the access log says of its requests, by variables. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Requests refused for being too many, which API Gateway counts among all client errors: a filter of the access log counts them
 * apart. It is made when it is first asked for.
 */
export function makeThrottleMetric(
  api: LoggedApi,
  accessLog: AccessLogConfig | undefined,
  options: cloudwatch.MetricOptions = {},
  route?: CountedRoute,
): cloudwatch.Metric {
  const id = route ? `Throttles ${route.name}` : 'Throttles';
  const made = api.node.tryFindChild(id) as logs.MetricFilter | undefined;
  const filter = made ?? makeFilter(api, id, accessLog, route);
  return filter.metric({ statistic: 'Sum', ...options });
}

function makeFilter(
  api: LoggedApi,
  id: string,
  accessLog: AccessLogConfig | undefined,
  route: CountedRoute | undefined,
): logs.MetricFilter {
  const fields = fieldsByVariable(accessLog?.format ?? '');
  const conditions = Object.entries({ '$context.status': '429', ...route?.values }).map(([variable, value]) => ({
    variable,
    value,
    field: fields.get(variable),
  }));
  const missing = conditions.filter(({ field }) => field === undefined).map(({ variable }) => variable);
  if (!accessLog?.logGroup || missing.length > 0) {
    const lacks = missing.length > 0 ? `, with ${missing.join(' and ')} in fields of their own` : '';
    throw new ConstructError(
      api,
      `refused requests are counted in the access log, which must be a log group's, in JSON${lacks}: give the API such an "accessLog"`,
    );
  }
  return new logs.MetricFilter(api, id, {
    logGroup: accessLog.logGroup,
    metricNamespace: 'Gatehouse',
    metricName: [api.apiName, api.stageName, id].join('/').replace(/[^\x20-\x7e]|[:*$]/g, ''),
    filterPattern: logs.FilterPattern.all(
      ...conditions.map(({ field, value }) => logs.FilterPattern.stringValue(`$.${field}`, '=', value)),
    ),
    metricValue: '1',
    defaultValue: 0,
  });
}
