import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that reached the stand-in. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

type Answer = { readonly status?: number; readonly type?: string; readonly body: string };

/** A server that stands in for a service, and keeps what it was asked. */
export class ServiceStub {
  readonly seen: SeenRequest[] = [];
  private readonly server: Server;

  private constructor(answer: (request: SeenRequest) => Answer) {
    this.server = createServer((incoming, outgoing) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part) => parts.push(part));
      incoming.on('end', () => {
        const { method = '', url = '', headers } = incoming;
        const request = { method, url, headers, body: Buffer.concat(parts).toString() };
        this.seen.push(request);
        const { status = 200, type = 'application/json', body } = answer(request);
        outgoing.writeHead(status, { 'Content-Type': type });
        outgoing.end(body);
      });
    });
  }

  static async start(answer: (request: SeenRequest) => Answer): Promise<ServiceStub> {
    const stub = new ServiceStub(answer);
    await new Promise<void>((resolve) => {
      stub.server.listen(0, '127.0.0.1', resolve);
    });
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
