import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { FrontDoorApi } from './front-door-api';
import type { FrontDoorApiProps } from './front-door-props';
import { BundledFunction } from './functions/bundled-function';
import type { BundledFunctionOptions } from './functions/bundled-function-options';
import type { IBackend } from './integrations/backend-config';
import { LambdaProxyBackend } from './integrations/lambda-proxy';
import { readDocument } from './openapi/import/read-document';
import { otherExtensions } from './openapi/import/spec-settings';
import { injectProps } from './property-injection';
import type { Route, RouteOptions } from './route';
import { FunctionLogs, RouteFunctions } from './route-functions';
import type { RouteGroup } from './route-group';
import { findPathFaults, findRouteKeyFaults } from './route-key';
import { checkRouteOptions } from './route-options';
import { OPEN_API_PROPS, SERVERLESS_API_PROPS } from './shape/api-shapes';
import { findShapeFaults, takeOwn } from './shape/shape';

/** Properties of `ServerlessApi`. */
export interface ServerlessApiProps extends FrontDoorApiProps {
  /**
   * Routes by their keys: `GET /orders/{id}`.
   *
   * @default - routes are added by `addRoute`
   */
  readonly routes?: { readonly [key: string]: RouteOptions };

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
}

/** Properties of an API that is made of an OpenAPI document. */
export interface OpenApiProps extends FrontDoorApiProps {
  /** OpenAPI 3 document: the name of a file of JSON or YAML, or an object. */
  readonly document: any;

  /**
   * What answers the operations, by their `operationId`, or by `METHOD /path` where they have none. Operations with an
   * integration of their own need nothing here; what stands here goes before the document.
   *
   * @default - every operation has an integration of its own
   */
  readonly operations?: { readonly [operationId: string]: RouteOptions };

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
}

/**
 * A REST API whose routes are answered by functions, HTTP servers, or AWS services.
 *
 * @example
 * const api = new ServerlessApi(this, 'Orders', {
 *   cors: { allowOrigins: ['https://shop.example.com'] },
 *   functionDefaults: { environment: { TABLE: table.tableName } },
 *   routes: {
 *     'GET /health': { backend: Backend.mock({ body: { ok: true } }), authorizer: Authorizer.none() },
 *     'GET /orders': { entry: 'lambda/orders/list.ts' },
 *   },
 * });
 * table.grantWriteData(api.addRoute('POST /orders', { entry: 'lambda/orders/create.ts' }));
 */
export class ServerlessApi extends FrontDoorApi {
  /** Id of the class for property injectors, which may set props of every such API of an app. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-gatehouse.ServerlessApi';

  /**
   * An API from an OpenAPI document, every operation of which must be answered. Its bodies and required parameters are
   * checked as the document says, and who may call as far as API Gateway knows the document's schemes.
   */
  public static fromOpenApi(scope: Construct, id: string, props: OpenApiProps): ServerlessApi {
    const faults = findShapeFaults(props, OPEN_API_PROPS, () => []);
    const { document, operations = {}, ...rest } = props;
    const { spec, routes, settings } = readDocument({ scope, id, faults }, document, () => operations);
    const api = new ServerlessApi(scope, id, { ...settings, ...rest, routes });
    for (const [key, value] of otherExtensions(spec)) api.addOverride(`/${key}`, value);
    api._source = spec.document;
    return api;
  }

  private readonly functions: RouteFunctions;

  constructor(scope: Construct, id: string, props: ServerlessApiProps = {}) {
    const injected = injectProps(ServerlessApi.PROPERTY_INJECTION_ID, { scope, id }, props);
    super(scope, id, injected);
    this.functions = new RouteFunctions(this, {
      defaults: injected.functionDefaults ?? {},
      logs: injected.functionLogs ?? FunctionLogs.SHARED,
    });
    this.functions.allowOrigins(this._cors);
    this.addRoutes(Object.entries(injected.routes ?? {}));
  }

  /** Log group of the functions that the API makes, if they share one. */
  public get functionLogGroup(): logs.ILogGroup | undefined {
    return this.functions.logGroup;
  }

  /**
   * Adds a route. Any stack of the app may do so until synthesis; the function of an `entry` lives in the API's stack,
   * functions of other stacks come by `handler`.
   */
  public addRoute(key: string, options: RouteOptions): Route {
    try {
      return this.attach(key, options);
    } catch (error) {
      throw new ConstructError(this, nameRoute(key, error as Error));
    }
  }

  /** Mounts the routes of a group below a path; those that it gets later come too. */
  public mount(path: string, group: RouteGroup): void {
    const faults = findPathFaults(`mount path "${path}"`, path);
    if (typeof group?._mountOn !== 'function') faults.push('mount takes a RouteGroup');
    if (faults.length > 0) throw new ConstructError(this, faults);
    const routes = group._mountOn((key, options) => this.addRoute(prefixKey(key, path), options), this._cors);
    this.addRoutes(routes.map(([key, options]) => [prefixKey(key, path), options]));
  }

  /** Tells what is wrong with all of them at once. */
  private addRoutes(routes: readonly [key: string, options: RouteOptions][]): void {
    const faults = routes.flatMap(([key, options]) => this.findFault(key, options));
    if (faults.length > 0) throw new ConstructError(this, faults);
  }

  private findFault(key: string, options: RouteOptions): string[] {
    try {
      this.attach(key, options);
      return [];
    } catch (error) {
      return [nameRoute(key, error as Error)];
    }
  }

  /** @internal */
  protected override _findFaults(props: FrontDoorApiProps): string[] {
    const own = takeOwn(this, ServerlessApi, props, SERVERLESS_API_PROPS);
    return findShapeFaults(own, SERVERLESS_API_PROPS, () => super._findFaults(props));
  }

  private attach(key: string, options: RouteOptions): Route {
    const { isReadable, faults } = checkRouteOptions(options);
    const keyFaults = findRouteKeyFaults(key);
    if (keyFaults.length > 0 || !isReadable) throw new Error([...keyFaults, ...faults].join('; '));
    return this._attachRoute(key, () => this.backendOf(options, faults), options);
  }

  private backendOf(options: RouteOptions, faults: readonly string[]): IBackend {
    if (faults.length > 0) throw new Error(faults.join('; '));
    const { entry, handler, backend } = options;
    return backend ?? new LambdaProxyBackend(callable(handler ?? this.functions.obtain(entry as string)), {});
  }
}

/** A key below a path. What is wrong with the key is told when its route is added. */
function prefixKey(key: string, path: string): string {
  const [, method, own] = /^(\S+) (\/\S*)$/.exec(key) ?? [];
  if (method === undefined || path === '/') return key;
  return `${method} ${own === '/' ? path : path + own}`;
}

/** A function that is deployed gradually, or kept ready, is so by its alias only. */
function callable(handler: lambda.IFunction): lambda.IFunction {
  return handler instanceof BundledFunction ? (handler.alias ?? handler) : handler;
}

function nameRoute(key: string, { message }: Error): string {
  return message.startsWith('route "') ? message : `route "${key}": ${message}`;
}
