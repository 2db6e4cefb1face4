import { createHash, createHmac } from 'node:crypto';
import { type HeaderList, headerValues } from '../../server/raw';

export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** What a signature covers; signer and verifier build the same text from it. */
export interface CanonicalInput {
  readonly method: string;
  /** Percent-encoded as sent. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  readonly headers: HeaderList;
  /** Lower-case names, sorted, joined with semicolons. */
  readonly signedHeaders: string;
  /** Hex SHA-256 of the body, or what stands for it. */
  readonly payloadHash: string;
  /** S3 signs the path as sent, every other service encodes it once more. */
  readonly service: string;
}

export function canonicalRequest(input: CanonicalInput): string {
  return [
    input.method,
    canonicalPath(input.path, input.service),
    canonicalQuery(input.query),
    canonicalHeaders(input.headers, input.signedHeaders),
    input.signedHeaders,
    input.payloadHash,
  ].join('\n');
}

/** Everything but letters, digits and `-_.~` as `%XX`; the text holds one byte a character, as on the wire. */
export function encodeBytes(text: string): string {
  return text.replace(
    /[^A-Za-z0-9\-_.~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function canonicalPath(path: string, service: string): string {
  if (service === 's3') return path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(encodeBytes(segment));
  }
  const tail = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${tail}`;
}

/** `name=value` pairs with names and values decoded to bytes, in order of appearance. */
export function queryPairs(query: string): [name: string, value: string][] {
  if (query === '') return [];
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      if (equals === -1) return [decodeBytes(part), ''];
      return [decodeBytes(part.slice(0, equals)), decodeBytes(part.slice(equals + 1))];
    });
}

/** A plus means a space here, because the service reads the query as a form. */
function decodeBytes(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function canonicalQuery(query: string): string {
  return queryPairs(query)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeBytes(name), encodeBytes(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function canonicalHeaders(headers: HeaderList, signedHeaders: string): string {
  return signedHeaders
    .split(';')
    .map((name) => {
      const values = headerValues(headers, name).map((value) => trimBlanks(value).replace(/[ \t]+/g, ' '));
      return `${name}:${values.join(',')}\n`;
    })
    .join('');
}

/** Without the blanks of HTTP around it; other white space is part of the text. */
export function trimBlanks(text: string): string {
  // A regular expression for the end would look at every run of blanks again and again.
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text, start)) start += 1;
  while (end > start && isBlank(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

function isBlank(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t';
}

export interface CredentialScope {
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export const scopeText = (scope: CredentialScope): string =>
  `${scope.date}/${scope.region}/${scope.service}/aws4_request`;

export function stringToSign(canonical: string, timestamp: string, scope: CredentialScope): string {
  return [ALGORITHM, timestamp, scopeText(scope), hashBytes(Buffer.from(canonical, 'latin1'))].join('\n');
}

export function hashBytes(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function signatureOf(text: string, secretAccessKey: string, scope: CredentialScope): string {
  return createHmac('sha256', signingKey(secretAccessKey, scope)).update(text, 'latin1').digest('hex');
}

const MAX_KEYS = 200;
const signingKeys = new Map<string, Buffer>();

/** A key is good for a day, a region and a service, so it is seldom derived. */
function signingKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  const name = `${scopeText(scope)} ${secretAccessKey}`;
  const known = signingKeys.get(name);
  if (known) return known;
  const key = [scope.date, scope.region, scope.service, 'aws4_request'].reduce<Buffer>(
    (chained, part) => createHmac('sha256', chained).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  if (signingKeys.size >= MAX_KEYS) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
}
