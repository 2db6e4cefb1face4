import type { Clock } from '../clock';
import { GatewayError } from '../errors';
import type { EmitEvent, ListeningApi } from '../events';
import type { FunctionChange, Gateway, GatewayOptions, ReloadResult } from '../gateway';
import type { AssemblyModel, FidelityEntry, FunctionModel } from '../model';
import type { GatewayServices, LocalCredentials } from '../services';
import { accountLimit } from '../traffic/account-limit';
import { GatewayState } from '../traffic/state';
import { type KeyUsage, usageOf } from '../traffic/usage';
import { ApiHosts } from './api-hosts';
import { changedApis } from './changes';
import { localCredentials } from './credentials';
import { DataHost } from './data-host';
import { endpointOf, endpointVariables, rewriteInvokeUrls } from './endpoints';
import { fidelityOf } from './fidelity';
import { FunctionHost } from './function-host';
import { fetchThrough } from './in-process-fetch';
import { type RequestLike, toRawRequest } from './in-process';
import { localHosts } from './local-hosts';
import { managementEndpoint } from './management-endpoint';
import type { RawResponse } from './raw';

type Options = GatewayOptions & { readonly port: number; readonly clock: Clock };

const DEFAULT_REGION = 'us-east-1';
const DEFAULT_ACCOUNT = '000000000000';

/** All that runs for one assembly: its APIs, functions and tables. */
export class RunningGateway implements Gateway {
  model: AssemblyModel;
  services: GatewayServices;
  readonly credentials: LocalCredentials;
  private readonly environment: Readonly<Record<string, string | undefined>>;
  private readonly emit: EmitEvent;
  private readonly hosts: ApiHosts;
  private readonly functions: FunctionHost;
  private readonly data: DataHost;
  readonly state: GatewayState;
  private directory: string | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: Options) {
    const { clock } = options;
    this.environment = options.environment ?? process.env;
    this.emit = options.onEvent ?? (() => {});
    this.model = this.load(options.assembly);
    this.credentials = options.credentials ?? localCredentials(this.environment, accountOf(this.model));
    this.state = new GatewayState({ clock, keyFile: options.keyFile });
    this.data = new DataHost({ clock, emit: this.emit, environment: this.environment });
    this.functions = new FunctionHost({
      clock,
      emit: this.emit,
      credentials: this.credentials,
      credentialsOf: (fn) => this.credentialsOf(fn),
      intercept: options.intercept,
      running: () => this,
      environmentOf: (fn) => this.variablesOf(fn),
      localHosts: () => localHosts(this.model, this.origins()),
      rewriteValue: (text) => rewriteInvokeUrls(text, this.origins()),
      deliver: (outcome) => {
        const { deliverOutcome } = require('./deliver-outcome') as typeof import('./deliver-outcome');
        return deliverOutcome(this.services, outcome);
      },
    });
    this.services = this.servicesOf(this.model);
    const binding = options.listen === false ? undefined : { host: options.host ?? '127.0.0.1', port: options.port };
    this.hosts = new ApiHosts(binding, this.services);
  }

  get apis(): readonly ListeningApi[] {
    return this.hosts.list();
  }

  async start(): Promise<void> {
    const fidelity = fidelityOf(this.model);
    if (this.options.strict && fidelity.length > 0) throw strictRefusal(fidelity);
    const serving = Promise.all([this.data.open(this.model.tables), this.serve(this.model)]);
    // Its own start takes the time in which the ports open.
    this.functions.prewarm();
    await serving;
    if (fidelity.length > 0) this.emit({ event: 'fidelity', entries: fidelity });
    const { generated, accessKeyId, secretAccessKey } = this.credentials;
    if (generated) this.emit({ event: 'credentials', accessKeyId, secretAccessKey });
    this.emit({ event: 'listening', apis: this.apis });
  }

  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    return fetchThrough(this.hosts, this.options.clock, input, init);
  }

  originOf(api: string): string | undefined {
    return this.hosts.originOf(this.hosts.find(api) ?? api);
  }

  async send(api: string, request: RequestLike): Promise<RawResponse> {
    const id = this.hosts.find(api);
    const origin = id === undefined ? undefined : this.hosts.originOf(id);
    if (id === undefined || origin === undefined) {
      throw new GatewayError('OPTION_INVALID', `there is no API "${api}", there are: ${names(this.apis)}`);
    }
    return this.hosts.answer(toRawRequest(request, new URL(origin).host, this.options.clock.now()), id);
  }

  usage(): readonly KeyUsage[] {
    return usageOf(this.model, this.state);
  }

  reload(assembly?: string | AssemblyModel, since = performance.now()): Promise<ReloadResult> {
    const next = this.last.then(() => this.replaceModel(assembly ?? this.directory ?? this.model, since));
    this.last = next.catch(() => {});
    return next;
  }

  replaceFunctions(changes: readonly FunctionChange[], since = performance.now()): ReloadResult {
    for (const { arn, codeDirectory } of changes) this.functions.replaceCode(arn, codeDirectory);
    this.state.onReload();
    const functions = changes.map(({ arn }) => this.model.functions.get(arn)?.name ?? arn);
    return this.reloaded({ functions, apis: [], ms: performance.now() - since });
  }

  async close(): Promise<void> {
    await this.hosts.close();
    await Promise.all([this.functions.close(), this.data.close()]);
    const load = () => require('../rest/integrations/http/client') as typeof import('../rest/integrations/http/client');
    load().closeIdleConnections();
  }

  private async replaceModel(assembly: string | AssemblyModel, since: number): Promise<ReloadResult> {
    const before = this.model;
    const model = this.load(assembly);
    const fidelity = fidelityOf(model);
    if (this.options.strict && fidelity.length > 0) throw strictRefusal(fidelity);
    const apis = changedApis(before, model);
    // A table that cannot be made keeps the old definitions in place.
    await this.data.open(model.tables);
    const functions = await this.serve(model);
    this.state.onReload();
    if (JSON.stringify(fidelity) !== JSON.stringify(fidelityOf(before))) {
      this.emit({ event: 'fidelity', entries: fidelity });
    }
    return this.reloaded({ functions, apis, ms: performance.now() - since });
  }

  private reloaded(result: ReloadResult): ReloadResult {
    const rounded = { ...result, ms: Math.round(result.ms) };
    this.emit({ event: 'reloaded', ...rounded });
    return rounded;
  }

  /** Answers the names of functions that are new, changed or gone. */
  private async serve(model: AssemblyModel): Promise<string[]> {
    this.model = model;
    this.services = this.servicesOf(model);
    const [functions] = await Promise.all([this.functions.serve(model.functions), this.hosts.serve(this.services)]);
    return functions;
  }

  private load(assembly: string | AssemblyModel): AssemblyModel {
    if (typeof assembly !== 'string') return assembly;
    this.directory = assembly;
    const { loadAssembly } = require('../template/load-assembly') as typeof import('../template/load-assembly');
    const { parameters, values, authorizers } = this.options;
    return loadAssembly(assembly, { region: regionOf(this.environment), parameters, values, authorizers });
  }

  private servicesOf(model: AssemblyModel): GatewayServices {
    const { clock, upstreams, accountThrottle, verbose } = this.options;
    return {
      clock,
      model,
      state: this.state,
      functions: this.functions.invoker,
      credentials: this.credentials,
      region: regionOf(this.environment) ?? DEFAULT_REGION,
      upstreams: upstreams instanceof Map ? upstreams : new Map(Object.entries(upstreams ?? {})),
      accountLimit: accountLimit(accountThrottle),
      endpointOf: (service) => endpointOf(this.environment, this.localEndpoints(), service),
      verbose: verbose ?? false,
      emit: this.emit,
    };
  }

  private credentialsOf(fn: FunctionModel) {
    const load = () => require('../authorizers/credentials') as typeof import('../authorizers/credentials');
    return load().credentialsForFunction(this, fn);
  }

  private variablesOf(fn: FunctionModel): Record<string, string> {
    const management = managementEndpoint(this.model, fn, this.origins());
    return endpointVariables(this.environment, { ...this.localEndpoints(), management });
  }

  private localEndpoints() {
    const { endpoint } = this.functions;
    const hasUserPools = this.model.userPools.some(({ local }) => local);
    return { lambda: endpoint, dynamoDb: this.data.endpoint, ...(hasUserPools && { cognito: endpoint }) };
  }

  private origins(): Map<string, string> {
    const { restApis, webSocketApis } = this.model;
    const origins = [...restApis, ...webSocketApis].map(({ id }) => [id, this.hosts.originOf(id)] as const);
    return new Map(origins.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }
}

function regionOf(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  return environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
}

function accountOf({ restApis, webSocketApis }: AssemblyModel): string {
  return [...restApis, ...webSocketApis][0]?.origin.accountId ?? DEFAULT_ACCOUNT;
}

function names(apis: readonly ListeningApi[]): string {
  return [...new Set(apis.map(({ id }) => `"${id}"`))].join(', ');
}

function strictRefusal(entries: readonly FidelityEntry[]): GatewayError {
  const lines = entries.map(({ path, message }) => `  ${path}: ${message}`);
  return new GatewayError(
    'NOT_EMULATED',
    `not everything of this assembly is emulated (--strict)\n${lines.join('\n')}`,
  );
}
