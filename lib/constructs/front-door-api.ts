import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { CfnOutput, type IResolveContext, Lazy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { nameApi } from './api-name';
import { findPropFaults, renderApiSettings } from './api-settings';
import { Authorizer } from './authorizers/authorizer';
import { ConstructError } from './construct-error';
import { renderGatewayResponses } from './contract/gateway-responses';
import { ModelStore } from './contract/model-store';
import { addDeployment, findStrayResources, logicalIdOf } from './deployment';
import type { ApiDomain } from './domain/api-domain';
import { urlBelow } from './domain/base-path-mapping';
import { FrontDoorBase, type IFrontDoor } from './front-door';
import type { FrontDoorApiProps } from './front-door-props';
import { exportApi, type FrontDoorApiAttributes, ImportedApi, importAttributes } from './imported-api';
import type { IBackend } from './integrations/backend-config';
import { findFunctionCycles } from './integrations/function-cycles';
import { FunctionPermissions } from './integrations/function-permissions';
import { DEFAULT_LONGEST_TIMEOUT } from './integrations/timeout';
import type { Measure } from './observability/api-measures';
import { type DashboardOptions, makeDashboard } from './observability/dashboard';
import { measureRest } from './observability/rest-measures';
import { ApiDocument } from './openapi/api-document';
import { renderPublicDocument } from '../openapi/public-document';
import { type Publication, publish } from './publish';
import type { Route, RouteSettings } from './route';
import { RouteAssembler } from './route-assembler';
import { findRouteKeyFaults, type RouteKey } from './route-key';
import { annotateResources } from './stack-limits';
import { annotateAuthorizers, annotateMissingLogging, annotatePathNodes } from './synth-checks';
import { leaveBodyOutOfTree } from './construct-tree';
import { type CorsSettings, resolveCors } from './traffic/cors-options';
import { addCorsTemplates } from './traffic/cors-templates';
import { makeStageSettings, type StageSettings } from './traffic/stage-settings';
import { type RouteLimits, UsagePlan, type UsagePlanOptions } from './traffic/usage-plan';

/** A REST API: one document, its deployment, its stage, and what stands around them. */
export abstract class FrontDoorApi extends FrontDoorBase {
  /** An API that was made elsewhere, by what is known of it. */
  public static fromAttributes(scope: Construct, id: string, attributes: FrontDoorApiAttributes): IFrontDoor {
    return new ImportedApi(scope, id, attributes);
  }

  /** An API of the same region that another app has exported by `exportAttributes`. */
  public static fromExports(scope: Construct, id: string, prefix: string): IFrontDoor {
    return new ImportedApi(scope, id, importAttributes(prefix));
  }

  /** The inner API. Its methods, models and gateway responses are in its document, never resources beside it. */
  public readonly restApi: apigateway.SpecRestApi;

  /** The deployment. It is replaced whenever the API is to behave differently. */
  public readonly deployment: apigateway.Deployment;

  /** The stage. */
  public readonly stage: apigateway.Stage;

  public readonly restApiId: string;

  /** Name of the API, a literal. */
  public readonly apiName: string;

  /** Name of the stage, a literal. */
  public readonly stageName: string;

  /** Log group of the access log, unless that goes elsewhere. */
  public readonly accessLogGroup?: logs.ILogGroup;

  /** Log group of the execution log, unless that is off. */
  public readonly executionLogGroup?: logs.ILogGroup;

  /** @internal */
  protected readonly _cors?: CorsSettings;

  /** The document that the API is made of, if it is made of one. @internal */
  protected _source?: object;

  private readonly publication: Publication;

  private readonly document: ApiDocument;
  private readonly settings: StageSettings;
  private readonly permissions: FunctionPermissions;
  private readonly routes: RouteAssembler;

  constructor(scope: Construct, id: string, props: FrontDoorApiProps) {
    super(scope, id);
    const faults = this._findFaults(props);
    if (faults.length > 0) throw new ConstructError(this, faults);
    this.apiName = props.apiName ?? nameApi(this);
    this.stageName = props.stage?.name ?? 'prod';
    this._cors = props.cors && resolveCors(props.cors);

    const { extensions, restApi } = renderApiSettings(props);
    this.restApi = new apigateway.SpecRestApi(this, 'RestApi', {
      ...restApi,
      restApiName: this.apiName,
      apiDefinition: apigateway.ApiDefinition.fromInline(
        Lazy.uncachedAny({ produce: (context) => this.produceBody(context) }),
      ),
    });
    this.restApiId = this.restApi.restApiId;
    const api = this.restApi.node.defaultChild as apigateway.CfnRestApi;
    this.node.defaultChild = api;
    // The L2 has no words for these.
    api.description = props.description;
    api.apiKeySourceType = props.apiKeySource ?? apigateway.ApiKeySourceType.HEADER;

    leaveBodyOutOfTree(api);

    const models = new ModelStore();
    this.document = new ApiDocument({
      name: this.apiName,
      description: props.description,
      version: '1.0',
      models,
      cors: this._cors,
      takesAllForBinary: props.binaryMediaTypes?.includes('*/*') ?? false,
      corsTemplates: this._cors && addCorsTemplates(this, this._cors),
      extensions: {
        ...extensions,
        'x-amazon-apigateway-policy': api.policy,
        'x-amazon-apigateway-gateway-responses': renderGatewayResponses(props.gatewayResponses ?? {}, this._cors),
      },
    });
    this.deployment = addDeployment(this, {
      restApi: this.restApi,
      document: this.document,
      redeployToken: props.redeployToken,
      retainDeployments: props.stage?.retainDeployments,
    });
    this.settings = makeStageSettings(props);
    const { restApi: published, deployment, stageName, settings } = this;
    this.publication = publish(this, { restApi: published, deployment, stageName, settings, props });
    this.stage = this.publication.stage;
    this.accessLogGroup = this.publication.accessLog?.logGroup;
    this.executionLogGroup = this.publication.executionLogGroup;
    this.permissions = new FunctionPermissions(this, api);
    this.routes = new RouteAssembler({
      api: this,
      document: this.document,
      models,
      settings: this.settings,
      permissions: this.permissions,
      authorizer: props.authorizer ?? Authorizer.iam(),
      apiKeyRequired: props.apiKeyRequired ?? false,
      cache: props.cache,
      longestTimeout: props.maxTimeout?.toMilliseconds() ?? DEFAULT_LONGEST_TIMEOUT,
      binaryMediaTypes: props.binaryMediaTypes ?? [],
      hasSeveralOrigins: (this._cors?.origins.length ?? 0) > 1,
    });
    new CfnOutput(this, 'Url', { value: this.url });
    new CfnOutput(this, 'DeploymentId', { value: logicalIdOf(this.deployment) });
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * The public OpenAPI document, without API Gateway's extensions: the one that the API is made of, else that of the routes that it has by
   * now.
   */
  public get openApiDocument(): any {
    return renderPublicDocument(
      (this._source ?? Stack.of(this).resolve(this.document.render())) as Record<string, any>,
    );
  }

  /** The domain that the API stands on, if it has one. */
  public get domain(): ApiDomain | undefined {
    return this.publication.place?.domain;
  }

  /** Keys of the routes that the API has by now. */
  public get routeKeys(): string[] {
    return this.routes.keys;
  }

  /** A route that the API has, by its key. */
  public route(key: string): Route {
    const route = this.routes.find(key);
    if (route) return route;
    throw new ConstructError(this, `there is no route "${key}", there are "${this.routes.keys.join('", "')}"`);
  }

  /**
   * Sets a place of the API's OpenAPI document, after everything else has been written; without a value the place is taken out.
   * The place is a JSON pointer: `/paths/~1orders/get/deprecated`.
   */
  public addOverride(pointer: string, value?: any): void {
    this.document.addOverride(pointer, value);
  }

  /** Adds a usage plan: what callers with its keys may send. */
  public addUsagePlan(id: string, options: UsagePlanOptions = {}): UsagePlan {
    return new UsagePlan(this, id, { ...options, api: this });
  }

  /** Exports what other apps of the region need to know of the API, for `fromExports`. The prefix is theirs to know, and stays. */
  public exportAttributes(prefix: string): void {
    exportApi(this, prefix);
  }

  /** Adds a dashboard of traffic, errors, latencies, routes and the cache. */
  public addDashboard(options: DashboardOptions = {}): cloudwatch.Dashboard {
    const { accessLog } = this.publication;
    return makeDashboard(this, options, { accessLog, usesCache: () => this.settings.usesCache });
  }

  /** Requests refused for being too many, by anybody's limits. They are counted in the access log, from the first use of this metric on. */
  public metricThrottles(props: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this._measureOf('THROTTLES', props);
  }

  /** @internal */
  public override _measureOf(measure: Measure, options: cloudwatch.MetricOptions, route?: string): cloudwatch.Metric {
    const { accessLog } = this.publication;
    return measureRest(
      { api: this, accessLog, route: route === undefined ? undefined : this.route(route) },
      measure,
      options,
    );
  }

  /** @internal */
  public _planStage(routes: RouteLimits): apigateway.CfnUsagePlan.ApiStageProperty {
    const faults = Object.keys(routes).flatMap(findRouteKeyFaults);
    if (faults.length > 0) throw new ConstructError(this, faults);
    const limits = Object.entries(routes).map(([key, throttle]) => {
      const { path, method } = this.route(key);
      return [`${path}/${method}`, throttle];
    });
    const throttle = limits.length > 0 ? Object.fromEntries(limits) : undefined;
    return { apiId: this.restApiId, stage: this.stage.stageName, throttle };
  }

  /** @internal */
  public _measure(key: RouteKey): void {
    this.settings.change(key, { metrics: true });
  }

  /** What is wrong with the props, told before anything is made. @internal */
  protected _findFaults(props: FrontDoorApiProps): string[] {
    return findPropFaults(props);
  }

  /** @internal */
  protected override _urlOf(path: string): string {
    const { place } = this.publication;
    return place ? urlBelow(place, path) : super._urlOf(path);
  }

  /** @internal */
  protected _attachRoute(key: string, makeBackend: () => IBackend, settings: RouteSettings): Route {
    return this.routes.attach(key, makeBackend, settings);
  }

  /** CDK would report a cycle over two stacks by logical ids, and does so before validations run. */
  private produceBody(context: IResolveContext): unknown {
    if (context.preparing) {
      const elsewhere = this.permissions.referredFunctions.filter((handler) => Stack.of(handler) !== Stack.of(this));
      const faults = findFunctionCycles(this, elsewhere);
      if (faults.length > 0) throw new ConstructError(this, faults);
    }
    return this.document.produceBody(context);
  }

  private validate(): string[] {
    annotatePathNodes(this, this.routes.pathNodes);
    annotateResources(this);
    annotateAuthorizers(this, this.document.authorizerCount);
    if (this.accessLogGroup || this.executionLogGroup) annotateMissingLogging(this);
    const empty = this.document.routeCount === 0 ? ['the API has no routes: give it some by "routes" or addRoute'] : [];
    return [
      ...empty,
      ...findStrayResources(this.restApi),
      ...findFunctionCycles(this, this.permissions.referredFunctions),
    ];
  }
}
