import type { IntegrationReport } from '../../rest/integrations/integration';
import type { HeaderList } from '../../server/raw';
import type { RoutedCall } from '../call';

/** What a backend made of a call. */
export interface BackendResult {
  /** Decides whether a handshake succeeds. */
  readonly status: number;
  readonly headers: HeaderList;
  /** What a client that waits for an answer gets; undefined: nothing. */
  readonly reply?: string;
  readonly report: IntegrationReport;
}

/** One kind of backend. @throws Refusal */
export type Integration = (input: RoutedCall) => Promise<BackendResult>;
