import type * as sns from 'aws-cdk-lib/aws-sns';
import { RequestValue } from '../../request-value';
import type { IBackend } from '../backend-config';
import { allow } from '../service-role';
import { queryResponses } from '../service-responses';
import { escapeInForm, renderFormValue } from '../template-escapes';
import { ServiceBackend } from './service-backend';
import { checkOptions } from '../../shape/shape';
import { PUBLISH_OPTIONS } from '../../shape/service-shapes';

/** A message for a topic. */
export interface PublishOptions {
  /**
   * The message.
   *
   * @default - the body of the request, as it is
   */
  readonly message?: RequestValue;

  /**
   * Subject of the message, for subscribers by mail.
   *
   * @default - none
   */
  readonly subject?: RequestValue;

  /**
   * Group of the message; a FIFO topic asks for it.
   *
   * @default - none
   */
  readonly messageGroupId?: RequestValue;

  /**
   * What tells a message from its repetition, in a FIFO topic.
   *
   * @default - the request's id in a FIFO topic
   */
  readonly messageDeduplicationId?: RequestValue;

  /**
   * Attributes of the message, as strings.
   *
   * @default - none
   */
  readonly attributes?: { readonly [name: string]: RequestValue };
}

/** Topics as backends. */
export class SnsBackend {
  /** Publishes a message, and answers 202 with its id. */
  public static publish(topic: sns.ITopic, options: PublishOptions = {}): IBackend {
    checkOptions('SnsBackend.publish', options, PUBLISH_OPTIONS);
    return new ServiceBackend(() => {
      if (topic.fifo && !options.messageGroupId) {
        throw new Error('messageGroupId is missing: a FIFO topic takes no message without a group');
      }
      return {
        service: 'sns',
        region: topic.env.region,
        target: 'path//',
        headers: { 'Content-Type': RequestValue.literal('application/x-www-form-urlencoded') },
        template: renderTemplate(topic, options),
        responses: queryResponses(202, `{"messageId":"$input.path('$.PublishResponse.PublishResult.MessageId')"}`),
        statements: [allow('sns:Publish', topic.topicArn)],
        key: topic.masterKey,
        keyActions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      };
    });
  }

  private constructor() {}
}

function renderTemplate(topic: sns.ITopic, options: PublishOptions): string {
  const { message, subject, messageGroupId, attributes = {} } = options;
  const deduplicationId =
    options.messageDeduplicationId ?? (topic.fifo ? RequestValue.context('extendedRequestId') : undefined);
  const fields = [
    'Action=Publish',
    // The template encodes it, because the ARN is known at deployment only.
    `TopicArn=${escapeInForm(`'${topic.topicArn}'`)}`,
    `Message=${message ? renderFormValue(message) : escapeInForm('$input.body')}`,
    ...(subject ? [`Subject=${renderFormValue(subject)}`] : []),
    ...(messageGroupId ? [`MessageGroupId=${renderFormValue(messageGroupId)}`] : []),
    ...(deduplicationId ? [`MessageDeduplicationId=${renderFormValue(deduplicationId)}`] : []),
    ...Object.entries(attributes).flatMap(([name, value], index) => renderAttribute(name, value, index + 1)),
  ];
  return fields.join('&');
}

function renderAttribute(name: string, value: RequestValue, index: number): string[] {
  const entry = `MessageAttributes.entry.${index}`;
  return [
    `${entry}.Name=${encodeURIComponent(name)}`,
    `${entry}.Value.DataType=String`,
    `${entry}.Value.StringValue=${renderFormValue(value)}`,
  ];
}
