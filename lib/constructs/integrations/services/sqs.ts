import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { RequestValue } from '../../request-value';
import type { IBackend } from '../backend-config';
import { allow } from '../service-role';
import { jsonResponses } from '../service-responses';
import { escapeInJson, renderJsonString } from '../template-escapes';
import { renderJsonTemplate } from '../template-text';
import { ServiceBackend } from './service-backend';
import { checkOptions } from '../../shape/shape';
import { SEND_MESSAGE_OPTIONS } from '../../shape/service-shapes';

/** A message for a queue. */
export interface SendMessageOptions {
  /**
   * Body of the message.
   *
   * @default - the body of the request, as it is
   */
  readonly body?: RequestValue;

  /**
   * Group of the message; a FIFO queue asks for it.
   *
   * @default - none
   */
  readonly messageGroupId?: RequestValue;

  /**
   * What tells a message from its repetition, in a FIFO queue.
   *
   * @default - the request's id in a FIFO queue
   */
  readonly messageDeduplicationId?: RequestValue;

  /**
   * Attributes of the message, as strings, ten at most.
   *
   * @default - none
   */
  readonly attributes?: { readonly [name: string]: RequestValue };
}

/** Queues as backends. */
export class SqsBackend {
  /** Sends a message, and answers 202 with its id. */
  public static sendMessage(queue: sqs.IQueue, options: SendMessageOptions = {}): IBackend {
    checkOptions('SqsBackend.sendMessage', options, SEND_MESSAGE_OPTIONS);
    return new ServiceBackend(() => {
      if (queue.fifo && !options.messageGroupId) {
        throw new Error('messageGroupId is missing: a FIFO queue takes no message without a group');
      }
      if (Object.keys(options.attributes ?? {}).length > 10) throw new Error('attributes must be at most 10');
      return {
        service: 'sqs',
        region: queue.env.region,
        target: `path/${queue.env.account}/${queue.queueName}`,
        headers: {
          'Content-Type': RequestValue.literal('application/x-amz-json-1.0'),
          'X-Amz-Target': RequestValue.literal('AmazonSQS.SendMessage'),
        },
        template: renderTemplate(queue, options),
        responses: jsonResponses(202, `{"messageId":"$input.path('$.MessageId')"}`),
        statements: [allow('sqs:SendMessage', queue.queueArn)],
        key: queue.encryptionMasterKey,
        keyActions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      };
    });
  }

  private constructor() {}
}

function renderTemplate(queue: sqs.IQueue, options: SendMessageOptions): string {
  const { body, messageGroupId, attributes = {} } = options;
  const deduplicationId =
    options.messageDeduplicationId ?? (queue.fifo ? RequestValue.context('extendedRequestId') : undefined);
  const members = [
    `"QueueUrl":${renderJsonTemplate(queue.queueUrl)}`,
    `"MessageBody":${body ? renderJsonString(body) : `"${escapeInJson('$input.body')}"`}`,
    ...(messageGroupId ? [`"MessageGroupId":${renderJsonString(messageGroupId)}`] : []),
    ...(deduplicationId ? [`"MessageDeduplicationId":${renderJsonString(deduplicationId)}`] : []),
    ...(Object.keys(attributes).length > 0 ? [`"MessageAttributes":${renderAttributes(attributes)}`] : []),
  ];
  return `{${members.join(',')}}`;
}

function renderAttributes(attributes: Record<string, RequestValue>): string {
  const members = Object.entries(attributes).map(
    ([name, value]) => `${renderJsonTemplate(name)}:{"DataType":"String","StringValue":${renderJsonString(value)}}`,
  );
  return `{${members.join(',')}}`;
}
