import type { IdSource } from '../server/ids';

const ID_BYTES = 11;

/** An id of a connection, a message or a request: `L0SM9cOFvHcCIhw=`. */
export function drawId(ids: IdSource): string {
  return `${ids.base64url(ID_BYTES)}=`;
}

/** Whether a text could be the id of a connection at all. */
export function isId(text: string): boolean {
  return /^[\w+/-]{15}=$/.test(text);
}
