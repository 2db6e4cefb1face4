import type { Readable } from 'node:stream';
import type { HeaderList } from '../../server/raw';
import type { RoutedCall } from '../call';
import type { HttpAnswer, HttpRequest } from './http/client';
import { targetOf } from './http/endpoint';

/** Notes what is sent to a backend, where traces are collected. */
export function traceRequest({ trace }: Pick<RoutedCall, 'trace'>, request: Omit<HttpRequest, 'clock'>): void {
  if (!trace) return;
  const { secure, host } = request.endpoint;
  const line = `${request.method} ${secure ? 'https' : 'http'}://${host}${targetOf(request.endpoint)}`;
  trace.push({ stage: 'integration request', text: describe(line, request.headers, request.body) });
}

/** Notes what a backend answered. */
export function traceAnswer(
  { trace }: Pick<RoutedCall, 'trace'>,
  { status, headers, body }: HttpAnswer<Buffer | Readable>,
): void {
  trace?.push({ stage: 'integration response', text: describe(`${status}`, headers, body) });
}

function describe(line: string, headers: HeaderList, body: Buffer | Readable): string {
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : '(streamed)';
  return [line, ...headers.map(([name, value]) => `${name}: ${value}`), '', text].join('\n');
}
