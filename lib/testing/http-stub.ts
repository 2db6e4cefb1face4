import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that reached a stub of an HTTP server. */
export interface StubRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case; several lines of one name joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a stub of an HTTP server answers. */
export interface StubAnswer {
  /** @default 200 */
  readonly status?: number;
  /** @default - `Content-Type: application/json` for a body that is no text */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Text and buffers as they are, anything else as JSON.
   * @default - no body
   */
  readonly body?: unknown;
}

/** Stands in for an HTTP server. */
export type HttpHandler = (request: StubRequest) => StubAnswer | Promise<StubAnswer>;

/** A server on this machine that answers in place of another one. */
export class HttpStub {
  private readonly seen: StubRequest[] = [];

  private constructor(
    private readonly server: Server,
    private handler: HttpHandler,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.answer(request, response));
  }

  /** Starts one at a free port of 127.0.0.1. */
  static async start(handler: HttpHandler): Promise<HttpStub> {
    const server = createServer();
    const stub = new HttpStub(server, handler);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    server.unref();
    return stub;
  }

  /** What came, in the order of arrival. */
  get requests(): readonly StubRequest[] {
    return this.seen;
  }

  /** `127.0.0.1:PORT`. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers by another handler from now on. */
  replaceHandler(handler: HttpHandler): void {
    this.handler = handler;
  }

  /** Ends the server and its connections. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const stubbed = await readRequest(request);
      this.seen.push(stubbed);
      write(response, await this.handler(stubbed));
    } catch (error) {
      write(response, { status: 500, body: `the stub failed: ${(error as Error).message}` });
    }
  }
}

async function readRequest(request: IncomingMessage): Promise<StubRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function write(response: ServerResponse, { status = 200, headers = {}, body }: StubAnswer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    response.end(body);
    return;
  }
  if (!response.hasHeader('content-type')) response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(body));
}
