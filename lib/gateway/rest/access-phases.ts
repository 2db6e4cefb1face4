import type { Clock } from '../clock';
import { BUILT_IN_RESPONSES } from './gateway-response-types';
import { Refusal } from './refusal';

/** What a phase of access control came to: `$context.authenticate.*` and its like in access logs. */
export interface PhaseReport {
  /** 200, or that of the refusal. */
  readonly status: number;
  /** Milliseconds. */
  readonly latency: number;
  readonly error?: string;
}

export interface AuthorizerReport extends PhaseReport {
  /** Milliseconds that the function took; undefined when it was not asked. */
  readonly integrationLatency?: number;
  /** Status of Lambda's answer, which is 200 for functions that fail as well. */
  readonly integrationStatus?: number;
  /** Of the call of the function. */
  readonly requestId?: string;
}

/** The phases that a call went through: a method has those of its authorization. */
export interface AccessPhases {
  /** The stage's firewall. */
  waf?: PhaseReport;
  /** IAM: the signature. */
  authenticate?: PhaseReport;
  /** Lambda and Cognito: the authorizer itself. */
  authorizer?: AuthorizerReport;
  /** IAM and Lambda: the policies. */
  authorize?: PhaseReport;
}

interface RecordedCall {
  readonly services: { readonly clock: Clock };
  readonly phases?: AccessPhases;
}

/** Runs a phase, and notes how it ended where an access log may ask for it. */
export function inPhase<T>(call: RecordedCall, phase: keyof AccessPhases, run: () => T): T {
  const { phases } = call;
  if (!phases) return run();
  const { clock } = call.services;
  const startedAt = clock.now();
  const note = (refusal?: unknown): void => {
    phases[phase] = { ...phases[phase], ...outcomeOf(refusal), latency: clock.now() - startedAt };
  };
  const fail = (error: unknown): never => {
    note(error);
    throw error;
  };
  try {
    const result = run();
    if (!(result instanceof Promise)) {
      note();
      return result;
    }
    return result.then((value) => {
      note();
      return value;
    }, fail) as T;
  } catch (error) {
    return fail(error);
  }
}

function outcomeOf(error: unknown): Pick<PhaseReport, 'status' | 'error'> {
  if (error === undefined) return { status: 200 };
  if (!(error instanceof Refusal)) return { status: 500 };
  const builtIn = BUILT_IN_RESPONSES[error.type];
  const { message = builtIn.message, status = builtIn.status, reason } = error.options;
  return { status, error: message ?? reason };
}
