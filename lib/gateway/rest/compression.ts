import { deflateSync, gzipSync } from 'node:zlib';
import { headerValue, headerValues, type RawResponse } from '../server/raw';
import type { RestCall } from './call';

const ENCODERS: Readonly<Record<string, (body: Buffer) => Buffer>> = { gzip: gzipSync, deflate: deflateSync };

/** Compresses a body that the API's threshold and the client's `Accept-Encoding` allow to be. */
export function compressBody({ api, request }: RestCall, response: RawResponse): RawResponse {
  const { body, headers } = response;
  if (api.minimumCompressionSize === undefined || !Buffer.isBuffer(body)) return response;
  if (body.length < api.minimumCompressionSize || body.length === 0) return response;
  if (headerValue(headers, 'content-encoding') !== undefined) return response;
  const encoding = chooseEncoding(headerValues(request.headers, 'accept-encoding').join(','));
  if (!encoding) return response;
  return { ...response, headers: [...headers, ['Content-Encoding', encoding]], body: ENCODERS[encoding](body) };
}

/** The encoding that the client weighs highest; the first of equals. */
function chooseEncoding(accepted: string): string | undefined {
  let best: { readonly name: string; readonly weight: number } | undefined;
  for (const item of accepted.split(',')) {
    const [name, ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.map((parameter) => /^q=([\d.]+)$/.exec(parameter)?.[1]).find((q) => q !== undefined);
    const weight = Number(quality ?? 1);
    const encoder = name === '*' ? 'gzip' : name;
    if (Object.hasOwn(ENCODERS, encoder) && weight > (best?.weight ?? 0)) best = { name: encoder, weight };
  }
  return best?.name;
}
