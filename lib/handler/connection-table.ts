import type * as dynamodb from '@aws-sdk/client-dynamodb';

/** The part of a WebSocket event that describes its connection. */
export interface ConnectedEvent {
  readonly requestContext: {
    readonly connectionId: string;
    readonly connectedAt?: number;
    readonly authorizer?: Readonly<Record<string, unknown>> | null;
    readonly identity?: { readonly userArn?: string | null };
  };
}

/** Which connections are listed. */
export interface ListOptions {
  /**
   * Only those of this user. The table must have been made with `byUser`.
   * @default - all
   */
  readonly userId?: string;
}

/** A connection lasts two hours at most; a little later its item may go. */
const LIFETIME_SECONDS = 7800;

let client: dynamodb.DynamoDBClient | undefined;

/**
 * Writes a connection into the API's table of connections. A `connect` handler of one's own calls it, because it takes the place of the
 * one that does so.
 */
export async function storeConnection(event: ConnectedEvent): Promise<void> {
  const { PutItemCommand } = loadSdk();
  await clientOf().send(new PutItemCommand({ TableName: tableName(), Item: itemOf(event) }));
}

/** Takes a connection out of the table: that of an event, or one by its id. */
export async function removeConnection(connection: ConnectedEvent | string): Promise<void> {
  const { DeleteItemCommand } = loadSdk();
  const id = typeof connection === 'string' ? connection : connection.requestContext.connectionId;
  await clientOf().send(new DeleteItemCommand({ TableName: tableName(), Key: { connectionId: { S: id } } }));
}

/** Ids of the connections in the table: of all, or of one user. */
export async function listConnections({ userId }: ListOptions = {}): Promise<string[]> {
  const { QueryCommand, ScanCommand } = loadSdk();
  const ids: string[] = [];
  let start: Record<string, dynamodb.AttributeValue> | undefined;
  do {
    const input = { TableName: tableName(), ExclusiveStartKey: start };
    const page =
      userId === undefined
        ? await clientOf().send(new ScanCommand({ ...input, ProjectionExpression: 'connectionId' }))
        : await clientOf().send(new QueryCommand({ ...input, ...queryOf(userId) }));
    for (const { connectionId } of page.Items ?? []) if (connectionId?.S !== undefined) ids.push(connectionId.S);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return ids;
}

function itemOf({ requestContext }: ConnectedEvent): Record<string, dynamodb.AttributeValue> {
  const { connectionId, connectedAt = Date.now(), authorizer, identity } = requestContext;
  const user = authorizer?.sub ?? authorizer?.principalId ?? identity?.userArn;
  return {
    connectionId: { S: connectionId },
    connectedAt: { N: String(connectedAt) },
    expiresAt: { N: String(Math.ceil(connectedAt / 1000) + LIFETIME_SECONDS) },
    ...(typeof user === 'string' && user !== '' && { userId: { S: user } }),
  };
}

function queryOf(userId: string) {
  return {
    IndexName: 'byUser',
    KeyConditionExpression: 'userId = :user',
    ExpressionAttributeValues: { ':user': { S: userId } },
  };
}

function tableName(): string {
  const { CONNECTIONS_TABLE } = process.env;
  if (CONNECTIONS_TABLE) return CONNECTIONS_TABLE;
  throw new Error(
    'CONNECTIONS_TABLE is not set: give the API "connections", and functions of your own to connections.connectFunction',
  );
}

function clientOf(): dynamodb.DynamoDBClient {
  client ??= new (loadSdk().DynamoDBClient)({});
  return client;
}

/** Loaded when the table is first used; `require` finds the runtime's own SDK in CommonJS and in ES modules. */
function loadSdk(): typeof dynamodb {
  return require('@aws-sdk/client-dynamodb') as typeof dynamodb;
}
