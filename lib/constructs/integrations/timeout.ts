/** Milliseconds that API Gateway waits for a backend at most, unless the account's quota was raised. */
export const DEFAULT_LONGEST_TIMEOUT = 29_000;

const SHORTEST = 50;
const LONGEST_STREAM = 900_000;

/** The fault of an integration's timeout, if there is one. */
export function findTimeoutFault(integration: { readonly [key: string]: any }, longest: number): string | undefined {
  const timeout = integration.timeoutInMillis as number | undefined;
  const limit = integration.responseTransferMode === 'STREAM' ? LONGEST_STREAM : longest;
  if (timeout === undefined || (timeout >= SHORTEST && timeout <= limit)) return undefined;
  const wayOut =
    timeout > limit && limit === DEFAULT_LONGEST_TIMEOUT
      ? ', unless the quota was raised: then say so by maxTimeout'
      : '';
  return `timeout must be from ${SHORTEST} milliseconds to ${limit / 1000} seconds, got ${timeout} milliseconds${wayOut}`;
}
