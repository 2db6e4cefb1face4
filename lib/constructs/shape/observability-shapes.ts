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
  members: { fields: 'optional', format: 'optional' },
};

export const ACCESS_LOG_GROUP_OPTIONS: Shape<AccessLogGroupOptions> = {
  members: {
    ...ACCESS_LOG_FORMAT_OPTIONS.members,
    logGroup: 'optional',
    retention: 'optional',
    removalPolicy: 'optional',
  },
};

export const ALARM_OPTIONS: Shape<AlarmOptions> = {
  members: {
    evaluationPeriods: 'optional',
    datapointsToAlarm: 'optional',
    alarmName: 'optional',
    description: 'optional',
    actions: 'optional',
  },
};

export const API_ALARM_OPTIONS: Shape<ApiAlarmOptions> = {
  members: { ...ALARM_OPTIONS.members, route: 'optional', id: 'optional', period: 'optional' },
};

export const ERROR_ALARM_OPTIONS: Shape<ErrorAlarmOptions> = {
  members: { ...API_ALARM_OPTIONS.members, percent: 'optional', minimumRequests: 'optional' },
};

export const LATENCY_ALARM_OPTIONS: Shape<LatencyAlarmOptions> = {
  members: { ...API_ALARM_OPTIONS.members, percentile: 'optional', threshold: 'optional' },
};

export const THROTTLE_ALARM_OPTIONS: Shape<ThrottleAlarmOptions> = {
  members: { ...API_ALARM_OPTIONS.members, count: 'optional' },
};

export const METRIC_ALARM_OPTIONS: Shape<MetricAlarmOptions> = {
  members: { ...ALARM_OPTIONS.members, metric: 'required', threshold: 'required', comparisonOperator: 'optional' },
};

export const ALARMS_OPTIONS: Shape<AlarmsOptions> = {
  members: { alarms: 'optional', actions: 'optional', okActions: 'optional' },
};

export const DASHBOARD_OPTIONS: Shape<DashboardOptions> = {
  members: {
    dashboardName: 'optional',
    interval: 'optional',
    period: 'optional',
    alarms: 'optional',
    routes: 'optional',
    rows: 'optional',
  },
};

export const API_GATEWAY_LOGGING_PROPS: Shape<ApiGatewayLoggingProps> = {
  members: { role: 'optional' },
};
