import type { WebSocketStageModel } from '../../model';
import { Refusal } from '../../rest/refusal';
import type { RawRequest, RawResponse } from '../../server/raw';
import type { Connection } from '../connection';
import { isId } from '../ids';
import { CLOSE, MAX_MESSAGE_BYTES } from '../limits';
import type { WebSocketSite } from '../site';
import { authorizeManagement } from './authorize-management';

export interface ConnectionAddress {
  readonly stage: WebSocketStageModel;
  /** As in the path, percent-encoded or not. */
  readonly id: string;
}

type Action = (connection: Connection, request: RawRequest) => RawResponse;

const ACTIONS: Readonly<Record<string, Action>> = { GET: describe, POST: post, DELETE: disconnect };

/** Answers `@connections/ID`: GET describes, POST sends, DELETE closes. @throws Refusal */
export function manageConnection(site: WebSocketSite, request: RawRequest, address: ConnectionAddress): RawResponse {
  const action = Object.hasOwn(ACTIONS, request.method) ? ACTIONS[request.method] : undefined;
  const id = decode(address.id);
  if (!action) {
    throw new Refusal('MISSING_AUTHENTICATION_TOKEN', { reason: `@connections has no method ${request.method}` });
  }
  authorizeManagement(site, request, { stage: address.stage, id });
  if (!isId(id)) {
    throw new Refusal('DEFAULT_4XX', {
      message: `Invalid connectionId: ${id}`,
      reason: `"${id}" cannot be the id of a connection: encode it for the URL, the "=" at its end included`,
    });
  }
  const connection = site.connections.find(id);
  if (!connection || connection.admission.stage !== address.stage.name) throw gone(id);
  return action(connection, request);
}

function describe({ admission, lastActiveAt }: Connection): RawResponse {
  const { connectedAt, sourceIp, userAgent } = admission.client;
  const description = {
    connectedAt: new Date(connectedAt).toISOString(),
    identity: { sourceIp, userAgent: userAgent ?? '' },
    lastActiveAt: new Date(lastActiveAt).toISOString(),
  };
  return answer(200, JSON.stringify(description), 'application/json');
}

function post(connection: Connection, { body }: RawRequest): RawResponse {
  if (body.length > MAX_MESSAGE_BYTES) {
    throw new Refusal('REQUEST_TOO_LARGE', {
      message: 'Message too long',
      errorType: 'PayloadTooLargeException',
      reason: `the message has ${body.length} bytes, over ${MAX_MESSAGE_BYTES}`,
    });
  }
  connection.send(body.toString('utf8'));
  return answer(200);
}

function disconnect(connection: Connection): RawResponse {
  connection.end({ code: CLOSE.NORMAL, reason: 'Connection Closed Normally' });
  return answer(204);
}

function gone(id: string): Refusal {
  const reason = `no connection "${id}" is open: it has ended, or its $connect has not been answered yet`;
  return new Refusal('DEFAULT_4XX', { status: 410, errorType: 'GoneException', message: null, reason });
}

function answer(status: number, body = '', contentType?: string): RawResponse {
  return { status, headers: contentType === undefined ? [] : [['Content-Type', contentType]], body: Buffer.from(body) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
