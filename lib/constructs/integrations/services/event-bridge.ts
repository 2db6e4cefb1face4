import type * as events from 'aws-cdk-lib/aws-events';
import { RequestValue } from '../../request-value';
import type { IBackend } from '../backend-config';
import { allow } from '../service-role';
import { jsonResponses } from '../service-responses';
import { escapeInJson, renderJsonExpression } from '../template-escapes';
import { renderJsonTemplate } from '../template-text';
import { ServiceBackend } from './service-backend';
import { checkOptions } from '../../shape/shape';
import { PUT_EVENTS_OPTIONS } from '../../shape/service-shapes';

/** An event for a bus. */
export interface PutEventsOptions {
  /** Source of the event. It is fixed, or callers could forge the events of others. */
  readonly source: string;

  /** Type of the event's detail. */
  readonly detailType: string;

  /**
   * Detail of the event: an object, in which values of the request may stand.
   *
   * @default - the JSON body of the request
   */
  readonly detail?: any;
}

const RESULT =
  `#if($input.path('$.FailedEntryCount').toString()=="0"){"id":"$input.path('$.Entries[0].EventId')"}` +
  '#{else}#set($context.responseOverride.status=502){"message":"Event not accepted"}#end';

/** Event buses as backends. */
export class EventBridgeBackend {
  /** Puts an event, and answers 202 with its id. */
  public static putEvents(eventBus: events.IEventBus, options: PutEventsOptions): IBackend {
    checkOptions('EventBridgeBackend.putEvents', options, PUT_EVENTS_OPTIONS);
    return new ServiceBackend(() => ({
      service: 'events',
      region: eventBus.env.region,
      target: 'action/PutEvents',
      headers: {
        'Content-Type': RequestValue.literal('application/x-amz-json-1.1'),
        'X-Amz-Target': RequestValue.literal('AWSEvents.PutEvents'),
      },
      template: renderTemplate(eventBus, options),
      responses: jsonResponses(202, RESULT),
      statements: [allow('events:PutEvents', eventBus.eventBusArn)],
    }));
  }

  private constructor() {}
}

function renderTemplate(eventBus: events.IEventBus, { source, detailType, detail }: PutEventsOptions): string {
  const [prelude, expression] =
    detail === undefined ? ['', `$input.json('$')`] : [`#set($detail=${renderJsonExpression(detail)})`, '$detail'];
  const entry = [
    `"Source":${renderJsonTemplate(source)}`,
    `"DetailType":${renderJsonTemplate(detailType)}`,
    `"EventBusName":${renderJsonTemplate(eventBus.eventBusName)}`,
    `"Detail":"${escapeInJson(expression)}"`,
  ];
  return `${prelude}{"Entries":[{${entry.join(',')}}]}`;
}
