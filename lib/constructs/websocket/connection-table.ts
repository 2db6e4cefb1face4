import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { checkOptions } from '../shape/shape';
import { CONNECTION_TABLE_OPTIONS } from '../shape/websocket-shapes';

/** How a table of connections is made. */
export interface ConnectionTableOptions {
  /**
   * Whether connections can be found by their users: an index `byUser` with the attribute `userId`.
   *
   * @default false
   */
  readonly byUser?: boolean;

  /**
   * Whether the table can be set back to any second of the last 35 days.
   *
   * @default true
   */
  readonly pointInTimeRecovery?: boolean;

  /**
   * How the table is encrypted.
   *
   * @default - by a key that DynamoDB owns
   */
  readonly encryption?: dynamodb.TableEncryptionV2;

  /**
   * What becomes of the table when the API is removed. No connection outlives the API.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

const TABLE_VARIABLE = 'CONNECTIONS_TABLE';
const USER_INDEX = 'byUser';

const ACTIONS = ['GetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchGetItem', 'BatchWriteItem'];

/**
 * A DynamoDB table of the open connections of a WebSocket API. Each item has `connectionId` (the key), `connectedAt` in milliseconds,
 * `userId` where an authorizer said who connected, and `expiresAt` in seconds, after which DynamoDB removes what an end without
 * `$disconnect` has left behind.
 *
 * The functions that the API makes get the table's name as `CONNECTIONS_TABLE`, and may read and write it. Unless the API has handlers
 * of yours for them, `$connect` and `$disconnect` are answered by a function that keeps the table.
 *
 * @example
 * const connections = ConnectionTable.create({ byUser: true });
 * const chat = new ServerlessWebSocketApi(this, 'Chat', {
 *   connections,
 *   routes: { sendMessage: { entry: 'lambda/chat/send-message.ts' } },
 * });
 * connections.connectFunction(notifier);
 * chat.grantManageConnections(notifier);
 */
export class ConnectionTable {
  /** A table that the API makes. */
  public static create(options: ConnectionTableOptions = {}): ConnectionTable {
    return new ConnectionTable(checkOptions('ConnectionTable.create', options, CONNECTION_TABLE_OPTIONS));
  }

  /** A table that exists already, with the text `connectionId` as its key. Several APIs may share it. */
  public static fromTable(table: dynamodb.ITable): ConnectionTable {
    return new ConnectionTable({}, table);
  }

  private made?: dynamodb.TableV2;

  private constructor(
    private readonly options: ConnectionTableOptions,
    private readonly given?: dynamodb.ITable,
  ) {}

  /** The table. One that the API makes is there once the API is. */
  public get table(): dynamodb.ITable {
    const table = this.given ?? this.made;
    if (table) return table;
    throw new Error('the table of connections is made by the API that it is given to: ask for it after the API');
  }

  /** Lets somebody read and write the table. */
  public grantReadWrite(grantee: iam.IGrantable): iam.Grant {
    const { tableArn, encryptionKey } = this.table;
    encryptionKey?.grantEncryptDecrypt(grantee);
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ACTIONS.map((action) => `dynamodb:${action}`),
      resourceArns: [tableArn, ...(this.options.byUser ? [`${tableArn}/index/${USER_INDEX}`] : [])],
    });
  }

  /** Lets a function of yours read and write the table, and tells it the table's name as `CONNECTIONS_TABLE`. */
  public connectFunction(handler: lambda.Function): void {
    handler.addEnvironment(TABLE_VARIABLE, this.table.tableName);
    this.grantReadWrite(handler);
  }

  /** @internal */
  public get _environment(): Record<string, string> {
    return { [TABLE_VARIABLE]: this.table.tableName };
  }

  /** What the function that keeps the table must do. @internal */
  public _grantKeep(keeper: iam.IGrantable): void {
    const { tableArn, encryptionKey } = this.table;
    encryptionKey?.grantEncryptDecrypt(keeper);
    const actions = ['dynamodb:PutItem', 'dynamodb:DeleteItem'];
    iam.Grant.addToPrincipal({ grantee: keeper, actions, resourceArns: [tableArn] });
  }

  /** @internal */
  public _bind(scope: Construct): void {
    if (this.given) return;
    if (this.made) {
      throw new Error(
        `connections are kept by "${this.made.node.path}" already: give each API a ConnectionTable.create() of its own`,
      );
    }
    const { byUser = false, pointInTimeRecovery = true, encryption, removalPolicy } = this.options;
    const { STRING } = dynamodb.AttributeType;
    this.made = new dynamodb.TableV2(scope, 'Connections', {
      partitionKey: { name: 'connectionId', type: STRING },
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: pointInTimeRecovery },
      encryption,
      removalPolicy: removalPolicy ?? RemovalPolicy.DESTROY,
      globalSecondaryIndexes: byUser
        ? [{ indexName: USER_INDEX, partitionKey: { name: 'userId', type: STRING } }]
        : undefined,
    });
  }
}
