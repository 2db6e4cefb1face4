import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { faultEvent, type ListeningApi } from '../events';
import type { AssemblyModel } from '../model';
import { withServiceHeaders } from '../rest/service-headers';
import { forbidden } from '../rest/stages/refuse-unknown-stage';
import type { GatewayServices } from '../services';
import { createApiServer } from './api-kinds';
import type { ApiModel, ApiServer, DomainRoute } from './api-server';
import { routeByHost } from './domains';
import { type Listener, listen } from './listener';
import { writeOnSocket } from './malformed';
import type { RawRequest, RawResponse } from './raw';
import { readUpgrade } from './read-request';

/** Where APIs listen; undefined: nowhere, they are called in process. */
export interface Binding {
  readonly host: string;
  /** Of the first API, the next ones count up; 0 takes any free one for each. */
  readonly port: number;
}

/** The API that a request is for, or why there is none. */
type FoundServer =
  | { readonly server: ApiServer; readonly domain?: DomainRoute; readonly fault?: undefined }
  | { readonly server?: undefined; readonly domain?: undefined; readonly fault: string };

interface HostedApi {
  model: ApiModel;
  readonly server: ApiServer;
  listener?: Listener;
}

/** The APIs of an assembly, each with its own listener. */
export class ApiHosts {
  private readonly hosted = new Map<string, HostedApi>();
  private nextPort: number;

  constructor(
    private readonly binding: Binding | undefined,
    private services: GatewayServices,
  ) {
    this.nextPort = binding?.port ?? 0;
  }

  /** Opens what is new, replaces what is known, closes what is gone. @throws GatewayError */
  async serve(services: GatewayServices): Promise<void> {
    this.services = services;
    const wanted = apisOf(services.model);
    const gone = [...this.hosted.keys()].filter((id) => !wanted.some((api) => api.id === id));
    const opening: Promise<void>[] = [];
    for (const api of wanted) {
      const known = this.hosted.get(api.id);
      if (known) {
        known.model = api;
        known.server.replace(api, services);
      } else {
        opening.push(this.open(api));
      }
    }
    await Promise.all([...opening, ...gone.map((id) => this.closeApi(id))]);
  }

  /** Every stage of every API. */
  list(): ListeningApi[] {
    return [...this.hosted.values()].flatMap(({ model }) =>
      model.stages.map((stage) => ({
        id: model.origin.logicalId,
        name: model.name,
        type: model.kind,
        stage: stage.name,
        url: `${this.originOf(model.id)}/${stage.name}`,
      })),
    );
  }

  /** Base URL of an API without its stage, by its id: local, or that of the service where nothing listens. */
  originOf(apiId: string): string | undefined {
    const hosted = this.hosted.get(apiId);
    if (!hosted) return undefined;
    const scheme = hosted.model.kind === 'REST' ? 'http' : 'ws';
    if (hosted.listener) return `${scheme}://${urlHost(this.binding?.host)}:${hosted.listener.port}`;
    return `${scheme}s://${apiId}.execute-api.${hosted.model.origin.region}.amazonaws.com`;
  }

  /** The id of an API by itself, by the API's logical id, or by the host of its local URL. */
  find(name: string): string | undefined {
    for (const [id, { model, listener }] of this.hosted) {
      const host = listener && `${urlHost(this.binding?.host)}:${listener.port}`;
      if (name === id || name === model.origin.logicalId || name === host) return id;
    }
    return undefined;
  }

  /** Answers a request that reached an API; its `Host` may lead to another one. */
  answer(request: RawRequest, apiId: string | undefined): Promise<RawResponse> {
    const found = this.findServer(request, apiId);
    return found.server ? found.server.handle(request, found.domain) : this.refuse(request, found.fault);
  }

  /** Hands a handshake to the API that its `Host` leads to. */
  private upgrade(apiId: string, message: IncomingMessage, socket: Duplex, head: Buffer): void {
    const request = readUpgrade(message, this.services.clock);
    const found = this.findServer(request, apiId);
    if (found.server?.upgrade) found.server.upgrade({ request, message, socket, head }, found.domain);
    else
      void this.refuse(request, found.fault ?? 'a REST API has this address').then((no) => writeOnSocket(socket, no));
  }

  private findServer(request: RawRequest, apiId: string | undefined): FoundServer {
    const route = routeByHost(request, this.services.model.domains);
    if (route.kind === 'unmapped') return { fault: 'the custom domain has no base path for this request' };
    const id = route.kind === 'api' && this.hosted.has(route.apiId) ? route.apiId : apiId;
    const hosted = id === undefined ? undefined : this.hosted.get(id);
    if (!hosted) return { fault: 'no API of the assembly has this address' };
    const domain = route.kind === 'api' ? route.domain : undefined;
    if (!domain && this.isOnlyBehindDomain(hosted.model)) {
      return { fault: 'the invoke endpoint of the API is disabled: send the Host of its custom domain' };
    }
    return { server: hosted.server, domain };
  }

  async close(deadlineMs?: number): Promise<void> {
    await Promise.all([...this.hosted.keys()].map((id) => this.closeApi(id, deadlineMs)));
  }

  private async refuse(request: RawRequest, reason: string): Promise<RawResponse> {
    const { clock, emit } = this.services;
    const requestId = randomUUID();
    const { method, target } = request;
    const ms = clock.now() - request.receivedAt;
    emit({ event: 'request', api: '', requestId, method, path: target, status: 403, decidedBy: 'host', ms, reason });
    return withServiceHeaders({ requestId, extendedRequestId: randomBytes(11).toString('base64') }, forbidden());
  }

  private async open(model: ApiModel): Promise<void> {
    const server = createApiServer(model, this.services);
    const hosted: HostedApi = { model, server };
    this.hosted.set(model.id, hosted);
    if (!this.binding) return;
    const port = this.nextPort;
    if (port !== 0) this.nextPort++;
    hosted.listener = await listen({
      host: this.binding.host,
      port,
      clock: this.services.clock,
      handle: (request) => this.answer(request, model.id),
      onFault: (error) => this.services.emit(faultEvent(error)),
      ...(server.upgrade && { upgrade: (...handshake) => this.upgrade(model.id, ...handshake) }),
    });
  }

  private async closeApi(id: string, deadlineMs?: number): Promise<void> {
    const hosted = this.hosted.get(id);
    this.hosted.delete(id);
    await hosted?.server.endConnections?.();
    await hosted?.listener?.close(deadlineMs);
    await hosted?.server.close();
  }

  /** A disabled invoke endpoint closes the local one too, where the assembly has a domain to use instead. */
  private isOnlyBehindDomain(model: ApiModel): boolean {
    return model.disableExecuteApiEndpoint && this.services.model.domains.some(({ apiId }) => apiId === model.id);
  }
}

export function apisOf(model: AssemblyModel): ApiModel[] {
  return [...model.restApis, ...model.webSocketApis];
}

function urlHost(host = '127.0.0.1'): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
