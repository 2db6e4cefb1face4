import type { ProcessExit } from './runtime-process';

/** Signals as Lambda's logs spell them. */
const SIGNAL_NAMES: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGALRM: 'alarm clock',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};

/** An environment that ended under a call. */
export function exitFailure(requestId: string, exit: ProcessExit): string {
  return failurePayload('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime exited ${reasonOf(exit)}`);
}

function reasonOf({ code, signal }: ProcessExit): string {
  if (signal !== null) return `with error: signal: ${SIGNAL_NAMES[signal] ?? signal}`;
  return code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;
}

export function timeoutFailure(requestId: string, timeoutMs: number): string {
  return failurePayload('Sandbox.Timedout', `RequestId: ${requestId} Error: ${timeoutText(timeoutMs)}`);
}

export function timeoutText(timeoutMs: number): string {
  return `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
}

function failurePayload(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage });
}
