import type { EmitEvent } from '../events';
import { integrationVariables, renderAccessLog } from '../rest/access-log';
import type { IntegrationReport } from '../rest/integrations/integration';
import { Refusal } from '../rest/refusal';
import type { Caller } from '../rest/call';
import type { WebSocketCall } from './call';
import { buildContext } from './context';
import { type RefusalText, textOfRefusal } from './refusal-text';

/** How a call ended. */
export interface Outcome {
  readonly status: number;
  /** The stage that decided. */
  readonly decidedBy: string;
  readonly report?: IntegrationReport;
  readonly reason?: string;
  /** `$context.error` of a refused call. */
  readonly error?: Readonly<Record<string, unknown>>;
}

/** A refused call: what its client is told, and what the developer is. */
export interface RefusedCall {
  readonly text: RefusalText;
  readonly outcome: Outcome;
  /** Where the refusal comes after authorization. */
  readonly caller?: Caller;
}

const INTERNAL: RefusalText = {
  status: 500,
  errorType: 'InternalServerErrorException',
  message: 'Internal server error',
};

/** Sorts what a stage threw: a refusal, or a fault of the gateway's own, which looks like one of the service. */
export function refusedBy(error: unknown, decidedBy: string, emit: EmitEvent): RefusedCall {
  if (!(error instanceof Refusal)) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    emit({ event: 'error', code: 'INTERNAL', message: reason });
    return { text: INTERNAL, outcome: { status: INTERNAL.status, decidedBy, reason } };
  }
  const text = textOfRefusal(error);
  const { reason, validationError, caller } = error.options;
  const described = {
    message: text.message,
    messageString: JSON.stringify(text.message),
    responseType: error.type,
    validationErrorString: validationError ?? null,
  };
  return { text, caller, outcome: { status: text.status, decidedBy, reason, error: described } };
}

/** Tells whoever watches how a call ended, and writes the stage's access log. */
export function conclude(call: WebSocketCall, outcome: Outcome): void {
  const { services, api, handshake, requestId, trace } = call;
  services.emit({
    event: 'request',
    api: api.origin.logicalId,
    requestId,
    method: call.eventType,
    path: handshake ? handshake.request.target : call.routeKey || '$default',
    status: outcome.status,
    decidedBy: outcome.decidedBy,
    ms: services.clock.now() - call.receivedAt,
    ...(outcome.reason !== undefined && { reason: outcome.reason }),
    ...(trace && { trace }),
  });
  writeAccessLog(call, outcome);
}

function writeAccessLog(call: WebSocketCall, outcome: Outcome): void {
  const { accessLog } = call.stage;
  if (!accessLog) return;
  const { status, report, error } = outcome;
  const sources = [buildContext(call), call.phases ?? {}, report ? integrationVariables(report) : {}];
  const line = renderAccessLog(accessLog.format, ...sources, { status, error });
  const { logicalId } = call.api.origin;
  call.services.emit({ event: 'access-log', api: logicalId, destination: accessLog.destinationArn, line });
}
