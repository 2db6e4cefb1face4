import { pipeline, type Readable, type Transform } from 'node:stream';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

const DECODERS: Readonly<Record<string, { decode(body: Buffer): Promise<Buffer>; stream(): Transform }>> = {
  gzip: { decode: promisify(zlib.gunzip), stream: () => zlib.createGunzip() },
  'x-gzip': { decode: promisify(zlib.gunzip), stream: () => zlib.createGunzip() },
  deflate: { decode: promisify(zlib.inflate), stream: () => zlib.createInflate() },
  br: { decode: promisify(zlib.brotliDecompress), stream: () => zlib.createBrotliDecompress() },
};

/** The answer of a backend without its coding, as its Content-Encoding goes no further; an unreadable one stays. */
export async function decodeContent(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const decoder = encoding === undefined || body.length === 0 ? undefined : DECODERS[encoding.trim().toLowerCase()];
  if (!decoder) return body;
  try {
    return await decoder.decode(body);
  } catch {
    return body;
  }
}

/** The same for an answer that is passed on while it arrives. */
export function decodeStream(body: Readable, encoding: string | undefined): Readable {
  const decoder = encoding === undefined ? undefined : DECODERS[encoding.trim().toLowerCase()];
  return decoder ? pipeline(body, decoder.stream(), () => undefined) : body;
}
