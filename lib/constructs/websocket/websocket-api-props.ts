import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IAuthorizer } from '../authorizers/authorizer-config';
import type { DomainOptions } from '../domain/domain-options';
import type { Endpoint } from '../domain/endpoint';
import type { BundledFunctionOptions } from '../functions/bundled-function-options';
import type { AccessLog } from '../observability/access-log';
import type { ExecutionLogOptions } from '../observability/execution-log';
import type { FunctionLogs } from '../route-functions';
import type { StageOptions } from '../stage-options';
import type { ConnectionTable } from './connection-table';
import type { WebSocketHandlerOptions, WebSocketRouteOptions } from './websocket-route-options';

/** Properties of `ServerlessWebSocketApi`. */
export interface ServerlessWebSocketApiProps {
  /**
   * Name of the API, a literal.
   *
   * @default - the stack's name and the construct's path in it
   */
  readonly apiName?: string;

  /**
   * Description of the API.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Who may connect. It is asked once for each connection, and what it says of the caller stays with the connection.
   *
   * @default Authorizer.iam()
   */
  readonly authorizer?: IAuthorizer;

  /**
   * What answers handshakes, the route `$connect`: an answer of 2xx lets the client in. A function chooses one of the subprotocols that
   * a client offers by its answer's header `Sec-WebSocket-Protocol`.
   *
   * @default - whom the authorizer lets in is connected, and written into `connections`
   */
  readonly connect?: WebSocketHandlerOptions;

  /**
   * What hears that a connection has ended, the route `$disconnect`. It comes once, but is not guaranteed to come.
   *
   * @default - the connection is taken out of `connections`
   */
  readonly disconnect?: WebSocketHandlerOptions;

  /**
   * What answers the messages that no other route takes, the route `$default`.
   *
   * @default - such messages are refused
   */
  readonly defaultRoute?: WebSocketRouteOptions;

  /**
   * Routes of messages by what chooses them: the value of `routeSelectionExpression`.
   *
   * @default - routes are added by `addRoute`
   */
  readonly routes?: { readonly [key: string]: WebSocketRouteOptions };

  /**
   * What of a message chooses its route.
   *
   * @default '$request.body.action'
   */
  readonly routeSelectionExpression?: string;

  /**
   * A table of the open connections.
   *
   * @default - connections are not written down
   */
  readonly connections?: ConnectionTable;

  /**
   * What all functions have that the API makes for entries.
   *
   * @default - the defaults of `BundledFunction`
   */
  readonly functionDefaults?: BundledFunctionOptions;

  /**
   * Where these functions write their logs.
   *
   * @default FunctionLogs.SHARED
   */
  readonly functionLogs?: FunctionLogs;

  /**
   * Messages and handshakes that the stage takes in all.
   *
   * @default - 1000 a second with a burst of 2000
   */
  readonly throttle?: apigateway.ThrottleSettings;

  /**
   * The stage that the API is published in.
   *
   * @default - a stage named `prod`
   */
  readonly stage?: StageOptions;

  /**
   * Where one line for each handshake, message and end goes.
   *
   * @default AccessLog.toLogGroup()
   */
  readonly accessLog?: AccessLog;

  /**
   * What API Gateway writes about its own work.
   *
   * @default - errors, kept for one month
   */
  readonly executionLog?: ExecutionLogOptions;

  /**
   * Whether clients must also show an API key of a usage plan when they connect.
   *
   * @default false
   */
  readonly apiKeyRequired?: boolean;

  /**
   * Where a client's API key is found: in the header `x-api-key`, which browsers cannot send, or in the answer of a Lambda authorizer,
   * as its `usageIdentifierKey`.
   *
   * @default ApiKeySourceType.HEADER
   */
  readonly apiKeySource?: apigateway.ApiKeySourceType;

  /**
   * From where the API is reached: `Endpoint.regional()`, or `Endpoint.dualStack()`.
   *
   * @default Endpoint.regional()
   */
  readonly endpoint?: Endpoint;

  /**
   * A domain name for the API. Unless `keepExecuteApiEndpoint` is `false`, clients reach the API by its own name as well, through which
   * functions post messages.
   *
   * @default - the API has the name that API Gateway gives it
   */
  readonly domain?: DomainOptions;

  /**
   * Any text. Changing it makes a new deployment when nothing else does.
   *
   * @default - deployments follow the API alone
   */
  readonly redeployToken?: string;
}
