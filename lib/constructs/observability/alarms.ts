import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import { ApiAlarm } from './api-alarm';
import type { ApiMeasures } from './api-measures';
import { findShapeFaults, OPTIONS } from '../shape/shape';
import { ALARMS_OPTIONS } from '../shape/observability-shapes';

const EVALUATED = 5;
const BAD = 3;
/** Below the ids of alarms, so that they never meet those of other children of the API. */
const SCOPE = 'Alarms';

/** What `addAlarms` takes. */
export interface AlarmsOptions {
  /**
   * The alarms.
   *
   * @default - `ApiAlarm.serverErrors()` and `ApiAlarm.latency()`
   */
  readonly alarms?: ApiAlarm[];

  /**
   * What happens when an alarm goes off that says nothing else: `new SnsAction(topic)`.
   *
   * @default - nothing, the alarm is only shown
   */
  readonly actions?: cloudwatch.IAlarmAction[];

  /**
   * What happens when an alarm is over.
   *
   * @default - nothing
   */
  readonly okActions?: cloudwatch.IAlarmAction[];
}

/** Makes the alarms of an API, in its scope. */
export function makeAlarms(api: ApiMeasures, options: AlarmsOptions): cloudwatch.Alarm[] {
  const { alarms = [ApiAlarm.serverErrors(), ApiAlarm.latency()] } = options;
  const scope = (api.node.tryFindChild(SCOPE) ?? new Construct(api as unknown as Construct, SCOPE)) as Construct;
  const faults = findShapeFaults(options, ALARMS_OPTIONS, () => findFaults(scope, alarms), OPTIONS);
  if (faults.length > 0) throw new ConstructError(api, faults);
  return alarms.map((alarm) => makeAlarm(scope, api, alarm, options));
}

function makeAlarm(
  scope: Construct,
  api: ApiMeasures,
  { _rule: rule }: ApiAlarm,
  shared: AlarmsOptions,
): cloudwatch.Alarm {
  const { evaluationPeriods = EVALUATED, datapointsToAlarm, alarmName, description, actions } = rule.options;
  const alarm = new cloudwatch.Alarm(scope, rule.id, {
    alarmName,
    alarmDescription: description ?? `${api.apiName} (${api.stageName}): ${rule.description}`,
    metric: rule.metricOf(api),
    threshold: rule.threshold,
    comparisonOperator: rule.comparisonOperator ?? cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods,
    datapointsToAlarm: datapointsToAlarm ?? Math.min(BAD, evaluationPeriods),
    // No requests are no fault.
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    // A percentile of a handful of requests says nothing.
    evaluateLowSampleCountPercentile: rule.isPercentile && 'ignore',
  });
  alarm.addAlarmAction(...(actions ?? shared.actions ?? []));
  alarm.addOkAction(...(shared.okActions ?? []));
  return alarm;
}

function findFaults(scope: Construct, alarms: ApiAlarm[]): string[] {
  const ids = alarms.map(({ _rule }) => _rule.id);
  return alarms.flatMap(({ _rule: { id, options, fault } }, index) => {
    const { evaluationPeriods = EVALUATED, datapointsToAlarm = 1 } = options;
    const faults = fault === undefined ? [] : [fault];
    if (ids.indexOf(id) !== index || scope.node.tryFindChild(id)) {
      faults.push('it is there already: tell this one from it by "id"');
    }
    if (!(evaluationPeriods >= 1)) faults.push(`evaluationPeriods must be 1 or more, got ${evaluationPeriods}`);
    else if (datapointsToAlarm > evaluationPeriods) {
      faults.push(
        `datapointsToAlarm must be at most the ${evaluationPeriods} evaluationPeriods, got "${datapointsToAlarm}"`,
      );
    }
    return faults.map((text) => `alarm "${id}": ${text}`);
  });
}
