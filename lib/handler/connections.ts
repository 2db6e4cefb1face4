import type * as management from '@aws-sdk/client-apigatewaymanagementapi';

/** The part of a WebSocket event that says where its connections are reached. */
export interface ConnectionEvent {
  readonly requestContext: {
    readonly apiId: string;
    readonly stage: string;
    readonly domainName?: string;
  };
}

/** How messages are posted. */
export interface PostOptions {
  /**
   * Connections that are posted to at the same time.
   * @default 32
   */
  readonly concurrency?: number;
  /**
   * Is told of every connection that has ended; the place to take it out of a table.
   * @default - nobody is told
   */
  readonly onGone?: (connectionId: string) => unknown;
}

/** What became of a message. */
export interface Posted {
  /** Connections that have received it. */
  readonly sent: readonly string[];
  /** Connections that have ended. */
  readonly gone: readonly string[];
}

const LARGEST_MESSAGE = 131_072;

const clients = new Map<string, management.ApiGatewayManagementApiClient>();

/**
 * Posts a message to connections of a WebSocket API. Text and bytes go out as they are, everything else as JSON. Connections that have
 * ended are no error. Every other failure is one, but all other connections get their message first.
 *
 * @param to an event of the API, or its `callbackUrl`
 * @throws AggregateError when posting failed for a reason other than the connection's end
 *
 * @example
 * await postToConnections(event, await listConnections(), { text: 'hello' }, { onGone: removeConnection });
 */
export async function postToConnections(
  to: ConnectionEvent | string,
  connectionIds: Iterable<string>,
  message: unknown,
  { concurrency = 32, onGone }: PostOptions = {},
): Promise<Posted> {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`concurrency must be a whole number from 1, got "${concurrency}"`);
  }
  const data = encode(message);
  const sent: string[] = [];
  const gone: string[] = [];
  const errors: unknown[] = [];
  const waiting = [...connectionIds];
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        if (await post(to, id, data)) sent.push(id);
        else {
          gone.push(id);
          await onGone?.(id);
        }
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, waiting.length) }, work));
  if (errors.length === 0) return { sent, gone };
  throw new AggregateError(errors, `posting failed for ${errors.length} connections, first with: ${errors[0]}`);
}

/** Whether the connection is still there. */
async function post(to: ConnectionEvent | string, connectionId: string, data: Uint8Array): Promise<boolean> {
  const { PostToConnectionCommand } = loadSdk();
  try {
    await clientOf(to).send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: data }));
    return true;
  } catch (error) {
    if ((error as management.GoneException).$metadata?.httpStatusCode === 410) return false;
    throw error;
  }
}

function clientOf(to: ConnectionEvent | string): management.ApiGatewayManagementApiClient {
  const endpoint = typeof to === 'string' ? to : endpointOf(to);
  const known = clients.get(endpoint);
  if (known) return known;
  const { ApiGatewayManagementApiClient } = loadSdk();
  const made = new ApiGatewayManagementApiClient({ endpoint });
  clients.set(endpoint, made);
  return made;
}

/** Not by a domain of one's own: its path is that of a mapping, which events do not tell. */
function endpointOf({ requestContext: { apiId, stage, domainName = '' } }: ConnectionEvent): string {
  const { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: local, CONNECTIONS_URL: ofDomain, AWS_REGION = '' } = process.env;
  const named = local ?? ofDomain;
  if (named) return named;
  if (domainName.startsWith(`${apiId}.execute-api.`)) return `https://${domainName}/${stage}`;
  const suffix = AWS_REGION.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://${apiId}.execute-api.${AWS_REGION}.${suffix}/${stage}`;
}

function encode(message: unknown): Uint8Array {
  const data = message instanceof Uint8Array ? message : Buffer.from(stringify(message));
  if (data.byteLength <= LARGEST_MESSAGE) return data;
  throw new RangeError(`a message must be at most ${LARGEST_MESSAGE} bytes, got ${data.byteLength}`);
}

function stringify(message: unknown): string {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  if (text !== undefined) return text;
  throw new TypeError(`a message must be text, bytes, or something that JSON can say, got "${String(message)}"`);
}

/** Loaded when the first message is posted; `require` finds the runtime's own SDK in CommonJS and in ES modules. */
function loadSdk(): typeof management {
  return require('@aws-sdk/client-apigatewaymanagementapi') as typeof management;
}
