import { type ConnectionEvent, listConnections, postToConnections, removeConnection } from '../../lib/handler';

/** What handlers of the chat take from an event: who sent it comes from the token of the handshake. */
export interface ChatEvent extends ConnectionEvent {
  readonly requestContext: ConnectionEvent['requestContext'] & {
    readonly connectionId: string;
    readonly authorizer: { readonly sub: string; readonly 'cognito:username'?: string };
  };
  readonly body?: string | null;
}

export function nameOf({ requestContext: { authorizer } }: ChatEvent): string {
  return authorizer['cognito:username'] ?? authorizer.sub;
}

/** Posts a message to everybody who is connected, and forgets those who are not. */
export async function tellEverybody(event: ChatEvent, message: object): Promise<number> {
  const { sent } = await postToConnections(event, await listConnections(), message, { onGone: removeConnection });
  return sent.length;
}
