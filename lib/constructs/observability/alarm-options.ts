import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';

/** What every alarm may say. */
export interface AlarmOptions {
  /**
   * Periods that are looked at.
   *
   * @default 5
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of these must be too bad.
   *
   * @default - 3, or all if fewer are looked at
   */
  readonly datapointsToAlarm?: number;

  /**
   * Name of the alarm.
   *
   * @default - CloudFormation names it
   */
  readonly alarmName?: string;

  /**
   * What to do, for those whom the alarm wakes.
   *
   * @default - what is measured, of which API, and what it should be
   */
  readonly description?: string;

  /**
   * What happens when the alarm goes off.
   *
   * @default - what `addAlarms` says
   */
  readonly actions?: cloudwatch.IAlarmAction[];
}

/** What every alarm may say whose metric the API finds. */
export interface ApiAlarmOptions extends AlarmOptions {
  /**
   * Key of a route that the alarm watches alone: `POST /orders`. This switches the route's own metrics on, which cost extra.
   *
   * @default - the whole stage
   */
  readonly route?: string;

  /**
   * What tells the alarm from another one of its kind.
   *
   * @default - it is the only one of its kind
   */
  readonly id?: string;

  /**
   * Time that is measured at once.
   *
   * @default Duration.minutes(1)
   */
  readonly period?: Duration;
}

/** An alarm when too many answers are errors. */
export interface ErrorAlarmOptions extends ApiAlarmOptions {
  /**
   * Percent of the answers of a period that may be errors.
   *
   * @default - 1 for server errors, 10 for client errors
   */
  readonly percent?: number;

  /**
   * Requests of a period below which errors do not count, so that one of two at night wakes nobody.
   *
   * @default - any number counts
   */
  readonly minimumRequests?: number;
}

/** An alarm when answers take too long. */
export interface LatencyAlarmOptions extends ApiAlarmOptions {
  /**
   * Percent of the answers that must be in time, above 0 and at most 100.
   *
   * @default 99
   */
  readonly percentile?: number;

  /**
   * How long these may take.
   *
   * @default Duration.seconds(3)
   */
  readonly threshold?: Duration;
}

/** An alarm when requests are refused for being too many. */
export interface ThrottleAlarmOptions extends ApiAlarmOptions {
  /**
   * Refused requests of a period that may be.
   *
   * @default 0
   */
  readonly count?: number;
}

/** An alarm on any metric. */
export interface MetricAlarmOptions extends AlarmOptions {
  /** What is measured. */
  readonly metric: cloudwatch.IMetric;

  /** What the metric is compared with. */
  readonly threshold: number;

  /**
   * How it is compared.
   *
   * @default ComparisonOperator.GREATER_THAN_THRESHOLD
   */
  readonly comparisonOperator?: cloudwatch.ComparisonOperator;
}
