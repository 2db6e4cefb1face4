import { type ConnectedEvent, removeConnection, storeConnection } from '../../lib/handler/connection-table';

type Event = ConnectedEvent & {
  readonly requestContext: { readonly eventType: 'CONNECT' | 'DISCONNECT' | 'MESSAGE' };
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
};

interface Answer {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
}

const keepsTable = process.env.CONNECTIONS_TABLE !== undefined;

/** Answers `$connect` and `$disconnect`, and keeps the table of connections, if there is one. */
export async function handler(event: Event): Promise<Answer> {
  if (event.requestContext.eventType === 'DISCONNECT') {
    if (keepsTable) await removeConnection(event);
    return { statusCode: 200 };
  }
  if (keepsTable) await storeConnection(event);
  const protocol = chooseProtocol(event);
  return { statusCode: 200, ...(protocol !== undefined && { headers: { 'Sec-WebSocket-Protocol': protocol } }) };
}

/** One of the protocols that the client offers. A token among them came for the authorizer, and is not sent back if it need not be. */
function chooseProtocol({ headers }: Event): string | undefined {
  const name = Object.keys(headers ?? {}).find((header) => header.toLowerCase() === 'sec-websocket-protocol');
  const offered = (name === undefined ? undefined : headers?.[name])?.split(/ *, */) ?? [];
  return offered.find((protocol) => protocol.split('.').length !== 3) ?? offered[0];
}
