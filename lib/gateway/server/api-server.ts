import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RestApiModel, WebSocketApiModel } from '../model';
import type { GatewayServices } from '../services';
import type { RawRequest, RawResponse } from './raw';

export type ApiModel = RestApiModel | WebSocketApiModel;

/** How a request found its API, where the stage is not part of the path: through a custom domain. */
export interface DomainRoute {
  readonly stage: string;
  /** `/orders`, or empty. */
  readonly basePath: string;
}

/** A handshake on its way to a WebSocket API. */
export interface Upgrade {
  readonly request: RawRequest;
  readonly message: IncomingMessage;
  readonly socket: Duplex;
  /** What the client sent behind its handshake. */
  readonly head: Buffer;
}

/** One API of any kind behind its listener. It outlives reloads: only its definition is replaced. */
export interface ApiServer {
  /** Never rejects. */
  handle(request: RawRequest, domain?: DomainRoute): Promise<RawResponse>;
  /** Takes WebSocket handshakes; a kind without it answers them as ordinary requests. */
  upgrade?(upgrade: Upgrade, domain?: DomainRoute): void;
  /** Serves another definition from the next request on. */
  replace(model: ApiModel, services: GatewayServices): void;
  /** Says goodbye to clients that stay connected, before their listener goes. */
  endConnections?(): Promise<void>;
  close(): Promise<void>;
}
