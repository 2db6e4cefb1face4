/** Status of a process that a signal ended before it had anything to end cleanly. */
export const STOPPED = 130;

/** Aborts at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function untilStopped(): AbortSignal {
  const aborter = new AbortController();
  const stop = (): void => {
    if (aborter.signal.aborted) process.exit(STOPPED);
    aborter.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return aborter.signal;
}
