import { type HeaderList, headerValue } from '../../server/raw';
import {
  ALGORITHM,
  canonicalRequest,
  encodeBytes,
  hashBytes,
  scopeText,
  signatureOf,
  stringToSign,
} from './canonical-request';
import { basicTimestamp } from './timestamp';

/** A request that is about to be sent. */
export interface UnsignedRequest {
  readonly method: string;
  /** Percent-encoded, with the query behind a question mark. */
  readonly target: string;
  /** With `Host`. */
  readonly headers: HeaderList;
  readonly body: Buffer;
}

export interface SignOptions {
  readonly service: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** These change on the way, so no signer covers them. */
const UNSIGNABLE = new Set([
  'authorization',
  'connection',
  'expect',
  'transfer-encoding',
  'user-agent',
  'x-amzn-trace-id',
]);

/** The headers of a request with its Signature Version 4: those given, the date, the session token, `Authorization`. */
export function signRequest(request: UnsignedRequest, options: SignOptions): HeaderList {
  const timestamp = basicTimestamp(options.now);
  const scope = { date: timestamp.slice(0, 8), region: options.region, service: options.service };
  const payloadHash = hashBytes(request.body);
  const { sessionToken } = options.credentials;
  const headers: [string, string][] = [
    ...request.headers.filter(([name]) => !/^(authorization|x-amz-date|x-amz-security-token)$/i.test(name)),
    ['X-Amz-Date', timestamp],
    ...(sessionToken === undefined ? [] : [['X-Amz-Security-Token', sessionToken] satisfies [string, string]]),
    ...(options.service === 's3' && headerValue(request.headers, 'x-amz-content-sha256') === undefined
      ? [['X-Amz-Content-Sha256', payloadHash] satisfies [string, string]]
      : []),
  ].map(([name, value]) => [name, value]);
  const signedHeaders = namesToSign(headers);
  const [path, query] = splitTarget(request.target);
  const canonical = canonicalRequest({
    method: request.method,
    path,
    query,
    headers,
    signedHeaders,
    payloadHash: headerValue(headers, 'x-amz-content-sha256') ?? payloadHash,
    service: options.service,
  });
  const signature = signatureOf(stringToSign(canonical, timestamp, scope), options.credentials.secretAccessKey, scope);
  const credential = `${options.credentials.accessKeyId}/${scopeText(scope)}`;
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return [...headers, ['Authorization', authorization]];
}

/** A target that carries its signature in the query, for clients that cannot send headers. */
export function presignTarget(
  request: Pick<UnsignedRequest, 'method' | 'target'> & { readonly host: string },
  options: SignOptions & { readonly expiresSeconds: number },
): string {
  const timestamp = basicTimestamp(options.now);
  const scope = { date: timestamp.slice(0, 8), region: options.region, service: options.service };
  const [path, query] = splitTarget(request.target);
  const parameters = [
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', `${options.credentials.accessKeyId}/${scopeText(scope)}`],
    ['X-Amz-Date', timestamp],
    ['X-Amz-Expires', String(options.expiresSeconds)],
    ['X-Amz-SignedHeaders', 'host'],
    ...(options.credentials.sessionToken === undefined
      ? []
      : [['X-Amz-Security-Token', options.credentials.sessionToken]]),
  ].map(([name, value]) => `${name}=${encodeBytes(value)}`);
  const signedQuery = [query, ...parameters].filter((part) => part !== '').join('&');
  const canonical = canonicalRequest({
    method: request.method,
    path,
    query: signedQuery,
    headers: [['host', request.host]],
    signedHeaders: 'host',
    payloadHash: options.service === 's3' ? 'UNSIGNED-PAYLOAD' : hashBytes(Buffer.alloc(0)),
    service: options.service,
  });
  const signature = signatureOf(stringToSign(canonical, timestamp, scope), options.credentials.secretAccessKey, scope);
  return `${path}?${signedQuery}&X-Amz-Signature=${signature}`;
}

function namesToSign(headers: HeaderList): string {
  const names = headers.map(([name]) => name.toLowerCase()).filter((name) => !UNSIGNABLE.has(name));
  return [...new Set(names)].sort().join(';');
}

function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}
