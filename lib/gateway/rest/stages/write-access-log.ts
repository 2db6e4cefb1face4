import type { Readable } from 'node:stream';
import type { RawResponse } from '../../server/raw';
import { integrationVariables, renderAccessLog } from '../access-log';
import type { RestCall } from '../call';
import { buildContext, type Progress } from '../context';
import type { IntegrationReport } from '../integrations/integration';

/** How a call ended. */
export interface Outcome {
  readonly response: RawResponse;
  readonly ms: number;
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
  /** Milliseconds from the answer's head to its first and its last byte. */
  readonly firstByteMs?: number;
  readonly lastByteMs: number;
}

/** Writes the line of a call to the stage's access log, if it has one: that of a streamed answer once it has ended. */
export function writeAccessLog(progress: Progress, outcome: Outcome): void {
  const { stage, services } = progress.call;
  if (!stage.accessLog) return;
  const { body } = outcome.response;
  if (Buffer.isBuffer(body)) {
    writeLine(progress, outcome, { mode: 'BUFFERED', bytes: body.length, lastByteMs: 0 });
    return;
  }
  watchBody(body, services.clock, (delivery) => writeLine(progress, outcome, delivery));
}

function watchBody(body: Readable, clock: { now(): number }, onEnd: (delivery: Delivery) => void): void {
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

function writeLine({ call, ...progress }: Progress, outcome: Outcome, delivery: Delivery): void {
  const { api, stage, services, phases } = call;
  if (!stage.accessLog) return;
  const { destinationArn, format } = stage.accessLog;
  const context = outcome.context ?? buildContext({ call, ...progress });
  const integration = describeIntegration(outcome, delivery);
  const line = renderAccessLog(format, context, phases ?? {}, integration, logOnly(call, outcome, delivery));
  services.emit({ event: 'access-log', api: api.origin.logicalId, destination: destinationArn, line });
}

/** Up to the last byte of a streamed answer. */
function describeIntegration({ report }: Outcome, { mode, firstByteMs, lastByteMs }: Delivery): object {
  if (!report) return {};
  const { latencyMs } = report;
  if (mode === 'BUFFERED') return integrationVariables(report, { responseTransferMode: mode });
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
  { response, ms, error }: Outcome,
  { bytes, lastByteMs }: Delivery,
): Record<string, unknown> {
  return {
    status: response.status,
    responseLength: bytes,
    responseLatency: ms + lastByteMs,
    endpointType: api.endpointType,
    customDomain: basePath === undefined ? undefined : { basePathMatched: basePath.slice(1) || '(none)' },
    error,
  };
}
