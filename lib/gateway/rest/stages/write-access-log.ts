import type { Readable } from 'node:stream';
import type { RawResponse } from '../../server/raw';
import { integrationVariables, renderAccessLog } from '../access-log';
import type { RestCall } from '../call';
import { buildContext, type Progress } from '../context';
import type { IntegrationReport } from '../integrations/integration';

/** How a call ended. */
export interface Outcome {
  readonly response: RawResponse;
  /** `$context`, where a stage needed it. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Undefined when no backend was called. */
  readonly report?: IntegrationReport;
  /** `$context.error` of a refused call. */
  readonly error?: Readonly<Record<string, unknown>>;
}

/** How the body went out. */
interface Delivery {
  readonly mode: 'BUFFERED' | 'STREAMED';
  readonly bytes: number;
  /** Milliseconds from the request to the answer's head. */
  readonly headMs: number;
  /** Milliseconds from the answer's head to its first and its last byte. */
  readonly firstByteMs?: number;
  readonly lastByteMs: number;
}

/** Writes the line of a call to the stage's access log, if it has one: that of a streamed answer once it has ended. */
export function writeAccessLog(progress: Progress, outcome: Outcome, headMs: number): void {
  const { stage, services } = progress.call;
  if (!stage.accessLog) return;
  const { body } = outcome.response;
  if (Buffer.isBuffer(body)) {
    writeLine(progress, outcome, { mode: 'BUFFERED', bytes: body.length, headMs, lastByteMs: 0 });
    return;
  }
  watchBody(body, services.clock, (passage) => writeLine(progress, outcome, { ...passage, headMs }));
}

function watchBody(body: Readable, clock: { now(): number }, onEnd: (passage: Omit<Delivery, 'headMs'>) => void): void {
  const startedAt = clock.now();
  let bytes = 0;
  let firstByteMs: number | undefined;
  // Paused, the body waits for the one who sends it.
  body.pause();
  body.on('data', (part: Buffer) => {
    firstByteMs ??= clock.now() - startedAt;
    bytes += part.length;
  });
  body.once('close', () => onEnd({ mode: 'STREAMED', bytes, firstByteMs, lastByteMs: clock.now() - startedAt }));
}

function writeLine(progress: Progress, outcome: Outcome, delivery: Delivery): void {
  const { call } = progress;
  const { api, stage, services, phases } = call;
  if (!stage.accessLog) return;
  const { destinationArn, format } = stage.accessLog;
  const context = outcome.context ?? buildContext(progress);
  const integration = describeIntegration(outcome, delivery);
  const line = renderAccessLog(format, context, phases ?? {}, integration, logOnly(call, outcome, delivery));
  services.emit({ event: 'access-log', api: api.origin.logicalId, destination: destinationArn, line });
}

const BUFFERED = { responseTransferMode: 'BUFFERED' };

/** Up to the last byte of a streamed answer. */
function describeIntegration({ report }: Outcome, { mode, firstByteMs, lastByteMs }: Delivery): object {
  if (!report) return {};
  const { latencyMs } = report;
  if (mode === 'BUFFERED') return integrationVariables(report, BUFFERED);
  return integrationVariables(
    { ...report, latencyMs: latencyMs + lastByteMs },
    {
      responseTransferMode: mode,
      timeToAllHeaders: latencyMs,
      timeToFirstContent: firstByteMs === undefined ? undefined : latencyMs + firstByteMs,
    },
  );
}

/** The variables that only access logs have. */
function logOnly(
  { api, basePath }: RestCall,
  { response, error }: Outcome,
  { bytes, headMs, lastByteMs }: Delivery,
): Record<string, unknown> {
  return {
    status: response.status,
    responseLength: bytes,
    responseLatency: headMs + lastByteMs,
    endpointType: api.endpointType,
    customDomain: basePath === undefined ? undefined : { basePathMatched: basePath.slice(1) || '(none)' },
    error,
  };
}
