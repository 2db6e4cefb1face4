import type { RawResponse } from '../../server/raw';
import { renderAccessLog } from '../access-log';
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

/** Writes the line of a call to the stage's access log, if it has one. */
export function writeAccessLog(progress: Progress, outcome: Outcome): void {
  const { api, stage, services } = progress.call;
  if (!stage.accessLog) return;
  const { destinationArn, format } = stage.accessLog;
  const line = renderAccessLog(format, outcome.context ?? buildContext(progress), logOnly(progress, outcome));
  services.emit({ event: 'access-log', api: api.origin.logicalId, destination: destinationArn, line });
}

/** The variables that only access logs have. */
function logOnly({ call }: Progress, { response, ms, report, error }: Outcome): Record<string, unknown> {
  const variables: Record<string, unknown> = {
    status: response.status,
    responseLength: Buffer.isBuffer(response.body) ? response.body.length : undefined,
    responseLatency: ms,
    endpointType: call.api.endpointType,
  };
  if (call.basePath !== undefined) variables.customDomain = { basePathMatched: call.basePath.slice(1) || '(none)' };
  if (error) variables.error = error;
  if (!report) return variables;
  variables.integrationLatency = report.latencyMs;
  variables.integrationStatus = report.status;
  variables.integrationErrorMessage = report.error;
  variables.integration = {
    latency: report.latencyMs,
    integrationStatus: report.status,
    status: report.status,
    requestId: report.requestId,
    error: report.error,
  };
  return variables;
}
