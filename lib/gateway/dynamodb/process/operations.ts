import type { IncomingHttpHeaders } from 'node:http';
import type { Gate } from './gate';
import { type Answer, DynamoDbError, pick, type Item, type Store } from './store';
import type { TimeToLive } from './time-to-live';
import type { Transactions } from './transactions';

type Input = Readonly<Record<string, unknown>>;

export interface DynamoDbRequest {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingHttpHeaders;
}

/** What dynalite does by itself. */
const FORWARDED = new Set([
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
]);
/** Writes whose failed condition may be asked to show the item. */
const CONDITIONAL = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

export interface OperationsOptions {
  readonly store: Store;
  readonly gate: Gate;
  readonly transactions: Transactions;
  readonly timeToLive: TimeToLive;
}

/** Passes requests on to dynalite and answers what that leaves out. */
export class Operations {
  constructor(private readonly options: OperationsOptions) {}

  async answer(request: DynamoDbRequest, body: Buffer): Promise<Answer> {
    const { store, gate } = this.options;
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = target.slice(target.indexOf('.') + 1);
    const own = target.startsWith('DynamoDB_20120810.') ? this.ownOperation(operation) : undefined;
    if (own !== undefined) {
      return request.headers.authorization === undefined ? errorAnswer(MISSING_TOKEN) : this.run(own, body);
    }
    if (CONDITIONAL.has(operation) && body.includes('"ReturnValuesOnConditionCheckFailure"')) {
      return gate.exclusive(() => this.showItem(request, body));
    }
    if (target === '' || (FORWARDED.has(operation) && target.startsWith('DynamoDB_'))) {
      return gate.shared(() => store.forward(request, body));
    }
    return errorAnswer(unknownOperation(target.startsWith('DynamoDB_') ? operation : target));
  }

  private ownOperation(operation: string): ((input: Input) => Promise<object>) | undefined {
    const { gate, transactions, timeToLive, store } = this.options;
    switch (operation) {
      case 'TransactWriteItems':
        return (input) => gate.exclusive(() => transactions.write(input));
      case 'TransactGetItems':
        return (input) => gate.exclusive(() => transactions.get(input));
      case 'UpdateTimeToLive':
        return (input) => gate.shared(() => timeToLive.update(input));
      case 'DescribeTimeToLive':
        return (input) => gate.shared(() => timeToLive.describe(input));
      case 'DescribeContinuousBackups':
        return async (input) => {
          await store.keyNames(String(input.TableName));
          return { ContinuousBackupsDescription: NO_BACKUPS };
        };
      default:
        return undefined;
    }
  }

  private async run(operation: (input: Input) => Promise<object>, body: Buffer): Promise<Answer> {
    try {
      return jsonAnswer(200, await operation(parse(body)));
    } catch (error) {
      return errorAnswer(error);
    }
  }

  private async showItem(request: DynamoDbRequest, body: Buffer): Promise<Answer> {
    const { store } = this.options;
    const answer = await store.forward(request, body);
    if (answer.status !== 400 || !answer.body.includes('ConditionalCheckFailedException')) return answer;
    const input = parse(body);
    if (input.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return answer;
    const table = String(input.TableName);
    const key = pick((input.Key ?? input.Item) as Item, await store.keyNames(table));
    const item = await store.get(table, key);
    return item === undefined ? answer : jsonAnswer(400, { ...JSON.parse(answer.body), Item: item });
  }
}

const MISSING_TOKEN = new DynamoDbError(
  'com.amazon.coral.service#MissingAuthenticationTokenException',
  'Request is missing Authentication Token',
);

const NO_BACKUPS = {
  ContinuousBackupsStatus: 'ENABLED',
  PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
};

function unknownOperation(operation: string): DynamoDbError {
  return new DynamoDbError(
    'com.amazon.coral.service#UnknownOperationException',
    `DynamoDB on localhost does not have the operation ${operation}: set AWS_ENDPOINT_URL_DYNAMODB to the endpoint of one that has`,
  );
}

/** @throws DynamoDbError */
function parse(body: Buffer): Input {
  try {
    const input: unknown = JSON.parse(body.toString());
    if (typeof input === 'object' && input !== null) return input as Input;
  } catch {
    // Reported below, as DynamoDB does: without a word on what is wrong.
  }
  throw new DynamoDbError('com.amazon.coral.service#SerializationException', 'the body is not a JSON object');
}

function errorAnswer(error: unknown): Answer {
  if (!(error instanceof DynamoDbError)) throw error;
  // Clients read either spelling, depending on the error.
  const { type, message, details, status } = error;
  return jsonAnswer(status, { __type: type, message, Message: message, ...details });
}

function jsonAnswer(status: number, body: object): Answer {
  return { status, headers: { 'Content-Type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}
