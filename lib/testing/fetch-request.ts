import type { UnsignedRequest } from '../gateway/authorizers/sigv4';
import type { HeaderList } from '../gateway/server/raw';
import type { Caller } from './caller';

/** What goes with a request. */
export interface FetchOptions {
  /**
   * Text and bytes as they are; anything else as JSON, with `Content-Type: application/json` unless headers say
   * otherwise.
   * @default - no body
   */
  readonly body?: unknown;
  /**
   * Sent as written, with the case of their names; a list is several lines.
   * @default - only `Host`
   */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Behind what the path may already have; a list repeats the name.
   * @default - none
   */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>>;
  /**
   * Who sends it; several together, as a user with an API key.
   * @default - nobody: no token, key or signature
   */
  readonly as?: Caller | readonly Caller[];
  /**
   * Address that it comes from.
   * @default '127.0.0.1'
   */
  readonly sourceIp?: string;
}

/** What goes with the handshake of a socket. */
export interface ConnectOptions extends Pick<FetchOptions, 'headers' | 'query' | 'as'> {
  /**
   * Subprotocols, the preferred one first.
   * @default - none
   */
  readonly protocols?: readonly string[];
}

export type QueryValue = string | number | boolean;

/** The request that a test asks for. */
export function buildRequest(method: string, url: URL, path: string, options: FetchOptions): UnsignedRequest {
  if (path !== '' && !path.startsWith('/')) throw new Error(`a path begins with "/" behind the stage, got "${path}"`);
  const { body, isJson } = encodeBody(options.body);
  const headers: [string, string][] = [['Host', url.host]];
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    for (const line of [value].flat()) headers.push([name, line as string]);
  }
  if (isJson && !hasHeader(headers, 'content-type')) headers.push(['Content-Type', 'application/json']);
  if (body.length > 0 && !hasHeader(headers, 'content-length')) headers.push(['Content-Length', String(body.length)]);
  const target = url.pathname.replace(/\/$/, '') + withQuery(path, options.query);
  return { method: method.toUpperCase(), target, headers, body };
}

function encodeBody(body: unknown): { readonly body: Buffer; readonly isJson: boolean } {
  if (body === undefined) return { body: Buffer.alloc(0), isJson: false };
  if (typeof body === 'string') return { body: Buffer.from(body), isJson: false };
  if (body instanceof Uint8Array) return { body: Buffer.from(body), isJson: false };
  return { body: Buffer.from(JSON.stringify(body)), isJson: true };
}

function hasHeader(headers: HeaderList, wanted: string): boolean {
  return headers.some(([name]) => name.toLowerCase() === wanted);
}

function withQuery(path: string, query: FetchOptions['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`),
  );
  if (pairs.length === 0) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}
