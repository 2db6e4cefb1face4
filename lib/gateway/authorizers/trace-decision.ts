import type { RoutedCall } from '../rest/call';

/** Says in the request's trace who was let in, and why; refusals carry their reason themselves. */
export function traceDecision(call: Pick<RoutedCall, 'trace'>, text: string): void {
  call.trace?.push({ stage: 'authorize', text });
}
