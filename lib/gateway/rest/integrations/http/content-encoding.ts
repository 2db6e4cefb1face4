import { pipeline, type Readable, type Transform } from 'node:stream';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { HttpFailure } from './failure';

interface Decoder {
  decode(body: Buffer, options: { readonly maxOutputLength: number }): Promise<Buffer>;
  stream(): Transform;
}

/** Far beyond what the service takes, and far below what a hostile answer could unpack to. */
const MAX_DECODED = 64 * 1024 * 1024;

const GZIP: Decoder = { decode: promisify(zlib.gunzip), stream: () => zlib.createGunzip() };
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: GZIP,
  'x-gzip': GZIP,
  deflate: { decode: promisify(zlib.inflate), stream: () => zlib.createInflate() },
  br: { decode: promisify(zlib.brotliDecompress), stream: () => zlib.createBrotliDecompress() },
};

/**
 * The answer of a backend without its coding, as its Content-Encoding goes no further; an unreadable one stays.
 * @throws HttpFailure for one that unpacks to too much
 */
export async function decodeContent(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const decoder = body.length === 0 ? undefined : decoderOf(encoding);
  if (!decoder) return body;
  try {
    return await decoder.decode(body, { maxOutputLength: MAX_DECODED });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return body;
    throw new HttpFailure('too-large', `the answer unpacks to more than ${MAX_DECODED} bytes`);
  }
}

/** The same for an answer that is passed on while it arrives. */
export function decodeStream(body: Readable, encoding: string | undefined): Readable {
  const decoder = decoderOf(encoding);
  return decoder ? pipeline(body, decoder.stream(), () => undefined) : body;
}

function decoderOf(encoding: string | undefined): Decoder | undefined {
  const name = encoding?.trim().toLowerCase();
  return name !== undefined && Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
}
