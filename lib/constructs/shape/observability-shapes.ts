import type { AccessLogFormatOptions, AccessLogGroupOptions } from '../observability/access-log';
import type {
  AlarmOptions,
  ApiAlarmOptions,
  ErrorAlarmOptions,
  LatencyAlarmOptions,
  ThrottleAlarmOptions,
  MetricAlarmOptions,
} from '../observability/alarm-options';
import type { AlarmsOptions } from '../observability/alarms';
import type { DashboardOptions } from '../observability/dashboard';
import type { ApiGatewayLoggingProps } from '../observability/api-gateway-logging';
import type { Shape } from './shape';

export const ACCESS_LOG_FORMAT_OPTIONS: Shape<AccessLogFormatOptions> = {
  members: { fields: 'textMap', format: 'object' },
};

export const ACCESS_LOG_GROUP_OPTIONS: Shape<AccessLogGroupOptions> = {
  members: {
    ...ACCESS_LOG_FORMAT_OPTIONS.members,
    logGroup: 'object',
    retention: 'number',
    removalPolicy: 'text',
  },
};

export const ALARM_OPTIONS: Shape<AlarmOptions> = {
  members: {
    evaluationPeriods: 'number',
    datapointsToAlarm: 'number',
    alarmName: 'text',
    description: 'text',
    actions: 'actions',
  },
};

export const API_ALARM_OPTIONS: Shape<ApiAlarmOptions> = {
  members: { ...ALARM_OPTIONS.members, route: 'text', id: 'text', period: 'duration' },
};

export const ERROR_ALARM_OPTIONS: Shape<ErrorAlarmOptions> = {
  members: { ...API_ALARM_OPTIONS.members, percent: 'number', minimumRequests: 'number' },
};

export const LATENCY_ALARM_OPTIONS: Shape<LatencyAlarmOptions> = {
  members: { ...API_ALARM_OPTIONS.members, percentile: 'number', threshold: 'duration' },
};

export const THROTTLE_ALARM_OPTIONS: Shape<ThrottleAlarmOptions> = {
  members: { ...API_ALARM_OPTIONS.members, count: 'number' },
};

export const METRIC_ALARM_OPTIONS: Shape<MetricAlarmOptions> = {
  members: { ...ALARM_OPTIONS.members, metric: 'object!', threshold: 'number!', comparisonOperator: 'text' },
};

export const ALARMS_OPTIONS: Shape<AlarmsOptions> = {
  members: { alarms: 'alarms', actions: 'actions', okActions: 'actions' },
};

export const DASHBOARD_OPTIONS: Shape<DashboardOptions> = {
  members: {
    dashboardName: 'text',
    interval: 'duration',
    period: 'duration',
    alarms: 'objects',
    routes: 'texts',
    rows: 'list',
  },
};

export const API_GATEWAY_LOGGING_PROPS: Shape<ApiGatewayLoggingProps> = {
  members: { role: 'object' },
};
