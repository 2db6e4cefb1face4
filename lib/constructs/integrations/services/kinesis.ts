import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { RequestValue } from '../../request-value';
import type { IBackend } from '../backend-config';
import { allow } from '../service-role';
import { jsonResponses } from '../service-responses';
import { renderJsonString } from '../template-escapes';
import { renderJsonTemplate } from '../template-text';
import { ServiceBackend } from './service-backend';
import { checkOptions } from '../../shape/shape';
import { PUT_RECORD_OPTIONS } from '../../shape/service-shapes';

/** A record for a stream. */
export interface PutRecordOptions {
  /**
   * Data of the record.
   *
   * @default - the body of the request, as it is
   */
  readonly data?: RequestValue;

  /**
   * What decides about the record's shard.
   *
   * @default - the request's id, which spreads records evenly
   */
  readonly partitionKey?: RequestValue;
}

/** Data streams as backends. */
export class KinesisBackend {
  /** Puts a record, and answers 202 with its sequence number. */
  public static putRecord(stream: kinesis.IStream, options: PutRecordOptions = {}): IBackend {
    checkOptions('KinesisBackend.putRecord', options, PUT_RECORD_OPTIONS);
    const { data, partitionKey = RequestValue.context('extendedRequestId') } = options;
    const members = [
      `"StreamName":${renderJsonTemplate(stream.streamName)}`,
      `"Data":"$util.base64Encode(${data?._expression ?? '$input.body'})"`,
      `"PartitionKey":${renderJsonString(partitionKey)}`,
    ];
    return new ServiceBackend(() => ({
      service: 'kinesis',
      region: stream.env.region,
      target: 'action/PutRecord',
      headers: { 'Content-Type': RequestValue.literal('application/x-amz-json-1.1') },
      template: `{${members.join(',')}}`,
      responses: jsonResponses(202, `{"sequenceNumber":"$input.path('$.SequenceNumber')"}`),
      statements: [allow('kinesis:PutRecord', stream.streamArn)],
      key: stream.encryptionKey,
      keyActions: ['kms:GenerateDataKey'],
    }));
  }

  private constructor() {}
}
