import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  AttributeKind,
  DynamoDbBackend,
  EventBridgeBackend,
  type IBackend,
  KinesisBackend,
  RequestValue,
  SnsBackend,
  SqsBackend,
  StepFunctionsBackend,
} from '../../../../lib';
import { renderMappingTemplate } from '../../../../lib/testing';
import { deployed, integrationOf, makeApi } from '../../fixtures';

const HOSTILE = [
  "it's",
  'say "hi"',
  'a\\b',
  "a\\'b",
  'end\\',
  'line\nfeed\r\n\ttab',
  '/a/b',
  '</script>',
  'é ü 日本 😀',
  '\u2028\u0001',
  '$util ${y} $!z #set($a=1) #end ## c @@',
  'a"},"role":{"S":"admin',
  'x&Action=PurgeQueue',
  '100% +plus',
  '',
];

type Make = (stack: ReturnType<typeof makeApi>['stack']) => IBackend;

/** Templates by what makes them: synthesis is the slow part. */
const templates = new Map<Make, string>();

function templateOf(make: Make): string {
  const { stack, api } = makeApi();
  api.addRoute('POST /things/{id}', { backend: make(stack) });
  return deployed(integrationOf(stack, '/things/{id}', 'post').requestTemplates['application/json']);
}

/** What a backend sends to its service for a request. */
function send(make: Make, request: Parameters<typeof renderMappingTemplate>[1]): string {
  const template = templates.get(make) ?? templateOf(make);
  templates.set(make, template);
  return renderMappingTemplate(template, request).output;
}

const header = RequestValue.header('X-In');
const query = RequestValue.query('in');
const path = RequestValue.path('id');
const body = RequestValue.body('$.in');

const request = (text: string) => ({
  body: { in: text, other: [1.25, true] },
  params: { path: { id: encodeURIComponent(text) }, querystring: { in: text }, header: { 'X-In': text } },
  context: { extendedRequestId: 'ID=', requestId: 'id' },
});

const table: Make = (stack) =>
  DynamoDbBackend.putItem(
    new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } }),
    {
      item: {
        pk: path,
        '#q $d': query,
        h: header,
        b: body,
        doc: RequestValue.body('$'),
        flag: RequestValue.body('$.other[1]'),
      },
      kinds: { doc: AttributeKind.JSON, flag: AttributeKind.BOOLEAN },
      onlyIfNew: true,
    },
  );
const queue: Make = (stack) =>
  SqsBackend.sendMessage(new sqs.Queue(stack, 'Queue', { fifo: true }), {
    body,
    messageGroupId: path,
    attributes: { 'a"b': query, h: header },
  });
const bus: Make = (stack) =>
  EventBridgeBackend.putEvents(new events.EventBus(stack, 'Bus'), {
    source: "o'r",
    detailType: '$x #y',
    detail: { "it's": body, list: [path, query, header], all: RequestValue.body('$'), fixed: "it's #1 $2" },
  });
const machine: Make = (stack) =>
  StepFunctionsBackend.startExecution(
    new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromString('{}') }),
    { input: { id: path, q: query, h: header, b: body } },
  );
const stream: Make = (stack) =>
  KinesisBackend.putRecord(new kinesis.Stream(stack, 'Stream'), { data: body, partitionKey: path });
const topic: Make = (stack) =>
  SnsBackend.publish(new sns.Topic(stack, 'Topic'), { message: body, subject: query, attributes: { h: header } });

describe.each(HOSTILE)('what callers send stays what it is: %j', (text) => {
  test('in an item', () => {
    const sent = JSON.parse(send(table, request(text)));
    expect(JSON.parse(sent.Item.doc.S)).toEqual({ in: text, other: [1.25, true] });
    expect(sent).toEqual({
      TableName: expect.any(String),
      Item: {
        pk: { S: text },
        '#q $d': { S: text },
        h: { S: text },
        b: { S: text },
        doc: { S: expect.any(String) },
        flag: { BOOL: true },
      },
      ConditionExpression: 'attribute_not_exists(#n0)',
      ExpressionAttributeNames: { '#n0': 'pk' },
    });
  });

  test('in a message of a queue', () => {
    expect(JSON.parse(send(queue, request(text)))).toEqual({
      QueueUrl: expect.any(String),
      MessageBody: text,
      MessageGroupId: text,
      MessageDeduplicationId: 'ID=',
      MessageAttributes: {
        'a"b': { DataType: 'String', StringValue: text },
        h: { DataType: 'String', StringValue: text },
      },
    });
  });

  test('in an event', () => {
    const { Entries } = JSON.parse(send(bus, request(text)));
    expect(Entries).toEqual([
      { Source: "o'r", DetailType: '$x #y', EventBusName: expect.any(String), Detail: expect.any(String) },
    ]);
    expect(JSON.parse(Entries[0].Detail)).toEqual({
      "it's": text,
      list: [text, text, text],
      all: { in: text, other: [1.25, true] },
      fixed: "it's #1 $2",
    });
  });

  test('in the input of an execution', () => {
    const { input, ...rest } = JSON.parse(send(machine, request(text)));
    expect(rest).toEqual({ stateMachineArn: expect.any(String) });
    expect(JSON.parse(input)).toEqual({ id: text, q: text, h: text, b: text });
  });

  test('in a record of a stream', () => {
    const { Data, PartitionKey } = JSON.parse(send(stream, request(text)));
    expect(Buffer.from(Data, 'base64').toString()).toBe(text);
    expect(PartitionKey).toBe(text);
  });

  test('in a message of a topic', () => {
    const form = new URLSearchParams(send(topic, request(text)));
    expect([...form]).toEqual([
      ['Action', 'Publish'],
      ['TopicArn', expect.stringMatching(/^<Topic/)],
      ['Message', text],
      ['Subject', text],
      ['MessageAttributes.entry.1.Name', 'h'],
      ['MessageAttributes.entry.1.Value.DataType', 'String'],
      ['MessageAttributes.entry.1.Value.StringValue', text],
    ]);
  });
});

describe('a value that is not there', () => {
  test.each<[string, Make]>([
    ['item', table],
    ['queue', queue],
    ['event', bus],
    ['execution', machine],
    ['stream', stream],
  ])('keeps the JSON of the %s whole', (_name, make) => {
    expect(() => JSON.parse(send(make, { params: { path: { id: 'x' } } }))).not.toThrow();
  });

  test('is taken from where it was declared only', () => {
    const { Item } = JSON.parse(send(table, { params: { path: { id: 'x' }, header: { in: 'from a header' } } }));
    expect(Item['#q $d']).toEqual({ S: '' });
  });
});

test('whole bodies are passed as they are', () => {
  const make: Make = (stack) => SqsBackend.sendMessage(new sqs.Queue(stack, 'Queue'));
  expect(JSON.parse(send(make, { body: 'no "json" here' })).MessageBody).toBe('no "json" here');
});
