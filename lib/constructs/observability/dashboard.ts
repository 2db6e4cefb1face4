import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import type { AccessLogConfig } from './access-log';
import {
  cacheRow,
  type GraphedMetrics,
  latencyRow,
  routeRow,
  routeTable,
  titleRow,
  trafficRow,
} from './dashboard-widgets';
import { LateWidget } from './late-widget';
import { findShapeFaults, OPTIONS } from '../shape/shape';
import { DASHBOARD_OPTIONS } from '../shape/observability-shapes';

/** CloudWatch takes 500 widgets on a dashboard; a route has two, and some are for the whole API. */
const MOST_ROUTES = 240;

/** What a dashboard of an API shows. */
export interface DashboardOptions {
  /**
   * Name of the dashboard: letters, digits, "-" and "_". It is one for all regions of the account.
   *
   * @default - CloudFormation names it
   */
  readonly dashboardName?: string;

  /**
   * Time that the dashboard shows at first.
   *
   * @default Duration.hours(3)
   */
  readonly interval?: Duration;

  /**
   * Time that one point of a graph covers.
   *
   * @default Duration.minutes(1)
   */
  readonly period?: Duration;

  /**
   * Alarms whose states stand on top: what `addAlarms` returned.
   *
   * @default - none
   */
  readonly alarms?: cloudwatch.IAlarm[];

  /**
   * Keys of routes that get graphs of their own: `POST /orders`. This switches their own metrics on, which cost extra. All routes
   * stand in a table anyway, which is read from the access log where that is one of CloudWatch Logs, in JSON, with status, latency,
   * method and resource path.
   *
   * @default - none
   */
  readonly routes?: string[];

  /**
   * Rows of your own, below all but the cache's.
   *
   * @default - none
   */
  readonly rows?: cloudwatch.IWidget[][];
}

/** A REST API as a dashboard shows it. */
export interface ShownApi extends GraphedMetrics, Construct {
  readonly apiName: string;
  readonly stageName: string;
  route(key: string): GraphedMetrics;
}

/** What the dashboard must know beside the metrics. */
export interface DashboardParts {
  readonly accessLog?: AccessLogConfig;
  /** Whether the API has a cache, once all routes are there. */
  readonly usesCache: () => boolean;
}

/** Makes the dashboard of an API, in its scope. */
export function makeDashboard(api: ShownApi, options: DashboardOptions, parts: DashboardParts): cloudwatch.Dashboard {
  const { routes = [], alarms = [], rows = [], period = Duration.minutes(1) } = options;
  const faults = findDashboardFaults(options);
  if (faults.length > 0) throw new ConstructError(api, faults);
  const style = { period };
  return new cloudwatch.Dashboard(api, 'Dashboard', {
    dashboardName: options.dashboardName,
    defaultInterval: options.interval ?? Duration.hours(3),
    widgets: [
      titleRow(`## ${api.apiName}, stage ${api.stageName}`),
      alarms.length > 0 ? [new cloudwatch.AlarmStatusWidget({ alarms, width: 24, title: 'Alarms' })] : [],
      trafficRow(api, style),
      latencyRow(api, style),
      routeTable(parts.accessLog),
      ...routes.map((key) => routeRow(key, api.route(key), style)),
      ...rows,
      cacheRow(api, style).map((widget) => new LateWidget(widget, parts.usesCache)),
    ],
  });
}

export function findDashboardFaults(options: DashboardOptions): string[] {
  return findShapeFaults(options, DASHBOARD_OPTIONS, () => findValueFaults(options), OPTIONS);
}

function findValueFaults({ dashboardName, routes = [] }: DashboardOptions): string[] {
  const faults: string[] = [];
  if (dashboardName !== undefined && !Token.isUnresolved(dashboardName) && !/^[\w-]{1,255}$/.test(dashboardName)) {
    faults.push(`dashboardName must be letters, digits, "-" and "_", got "${dashboardName}"`);
  }
  if (routes.length > MOST_ROUTES) {
    faults.push(`routes must be at most ${MOST_ROUTES} on one dashboard, got ${routes.length}: the table has them all`);
  }
  return faults;
}
