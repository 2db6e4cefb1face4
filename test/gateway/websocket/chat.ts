import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientOptions, WebSocket } from 'ws';
import type { GatewayEvent } from '../../../lib/gateway/events';
import { type Gateway, type GatewayOptions, startGateway } from '../../../lib/gateway/gateway';
import { type FunctionInvoker, InvokeRefusal } from '../../../lib/gateway/lambda/invoker';
import type {
  AssemblyModel,
  FunctionModel,
  WebSocketApiModel,
  WebSocketIntegrationModel,
  WebSocketRouteModel,
  WebSocketStageModel,
} from '../../../lib/gateway/model';
import { assembly, lambdaFunction, origin } from '../assembly-model';

export function webSocketApi(
  routes: readonly WebSocketRouteModel[],
  more: Partial<WebSocketApiModel> = {},
): WebSocketApiModel {
  return {
    kind: 'WEBSOCKET',
    origin: origin('Chat'),
    id: 'wwwwwwwwww',
    name: 'chat',
    routeSelectionExpression: '$request.body.action',
    apiKeySelectionExpression: '$request.header.x-api-key',
    disableExecuteApiEndpoint: false,
    routes: Object.fromEntries(routes.map((each) => [each.routeKey, each])),
    schemas: {},
    stages: [webSocketStage('dev')],
    ...more,
  };
}

export function webSocketStage(name: string, more: Partial<WebSocketStageModel> = {}): WebSocketStageModel {
  return { name, deploymentId: 'dddddd', variables: {}, defaultRouteSettings: {}, routeSettings: {}, ...more };
}

export function route(
  routeKey: string,
  integration: WebSocketIntegrationModel | undefined,
  more: Partial<WebSocketRouteModel> = {},
): WebSocketRouteModel {
  return {
    routeKey,
    authorizationType: 'NONE',
    apiKeyRequired: false,
    requestParameters: {},
    requestModels: {},
    hasRouteResponse: false,
    ...(integration && { integration }),
    ...more,
  };
}

export const TWO_WAY = { routeResponseSelectionExpression: '$default', hasRouteResponse: true };

export function integration(
  type: WebSocketIntegrationModel['type'],
  uri: string,
  more: Partial<WebSocketIntegrationModel> = {},
): WebSocketIntegrationModel {
  return {
    id: `int${type}`,
    type,
    uri,
    requestParameters: {},
    requestTemplates: {},
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutMs: 29_000,
    responses: [],
    ...more,
  };
}

export const uriOf = (fn: string): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${lambdaFunction(fn).arn}/invocations`;

export const lambda = (fn: string, more: Partial<WebSocketIntegrationModel> = {}): WebSocketIntegrationModel =>
  integration('AWS_PROXY', uriOf(fn), more);

/** A function that runs in the test. */
export type Handler = (event: any) => unknown;

/** Functions of the test in place of processes, by name. */
export function fakeFunctions(handlers: Readonly<Record<string, Handler>>): FunctionInvoker {
  return {
    async invoke(arn, payload) {
      const handler = handlers[arn.split(':')[6]];
      if (!handler) throw new InvokeRefusal('ResourceNotFoundException', `no function ${arn}`);
      try {
        const result = await handler(JSON.parse(payload));
        return { requestId: 'r', payload: JSON.stringify(result) ?? 'null', logTail: '' };
      } catch (error) {
        const { name: errorType, message: errorMessage } = error as Error;
        const failure = JSON.stringify({ errorType, errorMessage, trace: [] });
        return { requestId: 'r', payload: failure, functionError: 'Unhandled', logTail: '' };
      }
    },
    invokeStream: () => Promise.reject(new Error('not for WebSocket APIs')),
  };
}

interface Running {
  readonly gateway: Gateway;
  readonly events: GatewayEvent[];
  /** Base URL of the API, `ws://127.0.0.1:PORT`. */
  readonly origin: string;
  requests(): Extract<GatewayEvent, { event: 'request' }>[];
  connect(options?: ConnectOptions): Promise<Peer>;
  refused(options?: ConnectOptions): Promise<Refused>;
}

export interface ConnectOptions extends ClientOptions {
  /** Behind the origin. @default '/dev' */
  readonly path?: string;
  readonly protocols?: string[];
}

interface Refused {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const open: Gateway[] = [];
const folders: string[] = [];

/** Ends what a test started: call it after each. */
export async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map((gateway) => gateway.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Serves an API whose functions are the test's own. */
export function serve(
  api: WebSocketApiModel,
  handlers: Readonly<Record<string, Handler>>,
  more: { readonly model?: Partial<AssemblyModel>; readonly options?: Partial<GatewayOptions> } = {},
): Promise<Running> {
  const functions = new Map(Object.keys(handlers).map((name) => [lambdaFunction(name).arn, lambdaFunction(name)]));
  const model = assembly({ webSocketApis: [api], functions, ...more.model });
  return start(model, { intercept: () => fakeFunctions(handlers), ...more.options });
}

export async function start(model: AssemblyModel, options: Partial<GatewayOptions> = {}): Promise<Running> {
  const events: GatewayEvent[] = [];
  const gateway = await startGateway({
    assembly: model,
    environment: {},
    onEvent: (event) => events.push(event),
    ...options,
  });
  open.push(gateway);
  const { origin: base } = new URL(gateway.apis[0].url.replace(/^ws/, 'http'));
  const ws = base.replace(/^http/, 'ws');
  const dial = ({ path = '/dev', protocols = [], ...rest }: ConnectOptions = {}) =>
    new WebSocket(`${ws}${path}`, protocols, rest);
  return {
    gateway,
    events,
    origin: ws,
    requests: () => events.filter((event) => event.event === 'request'),
    connect: (given) => Peer.of(dial(given)),
    refused: (given) => refusal(dial(given)),
  };
}

/** A real function: its code in a folder of its own. */
export function codeOf(name: string, source: string, more: Partial<FunctionModel> = {}): FunctionModel {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-chat-'));
  folders.push(folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), source);
  return lambdaFunction(name, { codeDirectory: folder, timeoutMs: 10_000, ...more });
}

/** A client that keeps what it hears. */
export class Peer {
  private readonly heard: string[] = [];
  private readonly news = new EventEmitter();
  closure: { readonly code: number; readonly reason: string } | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.heard.push(String(data));
      this.news.emit('news');
    });
    socket.on('close', (code, reason) => {
      this.closure = { code, reason: String(reason) };
      this.news.emit('news');
    });
    socket.on('error', () => {});
  }

  static async of(socket: WebSocket): Promise<Peer> {
    const peer = new Peer(socket);
    await once(socket, 'open');
    return peer;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The next text. */
  async receive(): Promise<string> {
    while (this.heard.length === 0) {
      if (this.closure) throw new Error(`closed with ${JSON.stringify(this.closure)}`);
      await once(this.news, 'news');
    }
    return this.heard.shift() as string;
  }

  async receiveJson(): Promise<any> {
    return JSON.parse(await this.receive());
  }

  async ask(message: unknown): Promise<string> {
    this.send(message);
    return this.receive();
  }

  async closed() {
    while (!this.closure) await once(this.news, 'news');
    return this.closure;
  }

  async close(code?: number, reason?: string) {
    this.socket.close(code, reason);
    return this.closed();
  }
}

async function refusal(socket: WebSocket): Promise<Refused> {
  socket.on('error', () => {});
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  let body = '';
  for await (const part of response) body += part;
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

/** Calls of a fake function, and a promise of the next ones. */
export class Recorder {
  readonly events: any[] = [];
  private readonly news = new EventEmitter();

  constructor(private readonly answer: Handler = () => ({ statusCode: 200 })) {}

  readonly handler: Handler = (event) => {
    this.events.push(event);
    this.news.emit('news');
    return this.answer(event);
  };

  /** The first call that fits. */
  async until(fits: (event: any) => boolean): Promise<any> {
    for (;;) {
      const found = this.events.find(fits);
      if (found) return found;
      await once(this.news, 'news');
    }
  }
}
