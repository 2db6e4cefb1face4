import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { ConnectionTable, ServerlessWebSocketApi } from '../../../lib';
import { makeFunction, makeStack } from '../fixtures';
import { makeChat, routesIn } from './fixtures';

const entry = 'lambda/orders/list.ts';

test('is made with a key, an end, and backups', () => {
  const { stack } = makeChat({ connections: ConnectionTable.create() });
  Template.fromStack(stack).hasResource('AWS::DynamoDB::GlobalTable', {
    DeletionPolicy: 'Delete',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'connectionId', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      GlobalSecondaryIndexes: Match.absent(),
      Replicas: [Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })],
    },
  });
});

test('is made as one chooses', () => {
  const connections = ConnectionTable.create({
    byUser: true,
    pointInTimeRecovery: false,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const { stack } = makeChat({ connections });
  Template.fromStack(stack).hasResource('AWS::DynamoDB::GlobalTable', {
    DeletionPolicy: 'Retain',
    Properties: {
      GlobalSecondaryIndexes: [Match.objectLike({ IndexName: 'byUser' })],
      Replicas: [Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } })],
    },
  });
  expect(connections.table.tableName).toBeDefined();
});

describe('is kept current', () => {
  const keeperTargets = (routes: Record<string, any>) =>
    Object.keys(routes)
      .filter((key) => JSON.stringify(routes[key].Target).includes('ConnectionKeeper'))
      .sort();

  test('by a function that comes with the API, which may do nothing else', () => {
    const { stack } = makeChat({ connections: ConnectionTable.create() });
    expect(keeperTargets(routesIn(stack))).toEqual(['$connect', '$disconnect']);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
            Effect: 'Allow',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ChatConnections'), 'Arn'] },
          },
        ],
      },
    });
  });

  test('by handlers of the user, which know the table and may use it', () => {
    const { stack } = makeChat({ connections: ConnectionTable.create({ byUser: true }), connect: { entry } });
    expect(keeperTargets(routesIn(stack))).toEqual(['$disconnect']);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { CONNECTIONS_TABLE: { Ref: Match.stringLikeRegexp('^ChatConnections') } } },
      Description: Match.absent(),
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: Match.arrayWith(['dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PutItem']),
            Resource: [Match.anyValue(), { 'Fn::Join': ['', [Match.anyValue(), '/index/byUser']] }],
          }),
        ],
      },
    });
  });
});

test('is opened to functions of elsewhere', () => {
  const connections = ConnectionTable.create();
  const { stack } = makeChat({ connections });
  const notifier = makeFunction(stack, 'Notifier');
  connections.connectFunction(notifier);
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { CONNECTIONS_TABLE: Match.anyValue() } },
    Code: Match.objectLike({ ZipFile: Match.anyValue() }),
  });
});

test('may exist already, and be shared', () => {
  const stack = makeStack();
  const table = dynamodb.Table.fromTableName(stack, 'Table', 'connections');
  const connections = ConnectionTable.fromTable(table);
  new ServerlessWebSocketApi(stack, 'A', { connections });
  new ServerlessWebSocketApi(stack, 'B', { connections });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::DynamoDB::GlobalTable', 0);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { CONNECTIONS_TABLE: 'connections' } },
  });
});

test('is of one API, and there once that is', () => {
  const connections = ConnectionTable.create();
  expect(() => connections.table).toThrow('is made by the API that it is given to: ask for it after the API');
  makeChat({ connections });
  expect(() => makeChat({ connections })).toThrow(
    'Stack/Chat: connections: connections are kept by "Stack/Chat/Connections" already: give each API',
  );
});
