import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import type { AccessLogConfig } from '../observability/access-log';
import { fieldsByVariable } from '../observability/access-log-fields';
import { type DashboardOptions, findDashboardFaults } from '../observability/dashboard';
import { graph, percentiles, titleRow } from '../observability/dashboard-widgets';
import type { WebSocketMetrics } from './websocket-measures';

/** A stage of a WebSocket API as a dashboard shows it. */
interface ShownStage extends WebSocketMetrics {
  readonly apiName: string;
  readonly stageName: string;
  readonly _accessLog?: AccessLogConfig;
  _route(key: string): WebSocketMetrics;
}

/** Makes the dashboard of an API in its scope, with its first stage. */
export function makeWebSocketDashboard(
  api: Construct,
  stage: ShownStage,
  options: DashboardOptions,
): cloudwatch.Dashboard {
  const { alarms = [], rows = [] } = options;
  const faults = findDashboardFaults(options);
  if (faults.length > 0) throw new ConstructError(api, faults);
  const [title, ...graphs] = renderStage(stage, options);
  return new cloudwatch.Dashboard(api, 'Dashboard', {
    dashboardName: options.dashboardName,
    defaultInterval: options.interval ?? Duration.hours(3),
    widgets: [
      title as cloudwatch.IWidget[],
      alarms.length > 0 ? [new cloudwatch.AlarmStatusWidget({ alarms, width: 24, title: 'Alarms' })] : [],
      ...graphs,
      ...rows,
    ],
  });
}

/** Adds a further stage below all that is there. */
export function showStage(dashboard: cloudwatch.Dashboard, stage: ShownStage, options: DashboardOptions): void {
  for (const row of renderStage(stage, options)) dashboard.addWidgets(...row);
}

function renderStage(stage: ShownStage, options: DashboardOptions): cloudwatch.IWidget[][] {
  const { routes = [], period = Duration.minutes(1) } = options;
  return [
    titleRow(`## ${stage.apiName}, stage ${stage.stageName}`),
    stageRow(stage, period),
    routeTable(stage._accessLog),
    ...routes.map((key) => routeRow(key, stage._route(key), period)),
  ];
}

function stageRow(source: WebSocketMetrics, period: Duration): cloudwatch.IWidget[] {
  const sum = { statistic: 'Sum', period };
  return [
    graph('Handshakes and messages', 3, {
      left: [
        source.metric('ConnectCount', { ...sum, label: 'handshakes' }),
        source.metric('MessageCount', { ...sum, label: 'messages' }),
      ],
    }),
    graph('Errors', 3, { left: errorCounts(source, period) }),
    graph('Latency of backends in ms', 3, { left: percentiles(source, 'IntegrationLatency', period) }),
  ];
}

/** One route: what is sent to it, and how long its backend takes. */
function routeRow(name: string, source: WebSocketMetrics, period: Duration): cloudwatch.IWidget[] {
  return [
    graph(`${name}: messages and errors`, 2, {
      left: [source.metric('MessageCount', { statistic: 'Sum', period, label: 'messages' })],
      right: errorCounts(source, period),
      rightYAxis: { min: 0 },
    }),
    graph(`${name}: latency of the backend in ms`, 2, { left: percentiles(source, 'IntegrationLatency', period) }),
  ];
}

/** Every route with its messages, errors and latencies, read from the access log, since metrics of routes cost extra. */
function routeTable(accessLog: AccessLogConfig | undefined): cloudwatch.IWidget[] {
  const fields = fieldsByVariable(accessLog?.format ?? '');
  const [status, latency, route] = ['status', 'integrationLatency', 'routeKey'].map((name) =>
    fields.get(`$context.${name}`),
  );
  if (!accessLog?.logGroup || !status || !latency || !route) return [];
  const columns = [
    'count(*) as messages',
    `sum(floor(${status} / 400)) as errors`,
    ...[50, 90, 99].map((percentile) => `pct(${latency}, ${percentile}) as p${percentile}`),
  ];
  return [
    new cloudwatch.LogQueryWidget({
      title: 'Routes, latencies of backends in ms',
      logGroupNames: [accessLog.logGroup.logGroupName],
      queryLines: [`stats ${columns.join(', ')} by ${route}`, 'sort messages desc', 'limit 100'],
      view: cloudwatch.LogQueryVisualizationType.TABLE,
      width: 24,
      height: 8,
    }),
  ];
}

function errorCounts(source: WebSocketMetrics, period: Duration): cloudwatch.IMetric[] {
  const { ORANGE, PURPLE, RED } = cloudwatch.Color;
  const errors = [
    ['ClientError', 'refused', ORANGE],
    ['IntegrationError', 'failed backends', RED],
    ['ExecutionError', 'failed in API Gateway', PURPLE],
  ] as const;
  return errors.map(([name, label, color]) => source.metric(name, { statistic: 'Sum', period, label, color }));
}
