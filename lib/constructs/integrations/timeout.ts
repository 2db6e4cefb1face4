/** Milliseconds that API Gateway waits for a backend at most, unless the account's quota was raised. */
const LONGEST = 29_000;
const SHORTEST = 50;

/** The fault of an integration's timeout, if there is one. */
export function findTimeoutFault(integration: { readonly [key: string]: any }): string | undefined {
  const timeout = integration.timeoutInMillis as number | undefined;
  if (timeout === undefined || (timeout >= SHORTEST && timeout <= LONGEST)) return undefined;
  return `timeout must be from ${SHORTEST} milliseconds to ${LONGEST / 1000} seconds, got ${timeout} milliseconds`;
}
