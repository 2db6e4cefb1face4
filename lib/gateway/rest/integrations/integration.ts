import type { Readable } from 'node:stream';
import type { HeaderList } from '../../server/raw';
import type { Caller, RoutedCall } from '../call';

/** A call that passed access control and validation, on its way to its backend. */
export interface IntegrationCall {
  readonly call: RoutedCall;
  readonly caller: Caller;
  /** `$context` as templates, mappings and proxy events see it: plain nested values. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** What goes to the method response: status, headers and body before header remapping, compression and service headers. */
export interface IntegrationAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer | Readable;
  readonly report: IntegrationReport;
}

/** What `$context.integration.*` of the access log says. */
export interface IntegrationReport {
  readonly latencyMs: number;
  /** Status of the backend itself: Lambda's 200 for a function that ran. */
  readonly status?: number;
  readonly requestId?: string;
  readonly error?: string;
}

/** One kind of backend. @throws Refusal */
export type Integration = (input: IntegrationCall) => Promise<IntegrationAnswer>;
