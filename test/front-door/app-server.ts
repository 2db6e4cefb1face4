import { createHash } from 'node:crypto';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

/** A request as the application saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  /** Header fields by name in lower case, in their order. */
  readonly headers: readonly (readonly [string, string])[];
  /** Length and hash of the body. */
  readonly body: string;
}

export interface AppServer {
  readonly port: number;
  close(): void;
}

export const digestOf = (body: Buffer) => `${body.length} ${createHash('sha256').update(body).digest('hex')}`;

/** An application that knows nothing of what stands before it. */
export async function startAppServer(): Promise<AppServer> {
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    await answer(request, response, Buffer.concat(chunks));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port, close };
}

async function answer(request: http.IncomingMessage, response: http.ServerResponse, body: Buffer): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://app');
  switch (pathname) {
    case '/app/chunked':
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
      return writeInTurns(
        response,
        ['eins ', 'zwei ', 'drüben'].map((word) => Buffer.from(word)),
      );
    case '/app/long':
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
      return writeInTurns(
        response,
        Array.from({ length: Number(searchParams.get('chunks')) }, (_, i) => Buffer.alloc(65_536, i)),
      );
    case '/app/sign-in':
      response.writeHead(
        303,
        [
          ['Location', '/app/home'],
          ['Set-Cookie', 'session=abc; Path=/app; HttpOnly; SameSite=Lax'],
          ['Set-Cookie', 'theme=dark; Expires=Wed, 01 Jan 2031 00:00:00 GMT'],
        ].flat(),
      );
      return void response.end();
    case '/app/problem':
      response.writeHead(422, 'Not like that', { 'Content-Type': 'application/problem+json' });
      return void response.end('{"title":"no"}');
    case '/app/untyped':
      return void response.end(Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    case '/app/breaks-off':
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('a part');
      return void setImmediate(() => response.destroy());
    default:
      return void response.setHeader('Content-Type', 'application/json').end(JSON.stringify(seen(request, body)));
  }
}

function seen({ method = '', url = '', rawHeaders }: http.IncomingMessage, body: Buffer): Seen {
  const headers: [string, string][] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    headers.push([(rawHeaders[i] as string).toLowerCase(), rawHeaders[i + 1] as string]);
  }
  return { method, url, headers, body: digestOf(body) };
}

async function writeInTurns(response: http.ServerResponse, parts: readonly Buffer[]): Promise<void> {
  for (const part of parts) {
    if (!response.write(part)) await new Promise((resolve) => response.once('drain', resolve));
    await turn();
  }
  response.end();
}
