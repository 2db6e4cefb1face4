import { createHash } from 'node:crypto';

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MIXED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id that depends on nothing but its seed, so that it is the same after every reload. */
export function inventId(seed: string, length: number): string {
  return draw(seed, length, LOWER);
}

/** The same in upper and lower case. */
export function inventMixedId(seed: string, length: number): string {
  return draw(seed, length, MIXED);
}

export function inventHex(seed: string, length: number): string {
  return createHash('sha512').update(seed).digest('hex').slice(0, length);
}

export function inventUuid(seed: string): string {
  const hex = inventHex(seed, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}

/** `Stack-LogicalId-` and twelve letters, as CloudFormation names what has no name. */
export function inventName(seed: string, stackName: string, logicalId: string, maxLength: number): string {
  return `${`${stackName}-${logicalId}`.slice(0, maxLength - 13)}-${inventMixedId(seed, 12)}`;
}

function draw(seed: string, length: number, alphabet: string): string {
  const bytes = createHash('sha512').update(seed).digest();
  let id = '';
  for (let i = 0; i < length; i++) id += alphabet[bytes[i % bytes.length] % alphabet.length];
  return id;
}
