import type { HeaderList } from '../../server/raw';

/** What a function answered a proxy integration, read as API Gateway reads it. */
export interface LambdaProxyResult {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** The answer of a function is none that a proxy integration takes; the message says why, in the user's words. */
export class MalformedResult extends Error {}

const ALLOWED_KEYS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/** Reads the payload of a function's answer. @throws MalformedResult */
export function parseLambdaProxyResult(payload: string): LambdaProxyResult {
  const result = parseObject(payload);
  for (const key of Object.keys(result)) {
    if (!ALLOWED_KEYS.has(key)) throw new MalformedResult(`the function answered an object with the key "${key}"`);
  }
  return {
    status: readStatus(result.statusCode),
    headers: withContentType(readHeaders(result)),
    body: readScalar('body', result.body) ?? '',
    isBase64Encoded: readFlag(result.isBase64Encoded),
  };
}

/** Reads the head of a streamed answer: the same members, the body follows. @throws MalformedResult */
export function parseStreamPrelude(text: string): Pick<LambdaProxyResult, 'status' | 'headers'> {
  const prelude = parseObject(text);
  const headers = readHeaders(prelude);
  const cookies = Array.isArray(prelude.cookies) ? prelude.cookies : [];
  return {
    status: readStatus(prelude.statusCode),
    headers: withContentType([
      ...headers,
      ...cookies.map((cookie): [string, string] => ['Set-Cookie', String(cookie)]),
    ]),
  };
}

function parseObject(payload: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    throw new MalformedResult('the function answered no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedResult(`the function answered ${describe(value)}, not an object with statusCode and body`);
  }
  return value as Record<string, unknown>;
}

function readStatus(value: unknown): number {
  if (value === undefined || value === null) return 200;
  const status = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    throw new MalformedResult(`statusCode must be a whole number from 200 to 599, got ${describe(value)}`);
  }
  return status;
}

/** Values of both maps by name, whatever its case: those of `multiValueHeaders` first, and spelled as there. */
function readHeaders({ headers, multiValueHeaders }: Record<string, unknown>): [string, string][] {
  const fields: [string, string][] = [];
  for (const [name, values] of entriesOf('multiValueHeaders', multiValueHeaders)) {
    if (values === null) continue;
    if (!Array.isArray(values)) throw new MalformedResult(`multiValueHeaders "${name}" must be a list`);
    for (const value of values) insertField(fields, name, readScalar(`multiValueHeaders "${name}"`, value) ?? '');
  }
  for (const [name, value] of entriesOf('headers', headers)) {
    const text = readScalar(`headers "${name}"`, value);
    if (text !== undefined) insertField(fields, name, text);
  }
  return fields;
}

/** Behind the field of the same name, and spelled as it. */
function insertField(fields: [string, string][], name: string, value: string): void {
  const lower = name.toLowerCase();
  const last = fields.findLastIndex(([known]) => known.length === lower.length && known.toLowerCase() === lower);
  if (last < 0) fields.push([name, value]);
  else fields.splice(last + 1, 0, [fields[last][0], value]);
}

function entriesOf(member: string, value: unknown): [string, unknown][] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new MalformedResult(`${member} must be an object, got ${describe(value)}`);
  }
  return Object.entries(value);
}

/** Text; numbers and booleans become it. */
function readScalar(member: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw new MalformedResult(`${member} must be a string, got ${describe(value)}`);
  return String(value);
}

function readFlag(value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'boolean') return value === true;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new MalformedResult(`isBase64Encoded must be true or false, got ${describe(value)}`);
}

function withContentType(headers: readonly [string, string][]): HeaderList {
  const wire = headers.map(([name, value]): [string, string] => [name, latin1Of(value)]);
  const fault = wire.find(
    ([name, value]) => !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value),
  );
  if (fault) throw new MalformedResult(`header "${fault[0]}" holds what HTTP cannot carry`);
  if (wire.some(([name]) => name.toLowerCase() === 'content-type')) return wire;
  return [['Content-Type', 'application/json'], ...wire];
}

/** One character for each byte of the UTF-8 text, as headers go on the wire. */
function latin1Of(text: string): string {
  return /[\u0080-\uffff]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? `"${value.slice(0, 80)}"` : String(value);
}
