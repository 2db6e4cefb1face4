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
  members: { kinds: 'optional' },
};

export const ITEM_KEY_OPTIONS: Shape<ItemKeyOptions> = {
  members: { ...ATTRIBUTE_OPTIONS.members, key: 'required' },
};

export const PUT_ITEM_OPTIONS: Shape<PutItemOptions> = {
  members: { ...ATTRIBUTE_OPTIONS.members, item: 'required', onlyIfNew: 'optional' },
};

export const QUERY_OPTIONS: Shape<QueryOptions> = {
  members: {
    ...ATTRIBUTE_OPTIONS.members,
    key: 'required',
    beginsWith: 'optional',
    indexName: 'optional',
    limit: 'optional',
    descending: 'optional',
    pageBy: 'optional',
  },
};

export const PUBLISH_OPTIONS: Shape<PublishOptions> = {
  members: {
    message: 'optional',
    subject: 'optional',
    messageGroupId: 'optional',
    messageDeduplicationId: 'optional',
    attributes: 'optional',
  },
};

export const PUT_EVENTS_OPTIONS: Shape<PutEventsOptions> = {
  members: { source: 'required', detailType: 'required', detail: 'optional' },
};

export const PUT_RECORD_OPTIONS: Shape<PutRecordOptions> = {
  members: { data: 'optional', partitionKey: 'optional' },
};

export const S3_OBJECT_OPTIONS: Shape<S3ObjectOptions> = {
  members: { key: 'required', prefix: 'optional' },
};

export const SEND_MESSAGE_OPTIONS: Shape<SendMessageOptions> = {
  members: { body: 'optional', messageGroupId: 'optional', messageDeduplicationId: 'optional', attributes: 'optional' },
};

export const START_EXECUTION_OPTIONS: Shape<StartExecutionOptions> = {
  members: { input: 'optional', name: 'optional' },
};

export const START_SYNC_EXECUTION_OPTIONS: Shape<StartSyncExecutionOptions> = {
  members: { input: 'optional', errors: 'optional' },
};
