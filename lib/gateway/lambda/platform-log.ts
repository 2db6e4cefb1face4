import type { FunctionModel } from '../model';

/** A call as Lambda's own log lines describe it. */
export interface CallRecord {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Highest resident size that was measured, 0 for short calls. */
  readonly peakBytes: number;
}

/** What Lambda itself logs before and behind a call's own lines; callers see it in the log tail. */
export function platformLines(fn: FunctionModel, call: CallRecord): { before: string; after: string } {
  const { format, systemLevel } = fn.logging;
  if (format === 'Text') return { before: startLine(call), after: reportLines(fn, call) };
  if (systemLevel === 'WARN') return { before: '', after: '' };
  return jsonLines(fn, call);
}

function startLine({ requestId }: CallRecord): string {
  return `START RequestId: ${requestId} Version: $LATEST\n`;
}

function reportLines(fn: FunctionModel, { requestId, startedAt, endedAt, peakBytes }: CallRecord): string {
  const duration = endedAt - startedAt;
  const used = peakBytes === 0 ? '' : `Max Memory Used: ${megabytes(peakBytes)} MB\t`;
  const report = `Duration: ${duration.toFixed(2)} ms\tBilled Duration: ${billed(duration)} ms\tMemory Size: ${fn.memoryMb} MB\t${used}`;
  return `END RequestId: ${requestId}\nREPORT RequestId: ${requestId}\t${report}\n`;
}

function jsonLines(fn: FunctionModel, { requestId, startedAt, endedAt, peakBytes }: CallRecord) {
  const duration = endedAt - startedAt;
  const metrics = {
    durationMs: duration,
    billedDurationMs: billed(duration),
    memorySizeMB: fn.memoryMb,
    maxMemoryUsedMB: peakBytes === 0 ? undefined : megabytes(peakBytes),
  };
  return {
    before: record(startedAt, 'platform.start', { requestId, version: '$LATEST' }),
    after: record(endedAt, 'platform.report', { requestId, metrics }),
  };
}

function record(time: number, type: string, details: object): string {
  return `${JSON.stringify({ time: new Date(time).toISOString(), type, record: details })}\n`;
}

function billed(duration: number): number {
  return Math.max(1, Math.ceil(duration));
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
