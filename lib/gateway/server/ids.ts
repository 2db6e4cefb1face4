import { randomBytes, randomUUID } from 'node:crypto';

/** Where identifiers of requests come from. */
export interface IdSource {
  uuid(): string;
  /** Random bytes, as lower-case hexadecimal digits. */
  hex(bytes: number): string;
  /** Random bytes in base64, with padding. */
  base64(bytes: number): string;
  /** The same in the alphabet of URLs, without padding. */
  base64url(bytes: number): string;
}

const POOL_BYTES = 4096;

/** Identifiers from the system's random numbers, fetched a few kilobytes at a time: one call per id costs more than the id. */
export function createRandomIds(): IdSource {
  let pool = Buffer.alloc(0);
  let offset = 0;
  const take = (bytes: number): Buffer => {
    if (offset + bytes > pool.length) {
      pool = randomBytes(POOL_BYTES);
      offset = 0;
    }
    offset += bytes;
    return pool.subarray(offset - bytes, offset);
  };
  return {
    uuid: () => randomUUID(),
    hex: (bytes) => take(bytes).toString('hex'),
    base64: (bytes) => take(bytes).toString('base64'),
    base64url: (bytes) => take(bytes).toString('base64url'),
  };
}
