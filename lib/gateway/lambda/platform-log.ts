import type { FunctionModel } from '../model';
import type { Call } from './call';

/** What Lambda itself logs when a call begins; callers see it in the log tail. */
export function startLines(fn: FunctionModel, call: Call): void {
  if (isSilent(fn)) return;
  const { requestId } = call;
  if (fn.logging.format === 'Text') call.log.add(`START RequestId: ${requestId} Version: $LATEST`);
  else call.log.add(record(call.startedAt, 'platform.start', { requestId, version: '$LATEST' }));
}

/** And when it ends. */
export function endLines(fn: FunctionModel, call: Call, measured: { readonly peakMemory: number }): void {
  if (isSilent(fn)) return;
  const { requestId } = call;
  const now = Date.now();
  const duration = now - call.startedAt;
  const billed = Math.max(1, duration);
  const used = Math.round(measured.peakMemory / 1024 / 1024);
  if (fn.logging.format === 'Text') {
    const memory = used === 0 ? '' : `Max Memory Used: ${used} MB\t`;
    call.log.add(`END RequestId: ${requestId}`);
    call.log.add(
      `REPORT RequestId: ${requestId}\tDuration: ${duration.toFixed(2)} ms\tBilled Duration: ${billed} ms\tMemory Size: ${fn.memoryMb} MB\t${memory}`,
    );
    return;
  }
  const metrics = { durationMs: duration, billedDurationMs: billed, memorySizeMB: fn.memoryMb };
  const report = { requestId, metrics: used === 0 ? metrics : { ...metrics, maxMemoryUsedMB: used } };
  call.log.add(record(now, 'platform.report', report));
}

function record(time: number, type: string, details: object): string {
  return JSON.stringify({ time: new Date(time).toISOString(), type, record: details });
}

function isSilent({ logging }: FunctionModel): boolean {
  return logging.format === 'JSON' && logging.systemLevel === 'WARN';
}
