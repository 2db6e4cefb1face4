import type {
  AttributeOptions,
  ItemKeyOptions,
  PutItemOptions,
  QueryOptions,
} from '../integrations/services/dynamodb-options';
import type { PublishOptions } from '../integrations/services/sns';
import type { PutEventsOptions } from '../integrations/services/event-bridge';
import type { PutRecordOptions } from '../integrations/services/kinesis';
import type { S3ObjectOptions } from '../integrations/services/s3';
import type { SendMessageOptions } from '../integrations/services/sqs';
import type { StartExecutionOptions, StartSyncExecutionOptions } from '../integrations/services/step-functions';
import type { Shape } from './shape';

export const ATTRIBUTE_OPTIONS: Shape<AttributeOptions> = {
  members: { kinds: 'textMap' },
};

export const ITEM_KEY_OPTIONS: Shape<ItemKeyOptions> = {
  members: { ...ATTRIBUTE_OPTIONS.members, key: 'valueMap!' },
};

export const PUT_ITEM_OPTIONS: Shape<PutItemOptions> = {
  members: { ...ATTRIBUTE_OPTIONS.members, item: 'valueMap!', onlyIfNew: 'flag' },
};

export const QUERY_OPTIONS: Shape<QueryOptions> = {
  members: {
    ...ATTRIBUTE_OPTIONS.members,
    key: 'valueMap!',
    beginsWith: 'valueMap',
    indexName: 'text',
    limit: 'number',
    descending: 'flag',
    pageBy: 'texts',
  },
};

export const PUBLISH_OPTIONS: Shape<PublishOptions> = {
  members: {
    message: 'value',
    subject: 'value',
    messageGroupId: 'value',
    messageDeduplicationId: 'value',
    attributes: 'valueMap',
  },
};

export const PUT_EVENTS_OPTIONS: Shape<PutEventsOptions> = {
  members: { source: 'text!', detailType: 'text!', detail: 'any' },
};

export const PUT_RECORD_OPTIONS: Shape<PutRecordOptions> = {
  members: { data: 'value', partitionKey: 'value' },
};

export const S3_OBJECT_OPTIONS: Shape<S3ObjectOptions> = {
  members: { key: 'value!', prefix: 'text' },
};

export const SEND_MESSAGE_OPTIONS: Shape<SendMessageOptions> = {
  members: { body: 'value', messageGroupId: 'value', messageDeduplicationId: 'value', attributes: 'valueMap' },
};

export const START_EXECUTION_OPTIONS: Shape<StartExecutionOptions> = {
  members: { input: 'any', name: 'value' },
};

export const START_SYNC_EXECUTION_OPTIONS: Shape<StartSyncExecutionOptions> = {
  members: { input: 'any', errors: 'map' },
};
