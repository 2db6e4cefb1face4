import type { WebSocketApiModel } from '../model';
import type { DeadlineScan } from '../rest/deadlines';
import type { IdSource } from '../server/ids';
import type { GatewayServices } from '../services';
import type { Connections } from './connections';

/** One WebSocket API as it is served until the next reload. */
export interface WebSocketSite {
  readonly services: GatewayServices;
  readonly api: WebSocketApiModel;
  readonly ids: IdSource;
  /** Of integrations. */
  readonly deadlines: DeadlineScan;
  /** Those of all stages; they outlive reloads. */
  readonly connections: Connections;
}

/** Where connections find the definition that holds when something happens to them. */
export interface CurrentSite {
  readonly current: WebSocketSite;
}
