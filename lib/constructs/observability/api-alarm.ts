import type { ErrorAlarmOptions, LatencyAlarmOptions, MetricAlarmOptions, ThrottleAlarmOptions } from './alarm-options';
import { type AlarmRule, errorRule, latencyRule, metricRule, throttleRule } from './alarm-rules';
import { checkOptions } from '../shape/shape';
import {
  ERROR_ALARM_OPTIONS,
  LATENCY_ALARM_OPTIONS,
  METRIC_ALARM_OPTIONS,
  THROTTLE_ALARM_OPTIONS,
} from '../shape/observability-shapes';

/** An alarm of an API, for `addAlarms`. */
export class ApiAlarm {
  /** Too many answers with a status of 500 and above. */
  public static serverErrors(options: ErrorAlarmOptions = {}): ApiAlarm {
    const kind = { id: 'ServerErrors', measure: 'SERVER_ERRORS', text: 'server errors', percent: 1 } as const;
    return new ApiAlarm(errorRule(kind, checkOptions('ApiAlarm.serverErrors', options, ERROR_ALARM_OPTIONS)));
  }

  /** Too many answers with a status of 400 to 499. */
  public static clientErrors(options: ErrorAlarmOptions = {}): ApiAlarm {
    const kind = { id: 'ClientErrors', measure: 'CLIENT_ERRORS', text: 'client errors', percent: 10 } as const;
    return new ApiAlarm(errorRule(kind, checkOptions('ApiAlarm.clientErrors', options, ERROR_ALARM_OPTIONS)));
  }

  /** Answers that take too long. */
  public static latency(options: LatencyAlarmOptions = {}): ApiAlarm {
    const kind = { id: 'Latency', measure: 'LATENCY', text: 'answers' } as const;
    return new ApiAlarm(latencyRule(kind, checkOptions('ApiAlarm.latency', options, LATENCY_ALARM_OPTIONS)));
  }

  /** Backends that take too long. */
  public static integrationLatency(options: LatencyAlarmOptions = {}): ApiAlarm {
    const kind = { id: 'IntegrationLatency', measure: 'INTEGRATION_LATENCY', text: "backends' answers" } as const;
    return new ApiAlarm(latencyRule(kind, checkOptions('ApiAlarm.integrationLatency', options, LATENCY_ALARM_OPTIONS)));
  }

  /**
   * Requests that are refused for being too many: by the stage, a route, or a usage plan. API Gateway does not measure them, so they
   * are counted in the access log, which must be one of CloudWatch Logs in JSON.
   */
  public static throttles(options: ThrottleAlarmOptions = {}): ApiAlarm {
    return new ApiAlarm(throttleRule(checkOptions('ApiAlarm.throttles', options, THROTTLE_ALARM_OPTIONS)));
  }

  /** Anything else, under an id of its own. */
  public static metric(id: string, options: MetricAlarmOptions): ApiAlarm {
    return new ApiAlarm(metricRule(id, checkOptions('ApiAlarm.metric', options, METRIC_ALARM_OPTIONS)));
  }

  private constructor(
    /** @internal */
    public readonly _rule: AlarmRule,
  ) {}

  /** The same alarm for a further stage: names of alarms are unique. @internal */
  public _of(stageName: string): ApiAlarm {
    const { options } = this._rule;
    const { alarmName } = options;
    return new ApiAlarm({
      ...this._rule,
      options: { ...options, alarmName: alarmName === undefined ? undefined : `${alarmName}-${stageName}` },
    });
  }
}
