import type { GatewayServices } from '../services';
import type { ApiModel, ApiServer } from './api-server';

export type ApiServerFactory = (model: ApiModel, services: GatewayServices) => ApiServer;

/** What serves each kind of API; loaded when the first of its kind is. A kind that is not here is reported, not served. */
const KINDS: Readonly<Partial<Record<ApiModel['kind'], () => ApiServerFactory>>> = {
  REST: () => (require('../rest/rest-server') as typeof import('../rest/rest-server')).createRestServer,
  WEBSOCKET: () =>
    (require('../websocket/web-socket-server') as typeof import('../websocket/web-socket-server'))
      .createWebSocketServer,
};

export function isServed(kind: ApiModel['kind']): boolean {
  return KINDS[kind] !== undefined;
}

export function createApiServer(model: ApiModel, services: GatewayServices): ApiServer {
  const load = KINDS[model.kind];
  if (!load) throw new Error(`no server for APIs of kind ${model.kind}`);
  return load()(model, services);
}
