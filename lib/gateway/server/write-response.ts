import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { internalError } from './malformed';
import type { RawResponse } from './raw';

/** Writes an answer with the case, order and duplicates of its header fields kept. */
export function writeResponse(res: ServerResponse, response: RawResponse, connection: 'keep' | 'close'): void {
  if (res.destroyed || res.headersSent) return;
  const close = connection === 'close' || !res.shouldKeepAlive;
  if (!writeHead(res, response, close)) {
    discard(response);
    writeResponse(res, internalError(), connection);
    return;
  }
  if (Buffer.isBuffer(response.body)) {
    res.end(response.body);
    return;
  }
  // A stream that breaks off must cut the connection: a proper end would make a part look like the whole.
  pipeline(response.body, res, (error) => {
    if (error) res.destroy();
  });
}

/** False when the head holds what HTTP cannot carry. */
function writeHead(res: ServerResponse, { status, headers, body }: RawResponse, close: boolean): boolean {
  // node:http would take an interim status for a whole answer, and wait for another one.
  if (status < 200) return false;
  const flat: string[] = [];
  for (const [name, value] of headers) flat.push(name, value);
  if (Buffer.isBuffer(body) && status !== 204 && status !== 304) flat.push('Content-Length', String(body.length));
  // Said here because node:http would add a Keep-Alive field, which API Gateway does not send.
  flat.push('Connection', close ? 'close' : 'keep-alive');
  try {
    res.writeHead(status, flat);
    return true;
  } catch {
    return false;
  }
}

function discard({ body }: RawResponse): void {
  if (!Buffer.isBuffer(body)) body.destroy();
}
