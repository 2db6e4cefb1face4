import { Annotations, Validations } from 'aws-cdk-lib/core';
import type { AuthorizerConfig, IAuthorizer } from './authorizers/authorizer-config';
import type { ModelStore } from './contract/model-store';
import { resolveContract, type RouteContract } from './contract/route-contract';
import { FaultList } from './fault-list';
import type { FrontDoorApi } from './front-door-api';
import type { BackendConfig, IBackend } from './integrations/backend-config';
import type { FunctionPermissions } from './integrations/function-permissions';
import { findBinaryFault } from './integrations/binary';
import { findTimeoutFault } from './integrations/timeout';
import type { ApiDocument } from './openapi/api-document';
import type { RequestValue } from './request-value';
import { Route, type RouteSettings } from './route';
import type { RouteKey } from './route-key';
import { RouteRegistry } from './route-registry';
import { annotateVersion } from './synth-checks';
import type { CacheOptions, RouteCacheOptions } from './traffic/cache-options';
import { leavesCorsToBackend, answerOrigins, withOrigin } from './traffic/cors-passage';
import { renderCacheKeys, resolveRouteCache, type RouteCache } from './traffic/route-cache';
import type { StageSettings } from './traffic/stage-settings';

/** What routes are put together from. */
export interface AssemblerParts {
  readonly api: FrontDoorApi;
  readonly document: ApiDocument;
  readonly models: ModelStore;
  readonly settings: StageSettings;
  readonly permissions: FunctionPermissions;
  readonly authorizer: IAuthorizer;
  readonly apiKeyRequired: boolean;
  readonly cache?: CacheOptions;
  /** Milliseconds that the account's quota lets API Gateway wait for a backend. */
  readonly longestTimeout: number;
  readonly binaryMediaTypes: readonly string[];
  /** Whether answers name one of several origins, and so must be computed. */
  readonly hasSeveralOrigins: boolean;
}

/** What a route without faults is made of. */
interface AssembledRoute {
  readonly backend: BackendConfig;
  readonly authorizer: AuthorizerConfig;
  readonly cache?: RouteCache;
  readonly cacheKeys?: string[];
  readonly contract: RouteContract;
}

const NO_BACKEND: BackendConfig = { integration: {} };

/**
 * Puts routes together: each writes an operation into the document, settings into the stage, and permissions beside.
 */
export class RouteAssembler {
  private readonly registry = new RouteRegistry();
  private readonly routes = new Map<string, Route>();

  constructor(private readonly parts: AssemblerParts) {}

  /** Resources that API Gateway makes of the paths. */
  public get pathNodes(): number {
    return this.registry.pathNodes;
  }

  public get keys(): string[] {
    return [...this.routes.keys()];
  }

  public find(key: string): Route | undefined {
    return this.routes.get(key);
  }

  /**
   * The backend is made after the key was taken in, so that a route with a bad key leaves nothing behind. Whatever else
   * is wrong with the route is told at once.
   */
  public attach(text: string, makeBackend: () => IBackend, options: RouteSettings): Route {
    const { api, document } = this.parts;
    const key = this.registry.add(text, options.operationName);
    const { backend, authorizer, cache, cacheKeys, contract } = this.assemble(key, makeBackend, options);
    this.annotate(text, backend, contract);
    this.permit(text, backend, authorizer);
    this.configure(key, options, cache?.ttl?.toSeconds(), cache !== undefined);
    document.addRoute({
      key,
      backend,
      authorizer,
      contract,
      apiKeyRequired: options.apiKeyRequired ?? this.parts.apiKeyRequired,
      cacheKeys,
      operationName: options.operationName,
    });
    const route = Route._of(api, key, backend);
    this.routes.set(text, route);
    return route;
  }

  private assemble(key: RouteKey, makeBackend: () => IBackend, options: RouteSettings): AssembledRoute {
    const { api, models, longestTimeout, binaryMediaTypes } = this.parts;
    const faults = new FaultList();
    const authorizer = faults.try(() => (options.authorizer ?? this.parts.authorizer).bind({ scope: api }));
    const isPublic = authorizer?.schemeName === undefined;
    const cache = faults.try(() => this.resolveCache(key, options.cache, isPublic));
    const backend = faults.try(() => this.bind(key, makeBackend()));
    const { integration } = backend ?? NO_BACKEND;
    const cacheKeys = faults.try(() => cache && backend && renderCacheKeys(key, cache.keys, integration));
    const parameters = referredBy(backend ?? NO_BACKEND, cache);
    const contract = faults.try(() => resolveContract(key, options, parameters, models));
    faults.note(findTimeoutFault(integration, longestTimeout));
    faults.note(findBinaryFault(integration, binaryMediaTypes));
    faults.throwIfAny();
    return { backend, authorizer, cache, cacheKeys, contract } as AssembledRoute;
  }

  private bind({ method, path }: RouteKey, backend: IBackend): BackendConfig {
    const config = backend.bind({ scope: this.parts.api, method, path });
    return leavesCorsToBackend(config, this.parts.hasSeveralOrigins) ? answerOrigins(config) : config;
  }

  private resolveCache(key: RouteKey, route: RouteCacheOptions | undefined, isPublic: boolean): RouteCache | undefined {
    const cache = resolveRouteCache(key, { route, api: this.parts.cache, isPublic });
    return cache && this.parts.hasSeveralOrigins ? { ...cache, keys: withOrigin(cache.keys) } : cache;
  }

  private annotate(text: string, backend: BackendConfig, contract: RouteContract): void {
    const { api, hasSeveralOrigins } = this.parts;
    if (contract.checksBody || contract.checksParameters) acknowledgeValidator(api);
    if (!leavesCorsToBackend(backend, hasSeveralOrigins)) return;
    Annotations.of(api).addWarningV2(
      `cdk-gatehouse:noCors:${text}`,
      `route "${text}" passes its answers through untouched, so its backend must say which of several origins may read them: it gets ` +
        'the header Origin, and its CORS headers go back (a bucket has rules for that, cors), or give the answers templates',
    );
  }

  private permit(text: string, { handler, handlerByName = false }: BackendConfig, authorizer: AuthorizerConfig): void {
    const { api, permissions } = this.parts;
    if (handler) {
      permissions.allow(handler, handlerByName);
      annotateVersion(api, text, handler);
    }
    if (authorizer.handler) permissions.allow(authorizer.handler, false);
  }

  private configure(key: RouteKey, { throttle }: RouteSettings, cacheTtl: number | undefined, cached: boolean): void {
    const { settings } = this.parts;
    if (throttle) settings.change(key, { throttle });
    if (cached) settings.change(key, { cached, ...(cacheTtl !== undefined && { cacheTtl }) });
  }
}

/** What the operation must declare. */
function referredBy({ parameters = [] }: BackendConfig, cache: RouteCache | undefined): RequestValue[] {
  return [...(cache?.keys ?? []), ...parameters];
}

/** cdk-nag looks for a validator resource, and there is none beside a document that has validators. */
function acknowledgeValidator(api: FrontDoorApi): void {
  Validations.of(api.restApi).acknowledge({
    id: 'AwsSolutions-APIG2',
    reason: 'requests are validated by the validators in the OpenAPI document, which the rule does not read',
  });
}
