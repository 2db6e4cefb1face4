import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { GatewayEvent } from '../../../lib/gateway/events';
import { type DynamoDb, startDynamoDb } from '../../../lib/gateway/dynamodb';
import type { TableModel } from '../../../lib/gateway/model';

const ORDERS = table('orders', {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', 'status'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-status',
      KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});
const STOCK = table('stock', {
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
});

let database: DynamoDb;
let client: DynamoDBDocumentClient;
let time: number;
let timers: (() => void)[] = [];
let events: GatewayEvent[] = [];

beforeAll(async () => {
  database = await startDynamoDb([ORDERS, STOCK], {
    clock: {
      now: () => time,
      setTimer(run) {
        timers.push(run);
        return () => {
          timers = timers.filter((timer) => timer !== run);
        };
      },
    },
    emit: (event) => events.push(event),
  });
  const plain = new DynamoDBClient({
    endpoint: database.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  client = DynamoDBDocumentClient.from(plain);
});
beforeEach(async () => {
  time = Date.parse('2026-01-01T00:00:00Z');
  timers = [];
  events = [];
  await database.update([]);
  await database.update([ORDERS, STOCK]);
});
afterAll(async () => {
  client.destroy();
  await database.close();
});

const put = (TableName: string, Item: Record<string, unknown>) => client.send(new PutCommand({ TableName, Item }));
const get = async (TableName: string, Key: Record<string, unknown>) =>
  (await client.send(new GetCommand({ TableName, Key }))).Item;

describe('tables of the template', () => {
  test('are there with their indexes', async () => {
    await put('orders', { pk: 'a', sk: '1', status: 'OPEN' });
    await put('orders', { pk: 'a', sk: '2', status: 'DONE' });
    const byStatus = await client.send(
      new QueryCommand({
        TableName: 'orders',
        IndexName: 'by-status',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': 'OPEN' },
      }),
    );
    expect(byStatus.Items).toEqual([{ pk: 'a', sk: '1', status: 'OPEN' }]);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'orders' }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
    });
  });

  test('keep their content when the template changes elsewhere', async () => {
    await put('stock', { id: 'x', n: 1 });
    await database.update([STOCK, ORDERS, table('more', STOCK.createTable)]);
    expect(await get('stock', { id: 'x' })).toEqual({ id: 'x', n: 1 });
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual(['more', 'orders', 'stock']);
    expect(events).toEqual([]);
  });

  test('keep their content when an index is added', async () => {
    await client.send(
      new BatchWriteCommand({
        RequestItems: { stock: ['a', 'b', 'c'].map((id) => ({ PutRequest: { Item: { id, place: 'hall' } } })) },
      }),
    );
    const indexed = table('stock', {
      ...STOCK.createTable,
      AttributeDefinitions: ['id', 'place'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-place',
          KeySchema: [{ AttributeName: 'place', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
    await database.update([ORDERS, indexed]);
    const { Count } = await client.send(
      new QueryCommand({
        TableName: 'stock',
        IndexName: 'by-place',
        KeyConditionExpression: 'place = :p',
        ExpressionAttributeValues: { ':p': 'hall' },
      }),
    );
    expect(Count).toBe(3);
    expect(events).toEqual([]);
  });

  test('are made anew with a warning when their key changes', async () => {
    await put('stock', { id: 'x' });
    const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'N' }];
    await database.update([ORDERS, table('stock', { ...STOCK.createTable, AttributeDefinitions })]);
    expect((await client.send(new ScanCommand({ TableName: 'stock' }))).Items).toEqual([]);
    expect(events).toEqual([
      {
        event: 'error',
        code: 'table-recreated',
        message: 'the key of the table S/stock changed: it was made anew and is empty',
      },
    ]);
  });

  test('go with the template', async () => {
    await database.update([ORDERS]);
    await expect(put('stock', { id: 'x' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('that cannot be made are named', async () => {
    const bad = table('bad', { KeySchema: [], AttributeDefinitions: [] });
    await expect(database.update([ORDERS, STOCK, bad])).rejects.toThrow(/^the table S\/bad cannot be made: /);
  });
});

describe('TransactWriteItems', () => {
  const move = (condition: string) =>
    new TransactWriteCommand({
      TransactItems: [
        {
          Put: {
            TableName: 'orders',
            Item: { pk: 'a', sk: '1', status: 'NEW' },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        {
          Update: {
            TableName: 'stock',
            Key: { id: 'x' },
            UpdateExpression: 'SET n = n - :one',
            ConditionExpression: condition,
            ExpressionAttributeValues: { ':one': 1 },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        { Delete: { TableName: 'stock', Key: { id: 'y' } } },
        { ConditionCheck: { TableName: 'stock', Key: { id: 'z' }, ConditionExpression: 'attribute_not_exists(id)' } },
      ],
    });

  beforeEach(async () => {
    await put('stock', { id: 'x', n: 1 });
    await put('stock', { id: 'y', n: 1 });
  });

  test('writes everything when every condition holds', async () => {
    await client.send(move('n >= :one'));
    expect(await get('orders', { pk: 'a', sk: '1' })).toEqual({ pk: 'a', sk: '1', status: 'NEW' });
    const { Items } = await client.send(new ScanCommand({ TableName: 'stock' }));
    expect(Items).toEqual([{ id: 'x', n: 0 }]);
  });

  test('writes nothing when a condition fails, and says which', async () => {
    const error = await client.send(move('n > :one')).catch((thrown) => thrown);
    expect(error).toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None, None]',
      CancellationReasons: [
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { id: { S: 'x' }, n: { N: '1' } },
        },
        { Code: 'None' },
        { Code: 'None' },
      ],
    });
    expect(await get('orders', { pk: 'a', sk: '1' })).toBeUndefined();
    const { Items = [] } = await client.send(new ScanCommand({ TableName: 'stock' }));
    expect(Items.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
      { id: 'x', n: 1 },
      { id: 'y', n: 1 },
    ]);
  });

  test('of many clients on one item lose no update', async () => {
    await put('stock', { id: 'c', n: 0 });
    const increment = (index: number) =>
      new TransactWriteCommand({
        TransactItems: [
          {
            Update: {
              TableName: 'stock',
              Key: { id: 'c' },
              UpdateExpression: 'ADD n :one',
              ExpressionAttributeValues: { ':one': 1 },
            },
          },
          { Put: { TableName: 'orders', Item: { pk: 'c', sk: String(index) } } },
        ],
      });
    await Promise.all(Array.from({ length: 20 }, (_none, index) => client.send(increment(index))));
    expect((await get('stock', { id: 'c' }))?.n).toBe(20);
  });

  test('are not repeated under the same token', async () => {
    const input = {
      ClientRequestToken: 'token-1',
      TransactItems: [
        {
          Update: {
            TableName: 'stock',
            Key: { id: 'x' },
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': 1 },
          },
        },
      ],
    };
    await client.send(new TransactWriteCommand(input));
    await client.send(new TransactWriteCommand(input));
    expect((await get('stock', { id: 'x' }))?.n).toBe(2);
    const other = { ...input, TransactItems: [{ Delete: { TableName: 'stock', Key: { id: 'x' } } }] };
    await expect(client.send(new TransactWriteCommand(other))).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  test.each([
    [
      'one item twice',
      [1, 2].map(() => ({ Put: { TableName: 'stock', Item: { id: 'q' } } })),
      'ValidationException',
      /multiple operations on one item/,
    ],
    [
      'a table that is not there',
      [{ Put: { TableName: 'nope', Item: { id: 'q' } } }],
      'ResourceNotFoundException',
      /non-existent|not found/,
    ],
    ['nothing', [], 'ValidationException', /greater than or equal to 1/],
    [
      'a faulty expression',
      [{ Put: { TableName: 'stock', Item: { id: 'q' }, ConditionExpression: 'a b' } }],
      'ValidationException',
      /ConditionExpression/,
    ],
  ])('refuse %s', async (_name, TransactItems, name, message) => {
    const error = await client.send(new TransactWriteCommand({ TransactItems })).catch((thrown) => thrown);
    expect(error.name).toBe(name);
    expect(error.message).toMatch(message);
  });

  test('report an operand of the wrong type as the item’s reason and take the rest back', async () => {
    await put('stock', { id: 'text', n: 'many' });
    const TransactItems = [
      { Put: { TableName: 'stock', Item: { id: 'new' } } },
      {
        Update: {
          TableName: 'stock',
          Key: { id: 'text' },
          UpdateExpression: 'SET n = n + :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
    ];
    const error = await client.send(new TransactWriteCommand({ TransactItems })).catch((thrown) => thrown);
    expect(error.CancellationReasons).toMatchObject([{ Code: 'None' }, { Code: 'ValidationError' }]);
    expect(await get('stock', { id: 'new' })).toBeUndefined();
  });
});

test('TransactGetItems answers items in order, and gaps', async () => {
  await put('stock', { id: 'x', n: 1, secret: true });
  const { Responses } = await client.send(
    new TransactGetCommand({
      TransactItems: [
        { Get: { TableName: 'stock', Key: { id: 'x' }, ProjectionExpression: 'n' } },
        { Get: { TableName: 'stock', Key: { id: 'gone' } } },
      ],
    }),
  );
  expect(Responses).toEqual([{ Item: { n: 1 } }, {}]);
});

describe('what dynalite leaves out', () => {
  test('a failed condition shows the item when asked', async () => {
    await put('stock', { id: 'x', n: 1 });
    const condition = { ConditionExpression: 'n > :n', ExpressionAttributeValues: { ':n': 5 } };
    const shown = { ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
    const commands = [
      new UpdateCommand({ TableName: 'stock', Key: { id: 'x' }, UpdateExpression: 'REMOVE n', ...shown }),
      new PutCommand({ TableName: 'stock', Item: { id: 'x' }, ...shown }),
      new DeleteCommand({ TableName: 'stock', Key: { id: 'x' }, ...shown }),
    ];
    for (const command of commands) {
      const error = await client.send(command as UpdateCommand).catch((thrown) => thrown);
      expect(error).toMatchObject({ name: 'ConditionalCheckFailedException', Item: { id: { S: 'x' }, n: { N: '1' } } });
    }
  });

  test('time to live is set, described and obeyed by the clock', async () => {
    const TableName = 'stock';
    const now = time / 1000;
    await put(TableName, { id: 'soon', expires: now + 30 });
    await put(TableName, { id: 'later', expires: now + 300 });
    await put(TableName, { id: 'never', expires: 'text' });
    await put(TableName, { id: 'ancient', expires: 1 });
    const TimeToLiveSpecification = { AttributeName: 'expires', Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    time += 60_000;
    const [sweep] = timers.splice(0);
    sweep();
    await until(() => timers.length === 1);
    const { Items = [] } = await client.send(new ScanCommand({ TableName }));
    expect(Items.map(({ id }) => id).toSorted()).toEqual(['ancient', 'later', 'never']);
  });

  test('time to live of the template is on from the start', async () => {
    await database.update([ORDERS, { ...STOCK, timeToLiveAttribute: 'ttl' }]);
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: 'stock' }));
    expect(TimeToLiveDescription?.AttributeName).toBe('ttl');
  });

  test('continuous backups are described', async () => {
    const answer = await client.send(new DescribeContinuousBackupsCommand({ TableName: 'stock' }));
    expect(answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe(
      'DISABLED',
    );
  });

  test('other operations are named with the way out', async () => {
    await expect(client.send(new ExecuteStatementCommand({ Statement: 'SELECT 1' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message:
        'DynamoDB on localhost does not have the operation ExecuteStatement: set AWS_ENDPOINT_URL_DYNAMODB to the endpoint of one that has',
    });
  });

  test('requests without credentials are refused', async () => {
    const headers = {
      'x-amz-target': 'DynamoDB_20120810.TransactWriteItems',
      'content-type': 'application/x-amz-json-1.0',
    };
    const answer = await fetch(database.endpoint, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('MissingAuthenticationToken');
  });
});

test('an item that a client leaves half sent harms nobody', async () => {
  const { connect } = require('node:net') as typeof import('node:net');
  const socket = connect(Number(new URL(database.endpoint).port), '127.0.0.1');
  socket.write(
    'POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\nContent-Length: 100\r\n\r\n{"Ta',
  );
  await put('stock', { id: 'a' });
  socket.destroy();
  await put('stock', { id: 'b' });
  expect(await get('stock', { id: 'b' })).toEqual({ id: 'b' });
});

function table(name: string, createTable: Record<string, unknown>): TableModel {
  return {
    origin: { stack: 'S', logicalId: name, path: `S/${name}`, region: 'eu-west-1', accountId: '111122223333' },
    name,
    arn: `arn:aws:dynamodb:eu-west-1:111122223333:table/${name}`,
    createTable: { BillingMode: 'PAY_PER_REQUEST', ...createTable, TableName: name },
  };
}

async function until(condition: () => boolean): Promise<void> {
  const limit = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > limit) throw new Error('it never came true');
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
