import { EventEmitter } from 'node:events';
import type { IncomingHttpHeaders, Server } from 'node:http';

export type Item = Readonly<Record<string, unknown>>;
type Input = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

/** An error as DynamoDB's JSON protocol says it. */
export class DynamoDbError extends Error {
  constructor(
    /** `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException` */
    readonly type: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly status = 400,
  ) {
    super(message);
  }

  /** Behind the `#`. */
  get code(): string {
    return this.type.slice(this.type.indexOf('#') + 1);
  }
}

export function validationError(message: string): DynamoDbError {
  return new DynamoDbError('com.amazon.coral.validate#ValidationException', message);
}

const JSON_TYPE = 'application/x-amz-json-1.0';
/** Its presence is all that is looked at. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20200101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/** Dynalite without its listener: requests are handed to it whole, so that a client that leaves cannot end it. */
export class Store {
  private readonly pending = new Set<(answer: Answer) => void>();

  constructor(
    private readonly server: Server,
    onFault: (error: Error) => void,
  ) {
    // Dynalite throws where it did not expect a fault; whoever waits gets an answer all the same.
    process.on('uncaughtException', (error) => {
      onFault(error);
      const body = JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError' });
      for (const answer of this.pending) answer({ status: 500, headers: { 'Content-Type': JSON_TYPE }, body });
    });
  }

  forward(request: { method?: string; url?: string; headers: IncomingHttpHeaders }, body: Buffer): Promise<Answer> {
    return new Promise((resolve) => {
      const answer = (given: Answer) => {
        this.pending.delete(answer);
        resolve(given);
      };
      this.pending.add(answer);
      const incoming = Object.assign(new EventEmitter(), request);
      const headers: Record<string, string | number> = {};
      const outgoing = {
        statusCode: 200,
        setHeader(name: string, value: string | number) {
          headers[name] = value;
        },
        end(text = '') {
          answer({ status: this.statusCode, headers, body: text });
        },
      };
      this.server.emit('request', incoming, outgoing);
      if (body.length > 0) incoming.emit('data', body);
      incoming.emit('end');
    });
  }

  /** @throws DynamoDbError */
  async call<T = Input>(operation: string, input: Input): Promise<T> {
    const headers = {
      'content-type': JSON_TYPE,
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20200101T000000Z',
      authorization: AUTHORIZATION,
    };
    const answer = await this.forward({ method: 'POST', url: '/', headers }, Buffer.from(JSON.stringify(input)));
    const output = JSON.parse(answer.body);
    if (answer.status === 200) return output as T;
    const { __type, message, Message, ...details } = output;
    throw new DynamoDbError(__type, message ?? Message ?? '', details, answer.status);
  }

  /** Names of the key attributes, partition key first. */
  async keyNames(table: string): Promise<string[]> {
    const { Table } = await this.call<{ Table: { KeySchema: { AttributeName: string }[] } }>('DescribeTable', {
      TableName: table,
    });
    return Table.KeySchema.map(({ AttributeName }) => AttributeName);
  }

  async get(table: string, key: Item): Promise<Item | undefined> {
    const input = { TableName: table, Key: key, ConsistentRead: true };
    return (await this.call<{ Item?: Item }>('GetItem', input)).Item;
  }

  /** Every item, page by page. */
  async *scan(table: string, options: Input = {}): AsyncGenerator<readonly Item[]> {
    let start: Item | undefined;
    do {
      const input = { ...options, TableName: table, ConsistentRead: true, ExclusiveStartKey: start };
      const page = await this.call<{ Items: Item[]; LastEvaluatedKey?: Item }>('Scan', input);
      yield page.Items;
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }
}

export function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));
}
