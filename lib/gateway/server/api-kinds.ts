import type { GatewayServices } from '../services';
import type { ApiModel, ApiServer } from './api-server';

export type ApiServerFactory = (model: ApiModel, services: GatewayServices) => ApiServer;

/** What serves each kind of API; loaded when the first of its kind is. */
const KINDS: Readonly<Record<ApiModel['kind'], () => ApiServerFactory>> = {
  REST: () => (require('../rest/rest-server') as typeof import('../rest/rest-server')).createRestServer,
  WEBSOCKET: () =>
    (require('../websocket/web-socket-server') as typeof import('../websocket/web-socket-server'))
      .createWebSocketServer,
};

export function createApiServer(model: ApiModel, services: GatewayServices): ApiServer {
  return KINDS[model.kind]()(model, services);
}
