import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { type Answer, valuesOf } from './exchange';

/** What is compared of an answer: header fields sorted by name, those that differ from call to call without values. */
export interface Shown {
  readonly status: number;
  readonly headers: readonly string[];
  /** Text of a short body, hash and length of a long one. */
  readonly body: string;
}

const REMAPPED = new Set(['connection', 'content-length', 'date', 'server', 'www-authenticate']);
const DROPPED = new Set(['transfer-encoding', 'keep-alive', 'via', 'content-encoding']);
const OWN = new Set([
  'x-amzn-requestid',
  'x-amz-apigw-id',
  'connection',
  'content-length',
  'transfer-encoding',
  'date',
]);
const TIMES = /^(?:x-amzn-remapped-)?date$/;

/** The server's own answer with everything that API Gateway changes about it, as the manual lists it, and nothing else. */
export function asBehindFrontDoor(answer: Answer): Shown {
  const packed = valuesOf(answer, 'content-encoding')[0] === 'gzip' && answer.body.length > 0;
  const headers = answer.headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !DROPPED.has(name))
    .map(([name, value]) => line(REMAPPED.has(name) ? `x-amzn-remapped-${name}` : name, value));
  return {
    status: answer.status,
    headers: headers.sort(),
    body: shown(packed ? gunzipSync(answer.body) : answer.body),
  };
}

/** What came through the front door, without what it says of itself. */
export function withoutOwn({ status, headers, body }: Answer): Shown {
  const names = headers.map(([name]) => name.toLowerCase());
  for (const name of ['x-amzn-requestid', 'x-amz-apigw-id', 'date']) {
    if (names.filter((known) => known === name).length !== 1) throw new Error(`${name} is not there once: ${names}`);
  }
  const rest = headers.map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => !OWN.has(name));
  return { status, headers: rest.map(([name, value]) => line(name, value)).sort(), body: shown(body) };
}

const line = (name: string, value: string) => `${name}: ${TIMES.test(name) ? '…' : value}`;

const shown = (body: Buffer) =>
  body.length > 4096 ? `${body.length} ${createHash('sha256').update(body).digest('hex')}` : body.toString('latin1');
