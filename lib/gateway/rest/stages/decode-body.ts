import { gunzipSync, inflateSync } from 'node:zlib';
import { headerValue } from '../../server/raw';
import { MAX_BODY_BYTES } from '../../server/read-request';
import type { RoutedCall } from '../call';
import { Refusal } from '../refusal';

const DECODERS: ReadonlyMap<string, (body: Buffer) => Buffer> = new Map([
  ['gzip', (body) => gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES })],
  ['deflate', (body) => inflateSync(body, { maxOutputLength: MAX_BODY_BYTES })],
  ['identity', (body) => body],
]);

/** An API with compression takes compressed bodies too; other APIs pass them on as they are. @throws Refusal */
export function decodeBody(call: RoutedCall): RoutedCall {
  const { api, request } = call;
  if (api.minimumCompressionSize === undefined || request.body.length === 0) return call;
  const encoding = headerValue(request.headers, 'content-encoding')?.trim().toLowerCase();
  if (encoding === undefined) return call;
  const decode = DECODERS.get(encoding);
  if (!decode) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', {
      reason: `the Content-Encoding "${encoding}" is none of ${[...DECODERS.keys()].join(', ')}`,
    });
  }
  const headers = request.headers.filter(([name]) => name.toLowerCase() !== 'content-encoding');
  const { method, target, path, query, remoteAddress, receivedAt, signal } = request;
  const body = decodeOrRefuse(decode, request.body);
  return { ...call, request: { method, target, path, query, headers, body, remoteAddress, receivedAt, signal } };
}

function decodeOrRefuse(decode: (body: Buffer) => Buffer, body: Buffer): Buffer {
  try {
    return decode(body);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Refusal('REQUEST_TOO_LARGE', { reason: `the decompressed body is over ${MAX_BODY_BYTES} bytes` });
    }
    throw new Refusal('DEFAULT_4XX', { reason: `the body is not what its Content-Encoding says: ${message}` });
  }
}
