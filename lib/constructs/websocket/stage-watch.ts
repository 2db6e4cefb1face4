import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmsOptions } from '../observability/alarms';
import { makeAlarms } from '../observability/alarms';
import { ApiAlarm } from '../observability/api-alarm';
import type { WebSocketApiStage } from './websocket-stage';

/** What is done with every stage beside the first, also with those that come later. */
export class FurtherStages {
  private readonly stages: WebSocketApiStage[] = [];
  private readonly actions: ((stage: WebSocketApiStage) => unknown)[] = [];

  public get all(): readonly WebSocketApiStage[] {
    return this.stages;
  }

  public add(stage: WebSocketApiStage): void {
    this.stages.push(stage);
    for (const act of this.actions) act(stage);
  }

  /** What becomes of those that are there. */
  public each<T>(act: (stage: WebSocketApiStage) => T): T[] {
    this.actions.push(act);
    return this.stages.map(act);
  }
}

/** Options with the alarms that a WebSocket API has unless others are given: its latency is not measured. */
export function withUsualAlarms(options: AlarmsOptions): AlarmsOptions {
  return { ...options, alarms: options.alarms ?? [ApiAlarm.serverErrors(), ApiAlarm.integrationLatency()] };
}

/** The alarms of an API once more, for a further stage. Those on metrics of the user's own watch no stage, and stand once. */
export function repeatAlarms(stage: WebSocketApiStage, options: AlarmsOptions): cloudwatch.Alarm[] {
  const { alarms = [] } = withUsualAlarms(options);
  const own = alarms.filter(({ _rule }) => !_rule.isGiven).map((alarm) => alarm._of(stage.stageName));
  return makeAlarms(stage, { ...options, alarms: own });
}
