import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a backend saw it. */
export interface Seen {
  readonly method: string;
  readonly target: string;
  /** Lower-case names; repeated lines joined. */
  readonly headers: http.IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** An HTTP server on a free port of this machine that keeps what it was sent. */
export interface Backend {
  readonly url: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

export async function startBackend(
  answer: (request: http.IncomingMessage, response: http.ServerResponse, body: Buffer) => void,
): Promise<Backend> {
  const seen: Seen[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = '', url: target = '', headers, rawHeaders } = request;
    seen.push({ method, target, headers, rawHeaders, body });
    answer(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
