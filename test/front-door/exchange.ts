import * as http from 'node:http';

/** A request, the same for the server itself and for its front door. */
export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Several parts go out in chunks. */
  readonly body?: string | Buffer | readonly Buffer[];
}

/** An answer as it came: header fields in their order, with their duplicates. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** Whether the server said to go on with the body. */
  readonly continued: boolean;
}

const agent = new http.Agent({ keepAlive: true });

export function closeConnections(): void {
  agent.destroy();
}

/** Sends a call to the place that starts with `base`, with `host` as the name of the server if it is given. */
export function exchange(
  base: string,
  { method = 'GET', path, headers = {}, body }: Call,
  host?: string,
): Promise<Answer> {
  const { hostname, port, pathname } = new URL(base);
  const target = `${pathname === '/' ? '' : pathname}${path}`;
  return new Promise((resolve, reject) => {
    const request = http.request({
      agent,
      hostname,
      port,
      method,
      path: target,
      headers: { ...headers, ...lengthOf(body), ...(host !== undefined && { Host: host }) } as http.OutgoingHttpHeaders,
    });
    let continued = false;
    request.once('error', reject);
    request.once('continue', () => {
      continued = true;
      send(request, body);
    });
    request.once('response', async (response) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({ status: response.statusCode ?? 0, headers: pairs(response), body: Buffer.concat(chunks), continued });
      } catch (error) {
        reject(error);
      }
    });
    if (headers.Expect === undefined) send(request, body);
    else request.flushHeaders();
  });
}

/** The values of a header field, in any case of letters. */
export function valuesOf({ headers }: Pick<Answer, 'headers'>, name: string): string[] {
  return headers.filter(([known]) => known.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

function send(request: http.ClientRequest, body: Call['body']): void {
  if (Array.isArray(body)) for (const part of body) request.write(part);
  request.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : undefined);
}

function lengthOf(body: Call['body']): Record<string, string> {
  if (body === undefined) return {};
  if (Array.isArray(body)) return { 'Transfer-Encoding': 'chunked' };
  return { 'Content-Length': `${Buffer.byteLength(body as string | Buffer)}` };
}

function pairs({ rawHeaders }: http.IncomingMessage): [string, string][] {
  const headers: [string, string][] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) headers.push([rawHeaders[i] as string, rawHeaders[i + 1] as string]);
  return headers;
}
