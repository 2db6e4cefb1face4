import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type {
  AlarmOptions,
  ApiAlarmOptions,
  ErrorAlarmOptions,
  LatencyAlarmOptions,
  MetricAlarmOptions,
  ThrottleAlarmOptions,
} from './alarm-options';
import type { ApiMeasures, Measure } from './api-measures';

/** What an alarm watches, and when it goes off. */
export interface AlarmRule {
  readonly id: string;
  readonly options: AlarmOptions;
  readonly description: string;
  readonly threshold: number;
  readonly comparisonOperator?: cloudwatch.ComparisonOperator;
  readonly isPercentile?: true;
  /** Whether the metric is the user's own, of whatever it may be. */
  readonly isGiven?: true;
  readonly fault?: string;
  metricOf(api: ApiMeasures): cloudwatch.IMetric;
}

interface Kind {
  readonly id: string;
  readonly measure: Measure;
  readonly text: string;
}

export function errorRule(
  { id, measure, text, percent: usual }: Kind & { readonly percent: number },
  options: ErrorAlarmOptions,
): AlarmRule {
  const { percent = usual, minimumRequests } = options;
  return {
    id: idOf(id, options),
    options,
    description: `more than ${percent} % ${text}${placeOf(options)}`,
    threshold: percent / 100,
    metricOf: (api) => {
      const rate = find(api, measure, options);
      if (minimumRequests === undefined) return rate;
      const usingMetrics = { rate, requests: find(api, 'REQUESTS', options) };
      const expression = `IF(requests >= ${minimumRequests}, rate, 0)`;
      return new cloudwatch.MathExpression({ expression, usingMetrics, label: text, period: periodOf(options) });
    },
    fault: percent >= 0 && percent < 100 ? undefined : `percent must be 0 to below 100, got "${percent}"`,
  };
}

export function latencyRule({ id, measure, text }: Kind, options: LatencyAlarmOptions): AlarmRule {
  const { percentile = 99, threshold = Duration.seconds(3) } = options;
  const isPercentile = percentile > 0 && percentile <= 100;
  return {
    id: idOf(`${id}P${percentile}`, options),
    options,
    description: `${percentile} % of the ${text}${placeOf(options)} not within ${threshold.toMilliseconds()} ms`,
    threshold: threshold.toMilliseconds(),
    isPercentile: true,
    metricOf: (api) => find(api, measure, options, `p${percentile}`),
    fault: isPercentile ? undefined : `percentile must be above 0 and at most 100, got "${percentile}"`,
  };
}

export function throttleRule(options: ThrottleAlarmOptions): AlarmRule {
  const { count = 0 } = options;
  return {
    id: idOf('Throttles', options),
    options,
    description: `more than ${count} requests${placeOf(options)} refused for being too many`,
    threshold: count,
    metricOf: (api) => find(api, 'THROTTLES', options),
    fault: count >= 0 ? undefined : `count must be 0 or more, got "${count}"`,
  };
}

export function metricRule(id: string, options: MetricAlarmOptions): AlarmRule {
  const { metric, threshold, comparisonOperator } = options;
  return {
    id,
    options,
    description: `${id} beyond ${threshold}`,
    threshold,
    comparisonOperator,
    isGiven: true,
    metricOf: () => metric,
  };
}

function find(api: ApiMeasures, measure: Measure, options: ApiAlarmOptions, statistic?: string): cloudwatch.IMetric {
  return api._measureOf(measure, { period: periodOf(options), ...(statistic && { statistic }) }, options.route);
}

function periodOf({ period = Duration.minutes(1) }: ApiAlarmOptions): Duration {
  return period;
}

function idOf(kind: string, { id, route }: ApiAlarmOptions): string {
  return [kind, id, route].filter((part) => part !== undefined).join(' ');
}

function placeOf({ route }: ApiAlarmOptions): string {
  return route === undefined ? '' : ` of "${route}"`;
}
