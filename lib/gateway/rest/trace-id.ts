import type { RestStageModel } from '../model';
import { headerValue, type RawRequest } from '../server/raw';
import type { RestSite } from './site';

/** The trace that a request belongs to: the client's, completed where it names no more than a root, or one of its own. */
export function openTrace({ ids }: RestSite, request: RawRequest, stage: RestStageModel): string {
  const sent = headerValue(request.headers, 'x-amzn-trace-id');
  if (sent && /(^|;)\s*Parent=/i.test(sent)) return sent;
  const root = sent && /(?:^|;)\s*(Root=[^;\s]+)/i.exec(sent)?.[1];
  const seconds = Math.floor(request.receivedAt / 1000).toString(16);
  return `${root || `Root=1-${seconds}-${ids.hex(12)}`};Parent=${ids.hex(8)};Sampled=${stage.tracingEnabled ? 1 : 0}`;
}

/** The trace as the backend of a request sees it: without a parent when the client sent none. */
export function rootOfTrace(traceId: string): string {
  const end = traceId.indexOf(';');
  return end < 0 ? traceId : traceId.slice(0, end);
}
