import type { WebSocket, WebSocketServer } from 'ws';
import { GatewayError } from '../errors';
import type { Upgrade } from '../server/api-server';
import { type Admission, Connection } from './connection';
import { announceEnd } from './disconnect';
import { FrameScanner } from './frame-scanner';
import { CLOSE, MAX_FRAME_BYTES, MAX_MESSAGE_BYTES } from './limits';
import { answerMessage } from './message';
import type { CurrentSite } from './site';
import type { Closure } from './call';

/** How long a client may take to answer a close, in milliseconds. */
const CLOSE_TIMEOUT_MS = 2000;

/** Of so many pings in flight at once `ws` would end a client: one that floods is still answered. */
const MAX_PENDING_PONGS = 1024;

const NOTHING_SAID = 'Client-side close frame status not set';

/** Makes connections of handshakes that were let through. */
export class Establisher {
  private server: WebSocketServer | undefined;
  private readonly subprotocols = new WeakMap<object, string>();

  constructor(private readonly site: CurrentSite) {}

  /** Completes the upgrade. A client that left meanwhile has come and gone. */
  establish({ message, socket, head }: Upgrade, admission: Admission): void {
    if (admission.subprotocol !== undefined) this.subprotocols.set(message, admission.subprotocol);
    let isOpen = false;
    this.protocol.handleUpgrade(message, socket, head, (opened) => {
      isOpen = true;
      this.open(opened, socket, admission);
    });
    const { current } = this.site;
    if (isOpen || current.connections.closed) return;
    void announceEnd(current, admission, { code: CLOSE.ABNORMAL, reason: '' });
  }

  private get protocol(): WebSocketServer {
    if (!this.server) {
      const { WebSocketServer: Server } = loadWs();
      this.server = new Server({
        noServer: true,
        clientTracking: false,
        perMessageDeflate: false,
        maxPayload: MAX_MESSAGE_BYTES,
        handleProtocols: (_offered, request) => this.subprotocols.get(request) ?? false,
        ...{ closeTimeout: CLOSE_TIMEOUT_MS, maxPendingAutoPongs: MAX_PENDING_PONGS },
      });
    }
    return this.server;
  }

  private open(opened: WebSocket, socket: Upgrade['socket'], admission: Admission): void {
    const { connections, services } = this.site.current;
    const connection = new Connection(opened, admission, services.clock);
    const scanner = new FrameScanner(MAX_FRAME_BYTES);
    socket.prependListener('data', (chunk: Buffer) => {
      if (connection.ending || scanner.accepts(chunk)) return;
      connection.end({ code: CLOSE.TOO_BIG, reason: 'Frame is too large' });
    });
    const touch = (): void => connection.touch();
    opened.on('ping', touch);
    opened.on('pong', touch);
    opened.on('message', (data, isBinary) => this.hear(connection, data as Buffer, isBinary));
    opened.on('error', (error: NodeJS.ErrnoException) => connection.fail(closureOfFault(error)));
    opened.on('close', (code, reason) => {
      connections.remove(connection.id);
      if (connections.closed) return;
      void announceEnd(this.site.current, admission, connection.ending ?? closureOf(code, reason));
    });
    connections.add(connection);
  }

  private hear(connection: Connection, data: Buffer, isBinary: boolean): void {
    if (connection.ending) return;
    connection.touch();
    if (isBinary) connection.end({ code: CLOSE.UNSUPPORTED_DATA, reason: 'Binary frames are not supported' });
    else void answerMessage(this.site.current, connection, data.toString('utf8'));
  }
}

const CODE_OF_FAULT: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: CLOSE.INVALID_TEXT,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: CLOSE.TOO_BIG,
};

/** What `ws` closes with by itself; undefined for a connection that broke. */
function closureOfFault({ code, message }: NodeJS.ErrnoException): Closure | undefined {
  if (!code?.startsWith('WS_ERR_')) return undefined;
  return { code: CODE_OF_FAULT[code] ?? CLOSE.PROTOCOL_ERROR, reason: message };
}

function closureOf(code: number, reason: Buffer): Closure {
  return { code, reason: code === CLOSE.NO_STATUS ? NOTHING_SAID : reason.toString('utf8') };
}

/** @throws GatewayError */
export function requireWs(): void {
  try {
    require.resolve('ws');
  } catch (cause) {
    throw new GatewayError('DEPENDENCY_MISSING', 'WebSocket APIs need the package ws, install it', { cause });
  }
}

function loadWs(): typeof import('ws') {
  return require('ws');
}
