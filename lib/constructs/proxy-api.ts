import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Annotations, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Authorizer } from './authorizers/authorizer';
import type { IAuthorizer } from './authorizers/authorizer-config';
import { ConstructError } from './construct-error';
import { FrontDoorApi } from './front-door-api';
import type { FrontDoorApiProps } from './front-door-props';
import { makeExecutionLogGroup } from './observability/execution-log';
import {
  type CanaryUpstreamOptions,
  setStageVariable,
  shareUpstream,
  splitScheme,
  UPSTREAM_VARIABLE,
} from './proxy/canary-upstream';
import { guardOf } from './proxy/guard';
import type { HeaderValue } from './proxy/header-value';
import { readPathEntries } from './proxy/path-entries';
import { makePlaces } from './proxy/places';
import { makeProxyBackend, type ProxyRendering } from './proxy/proxy-backend';
import { findProxyFaults } from './proxy/proxy-faults';
import { type PlannedRoute, planRoutes } from './proxy/route-plan';
import { injectProps } from './property-injection';
import { otherExtensions } from './openapi/import/spec-settings';
import { type OpenApiProxyProps, readProxyDocument } from './proxy/proxy-document';
import type { ProxyApiProps } from './proxy/proxy-api-props';
import type { Upstream } from './proxy/upstream';
import { VariableNames } from './proxy/variable-names';
import type { RouteSettings } from './route';
import { PROXY_API_PROPS } from './shape/proxy-shapes';
import { findShapeFaults, takeOwn } from './shape/shape';

/**
 * A front door for servers that already run: API Gateway with its authentication, limits, cache, firewall and logs before them, which
 * need not be touched.
 *
 * Requests and answers pass as they are, bytes included, within what API Gateway lets through: 10 MB each, 29 seconds, no WebSocket. With
 * `cors`, API Gateway answers preflights and gives its own errors the headers, but it adds nothing to the answers of upstreams, which
 * must name the allowed origin themselves.
 *
 * @example
 * new ProxyApi(this, 'Front', {
 *   upstream: Upstream.url('https://legacy.example.com/api', { timeout: Duration.seconds(20) }),
 *   mounts: { '/reports': Upstream.url('https://reports.example.com') },
 *   authorizer: Authorizer.cognito(userPool),
 *   publicPaths: ['GET /status'],
 * });
 */
export class ProxyApi extends FrontDoorApi {
  /** Id of the class for property injectors, which may set props of every front door of an app. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-gatehouse.ProxyApi';

  /**
   * A front door that lets through what an OpenAPI document describes, and answers 403 to everything else. Bodies and required parameters
   * are checked as the document says, and who may call as far as API Gateway knows the document's schemes.
   */
  public static fromOpenApi(scope: Construct, id: string, props: OpenApiProxyProps): ProxyApi {
    const { document: _, upstream: __, mounts: ___, operations: ____, ...rest } = props;
    const { spec, paths, settings } = readProxyDocument({ scope, id }, props);
    const api = new ProxyApi(scope, id, { ...settings, ...rest, paths });
    for (const [key, value] of otherExtensions(spec)) api.addOverride(`/${key}`, value);
    api._source = spec.document;
    return api;
  }

  private readonly cfnStage: apigateway.CfnStage;

  constructor(scope: Construct, id: string, props: ProxyApiProps) {
    const injected = injectProps(ProxyApi.PROPERTY_INJECTION_ID, { scope, id }, props);
    super(scope, id, { ...injected, binaryMediaTypes: injected?.binaryMediaTypes ?? ['*/*'] });
    const { upstream, mounts = {}, paths = {}, publicPaths = [], upstreamCors = false, cache, canary } = injected;
    this.cfnStage = this.stage.node.defaultChild as apigateway.CfnStage;
    const { entries } = readPathEntries(paths, publicPaths);
    const plan = planRoutes({ places: makePlaces(upstream, mounts), entries, cache, upstreamCors });
    const taken = [...Object.keys(injected.stage?.variables ?? {}), UPSTREAM_VARIABLE];
    const names = new VariableNames(taken, (name, value) => setStageVariable(this.cfnStage, name, value));
    const faults = plan.flatMap((route) => this.findRouteFault(route, injected, names));
    if (faults.length > 0) throw new ConstructError(this, faults);
    if (canary && upstream) this.addCanaryUpstream(upstream, canary, injected);
    if (injected.cors) this.annotateCors();
    const checks = entries.some(({ options }) => options.requestBody !== undefined || options.requiredParameters);
    if (!checks) this.acknowledgeUnread();
  }

  /** @internal */
  protected override _findFaults(props: FrontDoorApiProps): string[] {
    const own = takeOwn(this, ProxyApi, props, PROXY_API_PROPS);
    const look = () => [...super._findFaults(props), ...findProxyFaults(this, props as ProxyApiProps)];
    return findShapeFaults(own, PROXY_API_PROPS, look);
  }

  private findRouteFault(route: PlannedRoute, props: ProxyApiProps, names: VariableNames): string[] {
    const authorizer = route.isPreflight
      ? Authorizer.none()
      : (route.settings.authorizer ?? props.authorizer ?? Authorizer.iam());
    const rendering: ProxyRendering = {
      guard: guardOf(authorizer.bind({ scope: this })),
      nameVariable: (header: string, value: HeaderValue) => names.obtain(header, value),
      baseOf: ({ place }) => baseOf(place.upstream, props),
    };
    try {
      this._attachRoute(
        route.key,
        () => makeProxyBackend(route, rendering),
        settingsOf(route, { authorizer, rendering, props }),
      );
      return [];
    } catch (error) {
      const { message } = error as Error;
      return [message.startsWith('route "') ? message : `path "${route.key}": ${message}`];
    }
  }

  private addCanaryUpstream(
    upstream: Upstream,
    canary: CanaryUpstreamOptions,
    { executionLog = {} }: ProxyApiProps,
  ): void {
    const { deploymentId } = this.deployment;
    shareUpstream(this.cfnStage, { base: upstream._target.base, canary, deploymentId });
    const name = `API-Gateway-Execution-Logs_${this.restApiId}/${this.stageName}/Canary`;
    const logGroup = makeExecutionLogGroup(new Construct(this, 'Canary'), executionLog, name);
    if (logGroup) this.cfnStage.node.addDependency(logGroup);
  }

  /** cdk-nag wants requests to be validated, for which a template must know what is valid. */
  private acknowledgeUnread(): void {
    Validations.of(this.restApi).acknowledge({
      id: 'AwsSolutions-APIG2',
      reason: 'every request passes to an upstream as it is, and no schema of what that takes was given',
    });
  }

  private annotateCors(): void {
    Annotations.of(this).addInfoV2(
      'cdk-gatehouse:upstreamCors',
      'cors makes API Gateway answer preflights, and adds nothing to what upstreams answer: they must send Access-Control-Allow-Origin themselves',
    );
  }
}

/** The address of an upstream; with a canary, that of the main one stands in a stage variable. */
function baseOf(upstream: Upstream, { upstream: main, canary }: ProxyApiProps): string {
  const { base } = upstream._target;
  return canary && upstream === main ? `${splitScheme(base).scheme}://\${stageVariables.${UPSTREAM_VARIABLE}}` : base;
}

function settingsOf(
  { settings, isPreflight, key }: PlannedRoute,
  {
    authorizer,
    rendering,
    props,
  }: { readonly authorizer: IAuthorizer; readonly rendering: ProxyRendering; readonly props: ProxyApiProps },
): RouteSettings {
  if (isPreflight) return { ...settings, authorizer, apiKeyRequired: false };
  const keys = settings.cache?.keys ?? props.cache?.keys;
  const isCached = settings.cache !== undefined || (props.cache !== undefined && key.startsWith('GET '));
  if (!isCached || keys === undefined) return settings;
  // Where nobody is asked who calls, nobody is told apart by that.
  const known = rendering.guard === 'everybody' ? keys.filter((value) => value._parameter !== undefined) : keys;
  return { ...settings, cache: { ...settings.cache, keys: known } };
}
