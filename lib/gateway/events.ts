import type { FidelityEntry } from './model';

/** What happens in a gateway, for whoever watches: the console, the JSON lines, the testing kit. */
export type GatewayEvent =
  | { readonly event: 'listening'; readonly apis: readonly ListeningApi[] }
  | {
      readonly event: 'request';
      readonly api: string;
      readonly requestId: string;
      readonly method: string;
      readonly path: string;
      readonly status: number;
      /** The stage of the pipeline that decided the answer: `integration`, `authorize` … */
      readonly decidedBy: string;
      readonly ms: number;
      /** Why, for the developer; never sent to the client. */
      readonly reason?: string;
      /** Only when asked for. */
      readonly trace?: readonly TraceEntry[];
    }
  | { readonly event: 'access-log'; readonly api: string; readonly destination: string; readonly line: string }
  | {
      readonly event: 'function-log';
      readonly function: string;
      readonly requestId?: string;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
    }
  | {
      readonly event: 'reloaded';
      readonly functions: readonly string[];
      readonly apis: readonly string[];
      readonly ms: number;
    }
  | {
      /** A pair that the gateway made for signed requests. */
      readonly event: 'credentials';
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
    }
  | { readonly event: 'fidelity'; readonly entries: readonly FidelityEntry[] }
  | { readonly event: 'error'; readonly code: string; readonly message: string };

export interface ListeningApi {
  /** Logical id in its template. */
  readonly id: string;
  readonly name: string;
  readonly type: 'REST' | 'WEBSOCKET';
  readonly stage: string;
  /** Ends with the stage, no slash behind it. */
  readonly url: string;
}

/** One step of a request as `--verbose` shows it. */
export interface TraceEntry {
  readonly stage: string;
  readonly text: string;
}

export type EmitEvent = (event: GatewayEvent) => void;

/** A fault of the gateway itself, as an event. */
export function faultEvent(error: unknown): GatewayEvent {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { event: 'error', code: 'INTERNAL', message };
}
