import { Readable } from 'node:stream';
import type { HeaderList, RawRequest, RawResponse } from './raw';

/** A request as a caller in the same process writes it. */
export interface RequestLike {
  /** @default 'GET' */
  readonly method?: string;
  /** As it would go on the wire: `/prod/orders?x=1`. */
  readonly target: string;
  /** @default - only `Host` */
  readonly headers?: HeaderList;
  /** @default - no body */
  readonly body?: Buffer | string;
  /** @default '127.0.0.1' */
  readonly remoteAddress?: string;
  /** Aborts when the caller loses interest. */
  readonly signal?: AbortSignal;
}

const NEVER = new AbortController().signal;

export function toRawRequest(like: RequestLike, host: string, now: number): RawRequest {
  const question = like.target.indexOf('?');
  const headers = like.headers ?? [];
  return {
    method: like.method ?? 'GET',
    target: like.target,
    path: question < 0 ? like.target : like.target.slice(0, question),
    query: question < 0 ? '' : like.target.slice(question + 1),
    headers: headers.some(([name]) => name.toLowerCase() === 'host') ? headers : [['Host', host], ...headers],
    body: Buffer.from(like.body ?? ''),
    remoteAddress: like.remoteAddress ?? '127.0.0.1',
    receivedAt: now,
    signal: like.signal ?? NEVER,
  };
}

/** A WHATWG request in raw form. What that type has lost (case, order, duplicates) stays lost. */
export async function fromFetchRequest(request: Request): Promise<RequestLike> {
  const url = new URL(request.url);
  return {
    method: request.method,
    target: `${url.pathname}${url.search}`,
    headers: [['Host', url.host], ...[...request.headers].filter(([name]) => name !== 'host')],
    body: Buffer.from(await request.arrayBuffer()),
    signal: request.signal,
  };
}

/** A raw answer as a WHATWG response. */
export function toFetchResponse({ status, headers, body }: RawResponse, method: string): Response {
  const list = headers.map(([name, value]): [string, string] => [name, value]);
  const isEmpty = status === 204 || status === 205 || status === 304 || method === 'HEAD';
  if (isEmpty && !Buffer.isBuffer(body)) body.destroy();
  return new Response(isEmpty ? null : bodyOf(body), { status, headers: list });
}

function bodyOf(body: Buffer | Readable): Uint8Array<ArrayBuffer> | ReadableStream {
  return Buffer.isBuffer(body) ? new Uint8Array(body) : (Readable.toWeb(body) as ReadableStream);
}
