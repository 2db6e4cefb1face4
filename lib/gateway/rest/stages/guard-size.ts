import { MAX_BODY_BYTES } from '../../server/read-request';
import type { RestCall } from '../call';
import { Refusal } from '../refusal';

/** What API Gateway takes of all header fields together, in bytes. */
const MAX_HEADER_BYTES = 10_240;

/** Separator and line end, which count too. */
const BYTES_BETWEEN = ': \r\n'.length;

/** Refuses what is too large. @throws Refusal */
export function guardSize({ request }: RestCall): void {
  if (request.body.length > MAX_BODY_BYTES) {
    throw new Refusal('REQUEST_TOO_LARGE', { reason: `the body is over ${MAX_BODY_BYTES} bytes` });
  }
  let bytes = 0;
  for (const [name, value] of request.headers) bytes += name.length + value.length + BYTES_BETWEEN;
  if (bytes > MAX_HEADER_BYTES) {
    throw new Refusal('REQUEST_TOO_LARGE', { reason: `the headers are ${bytes} bytes, over ${MAX_HEADER_BYTES}` });
  }
}
