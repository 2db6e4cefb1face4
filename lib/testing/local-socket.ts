import type WebSocket from 'ws';
import type { HeaderList } from '../gateway/server/raw';

/** How a socket was closed. */
export interface SocketEnd {
  readonly code: number;
  readonly reason: string;
}

/** A connection that the API did not accept. */
export class SocketRefusal extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super(`the API refused the connection with status ${status}: ${body}`);
    this.name = 'SocketRefusal';
  }
}

/** A client of a WebSocket API, made by `LocalApi.connect`. */
export class LocalSocket {
  /** Resolves when the socket is closed, by whichever side. */
  readonly closed: Promise<SocketEnd>;
  private readonly received: string[] = [];
  private taken = 0;
  private waiting: (() => void)[] = [];
  private end: SocketEnd | undefined;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.received.push(data.toString('utf8'));
      this.wake();
    });
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        this.end = { code, reason: reason.toString('utf8') };
        this.wake();
        resolve(this.end);
      });
    });
  }

  /** Connects. @throws SocketRefusal */
  static async open(url: string, headers: HeaderList, protocols: readonly string[]): Promise<LocalSocket> {
    const { WebSocket: Client } = loadWs();
    const socket = new Client(url, [...protocols], { headers: group(headers) });
    const client = new LocalSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (request, response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          request.destroy();
          reject(new SocketRefusal(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')));
        });
      });
    });
    return client;
  }

  /** The subprotocol that the API has chosen, empty for none. */
  get protocol(): string {
    return this.socket.protocol;
  }

  /** Everything that came so far. */
  get messages(): readonly string[] {
    return this.received;
  }

  /** Sends a message: text and bytes as they are, anything else as JSON. */
  send(message: unknown): void {
    const isRaw = typeof message === 'string' || message instanceof Uint8Array;
    this.socket.send(isRaw ? message : JSON.stringify(message));
  }

  /** The next message that was not received before, waiting for it. Fails when the socket closes instead. */
  async receive(): Promise<string> {
    while (this.taken >= this.received.length) {
      if (this.end !== undefined) {
        throw new Error(`the socket was closed with code ${this.end.code} before a message came`);
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    return this.received[this.taken++] as string;
  }

  /** The next message, parsed. */
  async receiveJson(): Promise<any> {
    return JSON.parse(await this.receive());
  }

  /** Closes it from the client's side. */
  close(code = 1000): Promise<SocketEnd> {
    this.socket.close(code);
    return this.closed;
  }

  /** Cuts it off, as a client that vanishes. */
  terminate(): void {
    this.socket.terminate();
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

function loadWs(): typeof import('ws') {
  try {
    return require('ws');
  } catch (error) {
    throw new Error('sockets need the package "ws": npm install --save-dev ws', { cause: error });
  }
}

function group(headers: HeaderList): Record<string, string[]> {
  const grouped: Record<string, string[]> = {};
  for (const [name, value] of headers) {
    grouped[name] ??= [];
    grouped[name].push(value);
  }
  return grouped;
}
