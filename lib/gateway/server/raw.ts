import type { Readable } from 'node:stream';

/** Header fields as sent: case, order and duplicates kept. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** A request as it stood on the wire. Text of headers and target is latin1, as node:http reads it. */
export interface RawRequest {
  readonly method: string;
  /** The request target as sent: `/prod/a%2Fb?x=1`. */
  readonly target: string;
  /** The target up to the question mark, never decoded. */
  readonly path: string;
  /** The target behind the question mark, never decoded; empty without one. */
  readonly query: string;
  readonly headers: HeaderList;
  readonly body: Buffer;
  readonly remoteAddress: string;
  /** Milliseconds since the epoch, of the gateway's clock. */
  readonly receivedAt: number;
  /** Aborts when the client has left. */
  readonly signal: AbortSignal;
}

/** An answer as it goes on the wire. */
export interface RawResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer | Readable;
}

/** All values of a header, in order; the name is compared without regard to case. */
export function headerValues(headers: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([n]) => n.length === wanted.length && n.toLowerCase() === wanted).map(([, value]) => value);
}

/** The last value of a header, or undefined. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (let i = headers.length - 1; i >= 0; i--) {
    const sent = headers[i][0];
    if (sent.length === wanted.length && sent.toLowerCase() === wanted) return headers[i][1];
  }
  return undefined;
}
