import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  AttributeKind,
  DynamoDbBackend,
  EventBridgeBackend,
  type IBackend,
  RequestValue,
  SnsBackend,
  StepFunctionsBackend,
} from '../../../../lib';
import { renderMappingTemplate } from '../../../../lib/testing';
import { deployed, documentIn, integrationOf, makeApi } from '../../fixtures';

type Make = (stack: ReturnType<typeof makeApi>['stack']) => IBackend;

/** Operations by what makes their backends: synthesis is the slow part. */
const operations = new Map<Make, any>();

function operationOf(make: Make): any {
  const { stack, api } = makeApi();
  api.addRoute('POST /things/{id}', { backend: make(stack) });
  return documentIn(stack).paths['/things/{id}'].post;
}

/** The answer of a route to what its service said. */
function answer(make: Make, pattern: '2\\d{2}' | 'default', body: unknown): { status: number; body: any } {
  const operation = operations.get(make) ?? operationOf(make);
  operations.set(make, operation);
  const entry = operation['x-amazon-apigateway-integration'].responses[pattern];
  expect(Object.keys(operation.responses)).toContain(entry.statusCode);
  const { output, overrides } = renderMappingTemplate(deployed(entry.responseTemplates['application/json']), { body });
  const status = (overrides.responseOverride as any)?.status ?? Number(entry.statusCode);
  return { status, body: output.trim() === '' ? undefined : JSON.parse(output) };
}

const makeTable = (stack: Parameters<Make>[0]) =>
  new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } });
const key = { pk: RequestValue.path('id') };
const getItem: Make = (stack) => DynamoDbBackend.getItem(makeTable(stack), { key });
const query: Make = (stack) =>
  DynamoDbBackend.query(makeTable(stack), { key, pageBy: ['pk', 'sk'], kinds: { sk: AttributeKind.NUMBER } });

describe('an item', () => {
  test('becomes plain JSON, with every type of DynamoDB', () => {
    const Item = {
      s: { S: 'it\'s "q" \\ $x #y\n' },
      empty: { S: '' },
      n: { N: '12345678901234567890123456789012345678' },
      yes: { BOOL: true },
      no: { BOOL: false },
      nothing: { NULL: true },
      bytes: { B: 'AQI=' },
      'odd "name"': { SS: ['a', "b'c"] },
      numbers: { NS: ['1', '2.5'] },
      blobs: { BS: ['AQI='] },
      list: { L: [{ S: 'a' }, { L: [{ N: '1' }, { M: { deep: { L: [] } } }] }, { M: {} }] },
      map: { M: { a: { M: { b: { M: { c: { S: 'deep' } } } } }, z: { N: '0' } } },
    };
    expect(answer(getItem, '2\\d{2}', { Item })).toEqual({
      status: 200,
      body: {
        s: 'it\'s "q" \\ $x #y\n',
        empty: '',
        n: Number('12345678901234567890123456789012345678'),
        yes: true,
        no: false,
        nothing: null,
        bytes: 'AQI=',
        'odd "name"': ['a', "b'c"],
        numbers: [1, 2.5],
        blobs: ['AQI='],
        list: ['a', [1, { deep: [] }], {}],
        map: { a: { b: { c: 'deep' } }, z: 0 },
      },
    });
  });

  test('is rendered six levels deep, and null below', () => {
    const nest = (levels: number): object => (levels === 0 ? { S: 'x' } : { M: { a: nest(levels - 1) } });
    const depthOf = (value: any): unknown => (value?.a === undefined ? value : depthOf(value.a));
    expect(depthOf(answer(getItem, '2\\d{2}', { Item: { a: nest(5) } }).body)).toBe('x');
    expect(depthOf(answer(getItem, '2\\d{2}', { Item: { a: nest(6) } }).body)).toBeNull();
  });

  test('that is not there is 404', () => {
    expect(answer(getItem, '2\\d{2}', {})).toEqual({ status: 404, body: { message: 'Not found' } });
  });

  test('deleted is 204, and 404 when there was none', () => {
    const remove: Make = (stack) => DynamoDbBackend.deleteItem(makeTable(stack), { key });
    expect(answer(remove, '2\\d{2}', { Attributes: { pk: { S: 'a' } } })).toEqual({ status: 204, body: undefined });
    expect(answer(remove, '2\\d{2}', {})).toEqual({ status: 404, body: { message: 'Not found' } });
  });
});

describe('a query', () => {
  test('answers items, with a token when there are more', () => {
    const Items = [{ pk: { S: 'a' } }, { pk: { S: 'b' }, sk: { N: '2' } }];
    const last = { pk: { S: 'b' }, sk: { N: '2' } };
    expect(answer(query, '2\\d{2}', { Items }).body).toEqual({ items: [{ pk: 'a' }, { pk: 'b', sk: 2 }] });
    const { items, nextToken } = answer(query, '2\\d{2}', { Items, LastEvaluatedKey: last }).body;
    expect(items).toHaveLength(2);
    expect(JSON.parse(Buffer.from(nextToken, 'base64').toString())).toEqual(last);
    expect(answer(query, '2\\d{2}', { Items: [] }).body).toEqual({ items: [] });
  });

  test('takes from a token the attributes of the key alone', () => {
    const { stack, api } = makeApi();
    api.addRoute('GET /things/{id}', { backend: query(stack) });
    const template = deployed(integrationOf(stack, '/things/{id}').requestTemplates['application/json']);
    const render = (token?: object) => {
      const nextToken = token && Buffer.from(JSON.stringify(token)).toString('base64');
      const querystring: Record<string, string> = nextToken === undefined ? {} : { nextToken };
      return JSON.parse(renderMappingTemplate(template, { params: { path: { id: 'a' }, querystring } }).output);
    };
    expect(render()).not.toHaveProperty('ExclusiveStartKey');
    expect(render({ pk: { S: 'a"b' }, sk: { N: '2' }, TableName: 'other' })).toEqual({
      TableName: expect.any(String),
      KeyConditionExpression: '#n0 = :v0',
      ExpressionAttributeNames: { '#n0': 'pk' },
      ExpressionAttributeValues: { ':v0': { S: 'a' } },
      Limit: 50,
      ExclusiveStartKey: { pk: { S: 'a"b' }, sk: { N: '2' } },
    });
  });
});

describe('an error of a service', () => {
  const type = (name: string) => ({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'arn:aws:secret' });

  test.each([
    ['ConditionalCheckFailedException', 409, 'Conflict'],
    ['ExecutionAlreadyExists', 409, 'Conflict'],
    ['ProvisionedThroughputExceededException', 429, 'Too many requests'],
    ['ThrottlingException', 429, 'Too many requests'],
    ['ValidationException', 400, 'Bad request'],
    ['SerializationException', 400, 'Bad request'],
    ['AccessDeniedException', 502, 'Bad gateway'],
    ['ResourceNotFoundException', 502, 'Bad gateway'],
  ])('%s is %i', (name, status, message) => {
    expect(answer(getItem, 'default', type(name))).toEqual({ status, body: { message } });
  });

  test('that is no JSON is 502', () => {
    expect(answer(getItem, 'default', '<html>')).toEqual({ status: 502, body: { message: 'Bad gateway' } });
  });

  test('of a form service is told by its code', () => {
    const publish: Make = (stack) => SnsBackend.publish(new sns.Topic(stack, 'Topic'));
    expect(answer(publish, 'default', { Error: { Code: 'Throttled' } }).status).toBe(429);
    expect(answer(publish, 'default', { Error: { Code: 'AuthorizationError' } }).status).toBe(502);
  });

  test('in an accepted call is seen too', () => {
    const put: Make = (stack) =>
      EventBridgeBackend.putEvents(new events.EventBus(stack, 'Bus'), { source: 'a', detailType: 'b' });
    expect(answer(put, '2\\d{2}', { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] })).toEqual({
      status: 202,
      body: { id: 'e' },
    });
    expect(answer(put, '2\\d{2}', { FailedEntryCount: 1, Entries: [{ ErrorCode: 'X' }] }).status).toBe(502);
  });
});

describe('an execution that was waited for (aws-cdk #26586)', () => {
  const run: Make = (stack) =>
    StepFunctionsBackend.startSyncExecution(
      new sfn.StateMachine(stack, 'Machine', {
        stateMachineType: sfn.StateMachineType.EXPRESS,
        definitionBody: sfn.DefinitionBody.fromString('{}'),
      }),
      { errors: { OrderNotFound: 404 } },
    );

  test.each([
    [{ status: 'SUCCEEDED', output: '{"a":[1,"x"]}' }, 200, { a: [1, 'x'] }],
    [{ status: 'TIMED_OUT' }, 504, { message: 'Gateway timeout' }],
    [{ status: 'FAILED', error: 'OrderNotFound', cause: 'secret' }, 404, { error: 'OrderNotFound' }],
    [{ status: 'FAILED', error: 'States.TaskFailed', cause: 'secret' }, 502, { message: 'Execution failed' }],
  ])('%j', (result, status, body) => expect(answer(run, '2\\d{2}', result)).toEqual({ status, body }));

  test('must be of an express state machine', () => {
    const { stack, api } = makeApi();
    const machine = new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromString('{}') });
    expect(() => api.addRoute('POST /run', { backend: StepFunctionsBackend.startSyncExecution(machine) })).toThrow(
      'is of the type STANDARD',
    );
  });
});
