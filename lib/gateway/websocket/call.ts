import type { TraceEntry } from '../events';
import type { WebSocketApiModel, WebSocketIntegrationModel, WebSocketRouteModel, WebSocketStageModel } from '../model';
import type { AccessPhases } from '../rest/access-phases';
import type { Caller, KeyUse } from '../rest/call';
import type { RawRequest } from '../server/raw';
import type { GatewayServices } from '../services';

/** What is known of a client from its handshake on. */
export interface Client {
  /** Base64 for URLs, ends with `=`. */
  readonly connectionId: string;
  /** Milliseconds since the epoch. */
  readonly connectedAt: number;
  readonly sourceIp: string;
  readonly userAgent?: string;
  /** `Host` of the handshake. */
  readonly domainName: string;
}

/** How a connection ended. */
export interface Closure {
  readonly code: number;
  readonly reason: string;
}

/** The handshake of a connection, a message, or its end. */
export interface WebSocketCall {
  readonly services: GatewayServices;
  readonly api: WebSocketApiModel;
  readonly stage: WebSocketStageModel;
  readonly client: Client;
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  /** The route's own, so `$default` for what no other route takes; empty before a route is known. */
  readonly routeKey: string;
  /** `requestId` and `extendedRequestId`, ends with `=`. */
  readonly requestId: string;
  readonly receivedAt: number;
  readonly caller: Caller;
  readonly keyUse?: KeyUse;
  /** Text of a message, else empty. */
  readonly body: string;
  readonly messageId?: string;
  /** Only of a handshake. */
  readonly handshake?: Handshake;
  /** Only of an end. */
  readonly closure?: Closure;
  /** Undefined unless traces are collected. */
  readonly trace?: TraceEntry[];
  /** Of a handshake: filled by access control; undefined unless the stage has an access log. */
  readonly phases?: AccessPhases;
}

export interface Handshake {
  readonly request: RawRequest;
  /** Decoded values, in order of appearance. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly traceId: string;
}

/** A call on its way to its backend. */
export interface RoutedCall {
  readonly call: WebSocketCall;
  readonly route: WebSocketRouteModel;
  readonly integration: WebSocketIntegrationModel;
  /** `$context` as templates, mappings and events see it. */
  readonly context: Readonly<Record<string, unknown>>;
}
