import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock';
import type { HeaderList, RawRequest } from './raw';

/** The most that API Gateway takes of a body, in bytes. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** An upload that goes on beyond this is cut: until then the connection stays usable for the next request. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

const TRANSFER_ENCODING = 'transfer-encoding';
const CONTENT_LENGTH = 'content-length';

const NO_BODY = Buffer.alloc(0);

/**
 * A request with its whole body: a fault in the body's framing shows only at its end, and no stage with an effect may
 * run before. Undefined when the client left or broke off meanwhile. A body over the limit ends one byte behind it.
 */
export function readRequest(
  req: IncomingMessage,
  res: ServerResponse,
  clock: Clock,
): RawRequest | Promise<RawRequest | undefined> {
  req.on('error', ignore);
  res.on('error', ignore);
  const receivedAt = clock.now();
  if (!hasBody(req.rawHeaders)) return new IncomingRequest(req, res, NO_BODY, receivedAt);
  return readBody(req).then((body) => body && new IncomingRequest(req, res, body, receivedAt));
}

function ignore(): void {}

/** Asked of the fields as sent: node:http makes its object of them when it is first read, for as much as a stage costs. */
function hasBody(flat: readonly string[]): boolean {
  for (let i = 0; i < flat.length; i += 2) {
    const { length } = flat[i];
    if (length === TRANSFER_ENCODING.length && flat[i].toLowerCase() === TRANSFER_ENCODING) return true;
    if (length === CONTENT_LENGTH.length && flat[i + 1] !== '0' && flat[i].toLowerCase() === CONTENT_LENGTH)
      return true;
  }
  return false;
}

function readBody(req: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    req.on('data', (part: Buffer) => {
      if (size <= MAX_BODY_BYTES) parts.push(part);
      size += part.length;
      if (size > MAX_DISCARDED_BYTES) req.destroy();
      else if (size > MAX_BODY_BYTES) resolve(joined(parts));
    });
    req.on('end', () => resolve(joined(parts)));
    req.on('close', () => resolve(undefined));
  });
}

function joined(parts: readonly Buffer[]): Buffer {
  const whole = parts.length === 1 ? parts[0] : Buffer.concat(parts);
  return whole.length > MAX_BODY_BYTES ? whole.subarray(0, MAX_BODY_BYTES + 1) : whole;
}

const NEVER = new AbortController().signal;

/** A handshake, which has no body and no response object. */
export function readUpgrade(req: IncomingMessage, clock: Clock): RawRequest {
  const target = req.url as string;
  return {
    method: req.method as string,
    target,
    ...splitTarget(target),
    headers: pairsOf(req.rawHeaders),
    body: NO_BODY,
    remoteAddress: req.socket.remoteAddress ?? '',
    receivedAt: clock.now(),
    signal: NEVER,
  };
}

/** The target up to the question mark, and behind it. */
function splitTarget(target: string): Pick<RawRequest, 'path' | 'query'> {
  const question = target.indexOf('?');
  return question < 0
    ? { path: target, query: '' }
    : { path: target.slice(0, question), query: target.slice(question + 1) };
}

class IncomingRequest implements RawRequest {
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: string;
  readonly headers: HeaderList;
  readonly remoteAddress: string;
  private aborter: AbortController | undefined;

  constructor(
    req: IncomingMessage,
    private readonly res: ServerResponse,
    readonly body: Buffer,
    readonly receivedAt: number,
  ) {
    this.method = req.method as string;
    this.target = req.url as string;
    const { path, query } = splitTarget(this.target);
    this.path = path;
    this.query = query;
    this.headers = pairsOf(req.rawHeaders);
    this.remoteAddress = req.socket.remoteAddress ?? '';
  }

  /** Made when first asked for: most requests never need one. */
  get signal(): AbortSignal {
    if (!this.aborter) {
      const aborter = new AbortController();
      this.aborter = aborter;
      if (this.res.destroyed) aborter.abort();
      else this.res.once('close', () => this.res.writableFinished || aborter.abort());
    }
    return this.aborter.signal;
  }
}

function pairsOf(flat: readonly string[]): HeaderList {
  const pairs: [string, string][] = [];
  for (let i = 0; i < flat.length; i += 2) pairs.push([flat[i], flat[i + 1]]);
  return pairs;
}
