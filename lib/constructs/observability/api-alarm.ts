import type { ErrorAlarmOptions, LatencyAlarmOptions, MetricAlarmOptions, ThrottleAlarmOptions } from './alarm-options';
import { type AlarmRule, errorRule, latencyRule, metricRule, throttleRule } from './alarm-rules';

/** An alarm of an API, for `addAlarms`. */
export class ApiAlarm {
  /** Too many answers with a status of 500 and above. */
  public static serverErrors(options: ErrorAlarmOptions = {}): ApiAlarm {
    const kind = { id: 'ServerErrors', measure: 'SERVER_ERRORS', text: 'server errors', percent: 1 } as const;
    return new ApiAlarm(errorRule(kind, options));
  }

  /** Too many answers with a status of 400 to 499. */
  public static clientErrors(options: ErrorAlarmOptions = {}): ApiAlarm {
    const kind = { id: 'ClientErrors', measure: 'CLIENT_ERRORS', text: 'client errors', percent: 10 } as const;
    return new ApiAlarm(errorRule(kind, options));
  }

  /** Answers that take too long. */
  public static latency(options: LatencyAlarmOptions = {}): ApiAlarm {
    return new ApiAlarm(latencyRule({ id: 'Latency', measure: 'LATENCY', text: 'answers' }, options));
  }

  /** Backends that take too long. */
  public static integrationLatency(options: LatencyAlarmOptions = {}): ApiAlarm {
    const kind = { id: 'IntegrationLatency', measure: 'INTEGRATION_LATENCY', text: "backends' answers" } as const;
    return new ApiAlarm(latencyRule(kind, options));
  }

  /**
   * Requests that are refused for being too many: by the stage, a route, or a usage plan. API Gateway does not measure them, so they
   * are counted in the access log, which must be one of CloudWatch Logs in JSON.
   */
  public static throttles(options: ThrottleAlarmOptions = {}): ApiAlarm {
    return new ApiAlarm(throttleRule(options));
  }

  /** Anything else, under an id of its own. */
  public static metric(id: string, options: MetricAlarmOptions): ApiAlarm {
    return new ApiAlarm(metricRule(id, options));
  }

  private constructor(
    /** @internal */
    public readonly _rule: AlarmRule,
  ) {}
}
