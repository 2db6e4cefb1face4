import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Stack } from 'aws-cdk-lib/core';
import {
  Backend,
  DynamoDbBackend,
  EventBridgeBackend,
  type IBackend,
  KinesisBackend,
  RequestValue,
  S3Backend,
  SnsBackend,
  SqsBackend,
  StepFunctionsBackend,
} from '../../../../lib';
import { deployed, documentIn, integrationOf, makeApi } from '../../fixtures';

const tableOf = (stack: Stack) =>
  new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } });
const key = { pk: RequestValue.path('id') };
const machineOf = (stack: Stack, type: sfn.StateMachineType) =>
  new sfn.StateMachine(stack, 'Machine', {
    stateMachineType: type,
    definitionBody: sfn.DefinitionBody.fromString('{}'),
  });

const CALLS: [string, (stack: Stack) => IBackend, string, RegExp][] = [
  [
    'dynamodb:GetItem',
    (stack) => DynamoDbBackend.getItem(tableOf(stack), { key }),
    'dynamodb:action/GetItem',
    /^<Table\w+\.Arn>$/,
  ],
  [
    'dynamodb:PutItem',
    (stack) => DynamoDbBackend.putItem(tableOf(stack), { item: key }),
    'dynamodb:action/PutItem',
    /^<Table\w+\.Arn>$/,
  ],
  [
    'dynamodb:DeleteItem',
    (stack) => DynamoDbBackend.deleteItem(tableOf(stack), { key }),
    'dynamodb:action/DeleteItem',
    /^<Table\w+\.Arn>$/,
  ],
  [
    'dynamodb:Query',
    (stack) => DynamoDbBackend.query(tableOf(stack), { key, indexName: 'byDate' }),
    'dynamodb:action/Query',
    /^<Table\w+\.Arn>\/index\/byDate$/,
  ],
  [
    'sqs:SendMessage',
    (stack) => SqsBackend.sendMessage(new sqs.Queue(stack, 'Queue')),
    'sqs:path/<AWS::AccountId>/<Queue4A7E3555.QueueName>',
    /^<Queue\w+\.Arn>$/,
  ],
  ['sns:Publish', (stack) => SnsBackend.publish(new sns.Topic(stack, 'Topic')), 'sns:path//', /^<Topic\w+>$/],
  [
    'events:PutEvents',
    (stack) => EventBridgeBackend.putEvents(new events.EventBus(stack, 'Bus'), { source: 'a', detailType: 'b' }),
    'events:action/PutEvents',
    /^<Bus\w+\.Arn>$/,
  ],
  [
    'states:StartExecution',
    (stack) => StepFunctionsBackend.startExecution(machineOf(stack, sfn.StateMachineType.STANDARD)),
    'states:action/StartExecution',
    /^<Machine\w+>$/,
  ],
  [
    'states:StartSyncExecution',
    (stack) => StepFunctionsBackend.startSyncExecution(machineOf(stack, sfn.StateMachineType.EXPRESS)),
    'states:action/StartSyncExecution',
    /^<Machine\w+>$/,
  ],
  [
    'kinesis:PutRecord',
    (stack) =>
      KinesisBackend.putRecord(
        new kinesis.Stream(stack, 'Stream', { encryption: kinesis.StreamEncryption.UNENCRYPTED }),
      ),
    'kinesis:action/PutRecord',
    /^<Stream\w+\.Arn>$/,
  ],
  [
    's3:GetObject',
    (stack) => S3Backend.getObject(new s3.Bucket(stack, 'Bucket'), { key: RequestValue.path('id'), prefix: 'public/' }),
    's3:path/<Bucket83908E77>/public/{key}',
    /^<Bucket\w+\.Arn>\/public\/\*$/,
  ],
  [
    's3:PutObject',
    (stack) => S3Backend.putObject(new s3.Bucket(stack, 'Bucket'), { key: RequestValue.literal('a b.txt') }),
    's3:path/<Bucket83908E77>/a%20b.txt',
    /^<Bucket\w+\.Arn>\/a b\.txt$/,
  ],
];

describe.each(CALLS)('%s (aws-cdk #4991)', (action, make, target, resource) => {
  const made = makeApi();
  const route = made.api.addRoute('POST /things/{id}', { backend: make(made.stack) });
  const integration = integrationOf(made.stack, '/things/{id}', 'post');

  test('is called in the partition, region and account of the stack', () => {
    expect(deployed(integration.uri)).toBe(`arn:<AWS::Partition>:apigateway:<AWS::Region>:${target}`);
    expect(integration.type).toBe('aws');
  });

  test('by a role that may do that and nothing else', () => {
    const [role] = Object.values(
      Template.fromStack(made.stack).findResources('AWS::IAM::Role', {
        Properties: {
          AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'apigateway.amazonaws.com' } }] },
        },
      }),
    );
    const statements = role?.Properties.Policies[0].PolicyDocument.Statement;
    expect(statements).toEqual([{ Action: action, Effect: 'Allow', Resource: expect.anything() }]);
    expect(deployed(statements[0].Resource)).toMatch(resource);
    expect(deployed(integration.credentials)).toMatch(/^<ApiPOST\w+Role\w+\.Arn>$/);
    expect(route.grantPrincipal).toBeInstanceOf(iam.Role);
  });

  test('and every answer is declared, with one that everything else gets', () => {
    const { responses } = documentIn(made.stack).paths['/things/{id}'].post;
    const codes = Object.values<any>(integration.responses).map(({ statusCode }) => statusCode);
    expect(Object.keys(responses).sort()).toEqual([...codes].sort());
    expect(new Set(codes).size).toBe(codes.length);
    expect(integration.responses.default.statusCode).toBe('502');
  });
});

test.each<[string, (stack: Stack, encryptionKey: kms.Key) => IBackend, string[]]>([
  [
    'queue',
    (stack, encryptionMasterKey) => SqsBackend.sendMessage(new sqs.Queue(stack, 'Q', { encryptionMasterKey })),
    ['kms:GenerateDataKey', 'kms:Decrypt'],
  ],
  [
    'topic',
    (stack, masterKey) => SnsBackend.publish(new sns.Topic(stack, 'T', { masterKey })),
    ['kms:GenerateDataKey', 'kms:Decrypt'],
  ],
  [
    'bucket',
    (stack, encryptionKey) =>
      S3Backend.getObject(new s3.Bucket(stack, 'B', { encryptionKey }), { key: RequestValue.literal('a') }),
    ['kms:Decrypt'],
  ],
])("the key of a %s is the role's too", (_name, make, actions) => {
  const { stack, api } = makeApi();
  api.addRoute('POST /a', { backend: make(stack, new kms.Key(stack, 'Key')) });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    Policies: [
      {
        PolicyDocument: {
          Statement: [
            Match.anyValue(),
            {
              Action: actions.length === 1 ? actions[0] : actions,
              Effect: 'Allow',
              Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
            },
          ],
        },
      },
    ],
  });
});

describe('a call is refused', () => {
  const refusal = (make: (stack: Stack) => IBackend) => () => {
    const { stack, api } = makeApi();
    api.addRoute('POST /things/{id}', { backend: make(stack) });
  };

  test.each<[string, (stack: Stack) => IBackend, string]>([
    [
      'of a FIFO queue without a group',
      (stack) => SqsBackend.sendMessage(new sqs.Queue(stack, 'Q', { fifo: true })),
      'messageGroupId is missing',
    ],
    [
      'for a key from the query',
      (stack) => S3Backend.getObject(new s3.Bucket(stack, 'B'), { key: RequestValue.query('k') }),
      'key takes a variable of the path or a literal, got method.request.querystring.k',
    ],
    [
      'for a variable that the path has not',
      (stack) => S3Backend.getObject(new s3.Bucket(stack, 'B'), { key: RequestValue.path('k') }),
      'the path has no variable "{k}"',
    ],
    [
      'for two partition keys',
      (stack) => DynamoDbBackend.query(tableOf(stack), { key: { a: key.pk, b: key.pk } }),
      'key must have one attribute',
    ],
    ['without an action', () => Backend.aws({ service: 'sqs' }), 'neither "role" nor "statements" is given'],
  ])('%s', (_name, make, fault) => expect(refusal(make)).toThrow(fault));

  test('where JSON counts as binary', () => {
    const { stack, api } = makeApi({ binaryMediaTypes: ['*/*'] });
    const backend = SqsBackend.sendMessage(new sqs.Queue(stack, 'Q'));
    expect(() => api.addRoute('POST /a', { backend })).toThrow(
      'its template reads JSON, which binaryMediaTypes takes for binary by "*/*"',
    );
  });
});

test('any action of any service', () => {
  const { stack, api } = makeApi();
  api.addRoute('GET /identity', {
    backend: Backend.aws({
      service: 'sts',
      action: 'GetCallerIdentity',
      statements: [new iam.PolicyStatement({ actions: ['sts:GetCallerIdentity'], resources: ['*'] })],
      request: { query: { Version: RequestValue.literal('2011-06-15') } },
    }),
  });
  expect(integrationOf(stack, '/identity')).toMatchObject({
    type: 'aws',
    httpMethod: 'POST',
    passthroughBehavior: 'when_no_match',
    requestParameters: { 'integration.request.querystring.Version': "'2011-06-15'" },
  });
});
