import type { WebSocketApiModel } from '../model';
import { DeadlineScan } from '../rest/deadlines';
import type { ApiModel, ApiServer, DomainRoute, Upgrade } from '../server/api-server';
import { createRandomIds } from '../server/ids';
import { writeOnSocket } from '../server/malformed';
import type { GatewayServices } from '../services';
import { Connections } from './connections';
import { Establisher, requireWs } from './establish';
import { judgeHandshake } from './handshake';
import { answerHttp } from './management/answer-http';
import type { CurrentSite, WebSocketSite } from './site';

/** Serves a WebSocket API. @throws GatewayError */
export function createWebSocketServer(model: ApiModel, services: GatewayServices): ApiServer {
  requireWs();
  return new WebSocketApiServer(model as WebSocketApiModel, services);
}

class WebSocketApiServer implements ApiServer, CurrentSite {
  current: WebSocketSite;
  private readonly establisher = new Establisher(this);

  constructor(api: WebSocketApiModel, services: GatewayServices) {
    this.current = {
      services,
      api,
      ids: createRandomIds(),
      deadlines: new DeadlineScan(services.clock),
      connections: new Connections(services.clock),
    };
  }

  handle(...request: Parameters<ApiServer['handle']>) {
    return answerHttp(this.current, ...request);
  }

  upgrade(upgrade: Upgrade, domain?: DomainRoute): void {
    const { socket } = upgrade;
    // Nobody else listens while the handshake is held.
    const ignore = (): void => {};
    socket.on('error', ignore);
    const judged = judgeHandshake(this.current, upgrade, domain).then((verdict) => {
      if (verdict.kind === 'refused') {
        writeOnSocket(socket, verdict.response);
        return;
      }
      this.establisher.establish(upgrade, verdict.admission);
      socket.off('error', ignore);
    });
    judged.catch((error: Error) => {
      this.current.services.emit({ event: 'error', code: 'INTERNAL', message: error.stack ?? error.message });
      socket.destroy();
    });
  }

  replace(model: ApiModel, services: GatewayServices): void {
    this.current = { ...this.current, api: model as WebSocketApiModel, services };
    const stages = new Set(model.stages.map(({ name }) => name));
    this.current.connections.endWhere(({ admission }) => !stages.has(admission.stage));
  }

  endConnections(): Promise<void> {
    return this.current.connections.close();
  }

  async close(): Promise<void> {
    this.current.deadlines.close();
  }
}
