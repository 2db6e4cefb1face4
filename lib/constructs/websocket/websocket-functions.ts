import type { Construct } from 'constructs';
import { BundledFunction } from '../functions/bundled-function';
import { locateShippedEntry } from '../functions/shipped-entry';
import type { IBackend } from '../integrations/backend-config';
import { LambdaProxyBackend } from '../integrations/lambda-proxy';
import { FunctionLogs, RouteFunctions } from '../route-functions';
import type { ConnectionTable } from './connection-table';
import type { ServerlessWebSocketApiProps } from './websocket-api-props';
import type { WebSocketHandlerOptions } from './websocket-route-options';
import type { WebSocketApiStage } from './websocket-stage';

/** The functions that a WebSocket API makes. */
export class WebSocketFunctions {
  private readonly functions: RouteFunctions;
  private readonly connections?: ConnectionTable;
  private readonly connected = new Set<BundledFunction>();
  private keeper?: BundledFunction;

  constructor(
    private readonly scope: Construct,
    { connections, functionDefaults = {}, functionLogs = FunctionLogs.SHARED }: ServerlessWebSocketApiProps,
    stage: WebSocketApiStage,
  ) {
    this.connections = connections;
    const environment = {
      ...connections?._environment,
      // Events do not say below which path of a domain the API stands.
      ...(stage._isOnDomainOnly && { CONNECTIONS_URL: stage.callbackUrl }),
      ...functionDefaults.environment,
    };
    this.functions = new RouteFunctions(scope, { defaults: { ...functionDefaults, environment }, logs: functionLogs });
  }

  /** Log group of all functions, if they share one and there are any. */
  public get logGroup() {
    return this.functions.logGroup;
  }

  public backendOf({ entry, handler, backend }: WebSocketHandlerOptions): IBackend {
    if (backend) return backend;
    if (handler) return new LambdaProxyBackend(handler, {});
    const made = this.functions.obtain(entry as string);
    if (this.connections && !this.connected.has(made)) this.connections.grantReadWrite(made);
    this.connected.add(made);
    return new LambdaProxyBackend(made.alias ?? made, {});
  }

  /** The function that lets clients in, chooses one of their subprotocols, and keeps the table of connections, if there is one. */
  public obtainKeeper(): IBackend {
    this.keeper ??= this.makeKeeper();
    return new LambdaProxyBackend(this.keeper, {});
  }

  private makeKeeper(): BundledFunction {
    const keeper = new BundledFunction(this.scope, 'ConnectionKeeper', {
      entry: locateShippedEntry('websocket-connections'),
      description: 'Answers beginnings and ends of connections',
      environment: this.connections?._environment,
    });
    this.connections?._grantKeep(keeper);
    return keeper;
  }
}
