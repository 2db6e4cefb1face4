import { Stack, Stage } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { credentialsForRole } from '../gateway/authorizers/credentials';
import { mintToken, type TokenSubject } from '../gateway/authorizers/cognito/mint-token';
import type { GatewayEvent } from '../gateway/events';
import { type Gateway, startGateway } from '../gateway/gateway';
import { toFetchResponse } from '../gateway/server/in-process';
import type { LocalCredentials } from '../gateway/services';
import { loadAssembly, parseFunctionArn } from '../gateway/template';
import { type Caller, callerWithHeaders, identifyAs, signingCaller } from './caller';
import { closeAfterTests, forget } from './close-after-tests';
import { buildRequest, type ConnectOptions, type FetchOptions } from './fetch-request';
import { type ApiModel, findApi, findRole, findTestedFunction } from './find-in-model';
import { type FunctionCall, FunctionCalls, type FunctionStub } from './function-calls';
import { type HttpHandler, HttpStub } from './http-stub';
import type { LocalApiOptions } from './local-api-options';
import { LocalSocket } from './local-socket';
import { ManualClock } from './manual-clock';

interface Parts {
  readonly gateway: Gateway;
  readonly model: ApiModel;
  readonly clock: ManualClock;
  readonly functionCalls: FunctionCalls;
  readonly upstreams: Map<string, string>;
  readonly events: readonly GatewayEvent[];
  readonly stage: string;
}

/**
 * An API of a stack, answering in the process of the test as API Gateway would: the synthesized template, its functions in
 * processes of their own, its tables in a local DynamoDB. Nothing listens for REST APIs, and nothing is left when the
 * test file has ended.
 *
 * @example
 * const api = await LocalApi.of(stack);
 * const answer = await api.fetch('POST', '/orders', {
 *   body: { item: 'book' },
 *   as: api.user({ sub: 'alice', scopes: ['orders/write'] }),
 * });
 * expect(answer.status).toBe(201);
 */
export class LocalApi {
  /** The time that the API lives in. It stands still until it is moved. */
  readonly clock: ManualClock;
  /** Everything behind it: the other APIs of the assembly, raw requests, the model of the template. */
  readonly gateway: Gateway;
  private readonly stubs = new Map<string, HttpStub>();
  private readonly sockets = new Set<LocalSocket>();

  private constructor(private readonly parts: Parts) {
    this.clock = parts.clock;
    this.gateway = parts.gateway;
  }

  /**
   * Starts the API of a stack, or the one below any construct. The app is synthesized, once: what is added to it
   * afterwards is not seen.
   */
  static async of(scope: IConstruct, options: LocalApiOptions = {}): Promise<LocalApi> {
    const clock = options.clock ?? new ManualClock();
    const { parameters, values, authorizers } = options;
    const assembly = loadAssembly(synthesize(scope), { parameters, values, authorizers });
    const model = findApi(assembly, scope, options.api);
    const stage = options.stage ?? model.stages[0]?.name;
    if (!model.stages.some(({ name }) => name === stage)) {
      const names = model.stages.map(({ name }) => `"${name}"`).join(', ');
      throw new Error(`API "${model.name}" has no stage "${stage}", it has ${names || 'none'}`);
    }
    const upstreams = new Map(Object.entries(options.upstreams ?? {}));
    const events: GatewayEvent[] = [];
    const functionCalls = new FunctionCalls(() => assembly.functions);
    const gateway = await startGateway({
      ...options,
      assembly,
      clock,
      upstreams,
      listen: model.kind === 'WEBSOCKET' || options.listen === true,
      intercept: (functions) => functionCalls.intercept(functions),
      onEvent(event) {
        events.push(event);
        options.onEvent?.(event);
      },
    });
    const api = new LocalApi({ gateway, model, clock, functionCalls, upstreams, events, stage: stage as string });
    closeAfterTests(api);
    return api;
  }

  /** The stage's URL, no slash behind it. One that can be reached from outside the test only with the option `listen`. */
  get url(): string {
    const { gateway, model, stage } = this.parts;
    return `${gateway.originOf(model.id)}/${stage}`;
  }

  /** Sends a request to a path behind the stage, through its domain where that is the only way in. */
  async fetch(method: string, path: string, options: FetchOptions = {}): Promise<Response> {
    const request = buildRequest(method, this.address, path, options);
    const headers = identifyAs([options.as ?? []].flat(), request);
    const raw = { ...request, headers, remoteAddress: options.sourceIp };
    return toFetchResponse(await this.gateway.send(this.parts.model.id, raw), request.method);
  }

  private get address(): URL {
    const { model, stage } = this.parts;
    const place = this.gateway.model.domains.find((domain) => domain.apiId === model.id && domain.stage === stage);
    if (!place || !model.disableExecuteApiEndpoint) return new URL(this.url);
    return new URL(`https://${place.domainName}/${place.basePath}`);
  }

  /** Connects to a WebSocket API. @throws SocketRefusal when the API does not accept it */
  async connect(options: ConnectOptions = {}): Promise<LocalSocket> {
    const { model } = this.parts;
    if (model.kind === 'REST') throw new Error(`API "${model.name}" is a REST API: it is called by fetch`);
    const { protocols = [], ...rest } = options;
    const url = new URL(this.url);
    const request = buildRequest('GET', url, '', rest);
    const headers = identifyAs([options.as ?? []].flat(), request).filter(([name]) => name !== 'Host');
    const socket = await LocalSocket.open(`${url.origin}${request.target}`, headers, protocols);
    this.sockets.add(socket);
    return socket;
  }

  /**
   * A user of the template's user pool, with a token that the Cognito authorizers accept for an hour. With scopes it is
   * an access token, without them an identity token.
   */
  user(subject: TokenSubject): Caller {
    const { model, services } = this.gateway;
    const token = mintToken(subject, { model, keys: services.state.localKeys, clock: this.clock });
    return callerWithHeaders(this.tokenHeaders(), token);
  }

  /** A client with an API key of the template: by its name, its logical id, or the id of its construct. */
  key(name: string): Caller {
    const { apiKeys } = this.gateway.model;
    const found = apiKeys.find(({ id, origin, ...key }) =>
      [
        key.name,
        id,
        origin.logicalId,
        origin.path,
        origin.path
          .replace(/\/Resource$/, '')
          .split('/')
          .pop(),
      ].includes(name),
    );
    if (found !== undefined) return callerWithHeaders(['x-api-key'], found.value);
    const names = apiKeys.map((key) => `"${key.name}" (${key.origin.path})`).join(', ');
    throw new Error(`there is no API key "${name}", the template has ${names || 'none'}`);
  }

  /** A caller who signs with the gateway's own keys, an administrator of the account. */
  get signed(): Caller {
    return this.signer(this.credentials());
  }

  /** A caller who signs as a role of the template: its policies say what it may call. */
  role(role: string | IConstruct): Caller {
    const { arn } = findRole(this.gateway.model, role);
    return this.signer(credentialsForRole(this.gateway.services, arn));
  }

  /** The keys that `signed` signs with, for the AWS SDK. */
  credentials(): LocalCredentials {
    return this.gateway.credentials;
  }

  /** Lines of the stage's access log, in its own format. */
  get accessLog(): readonly string[] {
    const { model, stage, events } = this.parts;
    const destination = model.stages.find(({ name }) => name === stage)?.accessLog?.destinationArn;
    return events.flatMap((event) =>
      event.event === 'access-log' && event.api === model.origin.logicalId && event.destination === destination
        ? [event.line]
        : [],
    );
  }

  /** What happened since the start: requests with the stage that decided them, lines of functions, faults. */
  get events(): readonly GatewayEvent[] {
    return this.parts.events;
  }

  /**
   * Calls that a function has seen, whoever made them. The function is named by its construct, by a route
   * (`POST /orders`), or by its name, logical id or construct path.
   */
  calls(fn: string | IConstruct): readonly FunctionCall[] {
    return this.parts.functionCalls.of(this.arnOf(fn));
  }

  /** What a function has printed, piece by piece. */
  logs(fn: string | IConstruct): readonly string[] {
    const { name } = findTestedFunction(this.gateway.model, this.parts.model, fn);
    return this.parts.events.flatMap((event) =>
      event.event === 'function-log' && event.function === name ? [event.text] : [],
    );
  }

  /**
   * Runs `stub` in this process in place of a function, whose calls are kept all the same. One that is not in the
   * assembly is named by its ARN.
   */
  stubFunction(fn: string | IConstruct, stub: FunctionStub): void {
    this.parts.functionCalls.stub(this.arnOf(fn), stub);
  }

  /**
   * Answers in place of an HTTP server that integrations call.
   *
   * @param url the server, `https://legacy.example.com`, or some paths of it, `https://legacy.example.com/v1`
   */
  async stub(url: string, handler: HttpHandler): Promise<HttpStub> {
    const { origin, pathname } = new URL(url);
    const path = pathname.replace(/\/$/, '');
    const known = this.stubs.get(`${origin}${path}`);
    known?.replaceHandler(handler);
    const stub = known ?? (await HttpStub.start(handler));
    this.stubs.set(`${origin}${path}`, stub);
    this.parts.upstreams.set(`${origin}${path}`, `http://${stub.host}${path}`);
    return stub;
  }

  /** Ends everything that runs for the API. Called when the test file ends, and harmless twice. */
  async close(): Promise<void> {
    forget(this);
    for (const socket of this.sockets) socket.terminate();
    await this.gateway.close();
    await Promise.all([...this.stubs.values()].map((stub) => stub.close()));
    this.stubs.clear();
  }

  private arnOf(fn: string | IConstruct): string {
    const { model } = this.gateway;
    const elsewhere = typeof fn === 'string' ? parseFunctionArn(fn)?.arn : undefined;
    if (elsewhere !== undefined && !model.functions.has(elsewhere)) return elsewhere;
    return findTestedFunction(model, this.parts.model, fn).arn;
  }

  private signer(credentials: Omit<LocalCredentials, 'userArn' | 'accountId' | 'generated'>): Caller {
    const { region } = this.parts.model.origin;
    return signingCaller(() => ({ service: 'execute-api', region, credentials, now: this.clock.now() }));
  }

  /** The headers in which the API's Cognito authorizers look for a token. */
  private tokenHeaders(): string[] {
    const { model } = this.parts;
    const authorizers = model.kind === 'REST' ? Object.values(model.authorizers) : [];
    const sources = authorizers.filter(({ type }) => type === 'COGNITO_USER_POOLS').flatMap((a) => a.identitySources);
    const headers = sources.map((source) => source.replace(/^method\.request\.header\./, ''));
    return headers.length === 0 ? ['Authorization'] : [...new Set(headers)];
  }
}

/** Synthesizes without CDK's own validator, which takes seconds and runs in every `cdk synth`, unless it is asked for. */
function synthesize(scope: IConstruct): string {
  const stage = Stage.of(scope);
  if (stage === undefined) {
    const place = Stack.isStack(scope) ? 'the stack' : 'the construct';
    throw new Error(`"${scope.node.path}" is in no app: give ${place} an App as its root`);
  }
  const { CDK_VALIDATION } = process.env;
  process.env.CDK_VALIDATION = CDK_VALIDATION ?? 'false';
  try {
    return stage.synth().directory;
  } finally {
    if (CDK_VALIDATION === undefined) delete process.env.CDK_VALIDATION;
  }
}
