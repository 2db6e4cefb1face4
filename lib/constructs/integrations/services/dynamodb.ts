import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { RequestValue } from '../../request-value';
import type { IBackend } from '../backend-config';
import { allow } from '../service-role';
import { jsonResponses } from '../service-responses';
import { renderJsonTemplate } from '../template-text';
import { placeholder, renderAttributes, renderNames } from './dynamodb-attributes';
import { defineLevels, renderItem } from './dynamodb-item';
import type { ItemKeyOptions, PutItemOptions, QueryOptions } from './dynamodb-options';
import { renderPage, renderQuery } from './dynamodb-query';
import { ServiceBackend } from './service-backend';
import { checkOptions } from '../../shape/shape';
import { ITEM_KEY_OPTIONS, PUT_ITEM_OPTIONS, QUERY_OPTIONS } from '../../shape/service-shapes';

const NOT_FOUND = '#set($context.responseOverride.status=404){"message":"Not found"}';

/** Tables as backends. Items are answered as plain JSON; what lies deeper in them than six levels is null. */
export class DynamoDbBackend {
  /** Answers with an item, or 404. */
  public static getItem(table: dynamodb.ITable, options: ItemKeyOptions): IBackend {
    checkOptions('DynamoDbBackend.getItem', options, ITEM_KEY_OPTIONS);
    const item = `#set($item=$input.path('$.Item'))#if(!$item||$item=="")${NOT_FOUND}#{else}${renderItem('$item')}#end`;
    return call(table, {
      action: 'GetItem',
      members: [`"Key":${renderAttributes(options.key, options)}`],
      status: 200,
      result: defineLevels() + item,
    });
  }

  /** Answers with the items of one partition key: `{ "items": [...] }`. */
  public static query(table: dynamodb.ITable, options: QueryOptions): IBackend {
    checkOptions('DynamoDbBackend.query', options, QUERY_OPTIONS);
    const { prelude, members } = renderQuery(options);
    return call(table, {
      action: 'Query',
      prelude,
      members,
      status: 200,
      result: renderPage(options),
      indexName: options.indexName,
    });
  }

  /** Stores an item, and answers 201. */
  public static putItem(table: dynamodb.ITable, options: PutItemOptions): IBackend {
    checkOptions('DynamoDbBackend.putItem', options, PUT_ITEM_OPTIONS);
    const { item, onlyIfNew = false } = options;
    const [first] = Object.keys(item);
    if (first === undefined) throw new Error('item must have attributes, those of the key at least');
    const condition = [
      `"ConditionExpression":${renderJsonTemplate(`attribute_not_exists(${placeholder(0)})`)}`,
      `"ExpressionAttributeNames":${renderNames([first])}`,
    ];
    return call(table, {
      action: 'PutItem',
      members: [`"Item":${renderAttributes(item, options)}`, ...(onlyIfNew ? condition : [])],
      status: 201,
      result: '{}',
    });
  }

  /** Deletes an item, and answers 204, or 404. */
  public static deleteItem(table: dynamodb.ITable, options: ItemKeyOptions): IBackend {
    checkOptions('DynamoDbBackend.deleteItem', options, ITEM_KEY_OPTIONS);
    return call(table, {
      action: 'DeleteItem',
      members: [`"Key":${renderAttributes(options.key, options)}`, '"ReturnValues":"ALL_OLD"'],
      status: 204,
      result: `#set($old=$input.path('$.Attributes'))#if(!$old||$old=="")${NOT_FOUND}#end`,
    });
  }

  private constructor() {}
}

interface TableCall {
  readonly action: string;
  readonly prelude?: string;
  readonly members: readonly string[];
  readonly status: number;
  readonly result: string;
  readonly indexName?: string;
}

function call(
  table: dynamodb.ITable,
  { action, prelude = '', members, status, result, indexName }: TableCall,
): IBackend {
  return new ServiceBackend(() => ({
    service: 'dynamodb',
    region: table.env.region,
    target: `action/${action}`,
    headers: { 'Content-Type': RequestValue.literal('application/json') },
    template: `${prelude}{${[`"TableName":${renderJsonTemplate(table.tableName)}`, ...members].join(',')}}`,
    responses: jsonResponses(status, result),
    // An index is a resource of its own, and the table's ARN does not stand for it.
    statements: [
      allow(`dynamodb:${action}`, indexName === undefined ? table.tableArn : `${table.tableArn}/index/${indexName}`),
    ],
    key: table.encryptionKey,
    keyActions: ['kms:Decrypt', 'kms:GenerateDataKey'],
  }));
}
