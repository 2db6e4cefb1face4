import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyWebsocketEventV2WithRequestContext } from 'aws-lambda';

/** A handshake has headers besides what every event has, and the answers of authorizers. */
type ConnectionEvent = APIGatewayProxyWebsocketEventV2WithRequestContext<RequestContext> & {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
};

interface RequestContext {
  readonly eventType: 'CONNECT' | 'DISCONNECT' | 'MESSAGE';
  readonly connectionId: string;
  readonly connectedAt: number;
  readonly authorizer?: Readonly<Record<string, unknown>>;
  readonly identity: { readonly userArn?: string | null };
}

interface Answer {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
}

const { CONNECTIONS_TABLE, CONNECTION_SECONDS = '' } = process.env;
const client = CONNECTIONS_TABLE === undefined ? undefined : new DynamoDBClient({});

/** Answers `$connect` and `$disconnect`, and keeps the table of connections, if there is one. */
export async function handler(event: ConnectionEvent): Promise<Answer> {
  const { eventType, connectionId } = event.requestContext;
  if (eventType === 'DISCONNECT') {
    await client?.send(
      new DeleteItemCommand({ TableName: CONNECTIONS_TABLE, Key: { connectionId: { S: connectionId } } }),
    );
    return { statusCode: 200 };
  }
  await client?.send(new PutItemCommand({ TableName: CONNECTIONS_TABLE, Item: itemOf(event.requestContext) }));
  const protocol = chooseProtocol(event);
  return { statusCode: 200, ...(protocol !== undefined && { headers: { 'Sec-WebSocket-Protocol': protocol } }) };
}

function itemOf({ connectionId, connectedAt, authorizer, identity }: RequestContext) {
  const user = authorizer?.sub ?? authorizer?.principalId ?? identity.userArn;
  return {
    connectionId: { S: connectionId },
    connectedAt: { N: String(connectedAt) },
    expiresAt: { N: String(Math.ceil(connectedAt / 1000) + Number(CONNECTION_SECONDS)) },
    ...(typeof user === 'string' && { userId: { S: user } }),
  };
}

/** One of the protocols that the client offers. A token among them came for the authorizer, and is not sent back if it need not be. */
function chooseProtocol({ headers }: ConnectionEvent): string | undefined {
  const name = Object.keys(headers ?? {}).find((header) => header.toLowerCase() === 'sec-websocket-protocol');
  const offered = (name === undefined ? undefined : headers?.[name])?.split(/ *, */) ?? [];
  return offered.find((protocol) => protocol.split('.').length !== 3) ?? offered[0];
}
