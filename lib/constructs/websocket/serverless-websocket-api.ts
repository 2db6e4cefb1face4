import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { nameApi } from '../api-name';
import { ConstructError } from '../construct-error';
import { Endpoint } from '../domain/endpoint';
import { findFunctionCycles } from '../integrations/function-cycles';
import { FunctionPermissions } from '../integrations/function-permissions';
import { type AlarmsOptions, makeAlarms } from '../observability/alarms';
import type { Measure } from '../observability/api-measures';
import type { DashboardOptions } from '../observability/dashboard';
import { injectProps } from '../property-injection';
import { findShapeFaults, takeOwn } from '../shape/shape';
import { SERVERLESS_WEB_SOCKET_API_PROPS } from '../shape/websocket-shapes';
import { annotateMissingLogging } from '../synth-checks';
import { UsagePlan, type UsagePlanOptions } from '../traffic/usage-plan';
import { findPropFaults } from './find-prop-faults';
import { bindHandshake, type Handshake } from './handshake';
import { ImportedWebSocketApi, type WebSocketApiAttributes } from './imported-websocket-api';
import { IntegrationStore } from './integration-store';
import { MessageModels } from './message-models';
import { type PlannedRoute, planRoute, planRoutes } from './plan-routes';
import { type IPublishedWebSocketApi, PublishedWebSocketApiBase } from './published-websocket-api';
import { RouteTraffic } from './route-traffic';
import { findUnreachableStages } from './stage-domain';
import type { ServerlessWebSocketApiProps } from './websocket-api-props';
import { WebSocketDeployment } from './websocket-deployment';
import { FurtherStages, repeatAlarms, withUsualAlarms } from './stage-watch';
import { makeWebSocketDashboard, showStage } from './websocket-dashboard';
import { WebSocketFunctions } from './websocket-functions';
import { measureWebSocket } from './websocket-measures';
import type { WebSocketRoute } from './websocket-route';
import { WebSocketRouteAssembler } from './websocket-route-assembler';
import type { WebSocketRouteOptions } from './websocket-route-options';
import { WebSocketApiStage, type WebSocketApiStageOptions } from './websocket-stage';

/**
 * A WebSocket API whose routes are answered by functions, HTTP servers, or AWS services.
 *
 * @example
 * const chat = new ServerlessWebSocketApi(this, 'Chat', {
 *   authorizer: Authorizer.cognito(userPool),
 *   connections: ConnectionTable.create(),
 *   routes: {
 *     ping: { backend: Backend.mock({ body: { pong: true } }), reply: true },
 *     sendMessage: { entry: 'lambda/chat/send-message.ts', throttle: { rateLimit: 10, burstLimit: 20 } },
 *   },
 * });
 * chat.grantManageConnections(chat.route('sendMessage'));
 */
export class ServerlessWebSocketApi extends PublishedWebSocketApiBase {
  /** Id of the class for property injectors, which may set props of every such API of an app. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-gatehouse.ServerlessWebSocketApi';

  /** An API that was made elsewhere. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: WebSocketApiAttributes,
  ): IPublishedWebSocketApi {
    return new ImportedWebSocketApi(scope, id, attributes);
  }

  /** The inner API. */
  public readonly api: apigatewayv2.WebSocketApi;

  /** The deployment. It is replaced whenever the API is to behave differently. */
  public readonly deployment: apigatewayv2.CfnDeployment;

  /** The stage of the prop `stage`. */
  public readonly stage: WebSocketApiStage;

  public readonly apiId: string;

  /** Name of the API, a literal. */
  public readonly apiName: string;

  /** Name of the stage of the prop `stage`, a literal. */
  public readonly stageName: string;

  /** The inner authorizer, when a function decides who may connect. */
  public readonly authorizer?: apigatewayv2.CfnAuthorizer;

  private readonly endpoint: Endpoint;
  private readonly further = new FurtherStages();
  private readonly deploying: WebSocketDeployment;
  private readonly traffic = new RouteTraffic();
  private readonly permissions: FunctionPermissions;
  private readonly functions: WebSocketFunctions;
  private readonly routes: WebSocketRouteAssembler;

  constructor(scope: Construct, id: string, props: ServerlessWebSocketApiProps = {}) {
    const injected = injectProps(ServerlessWebSocketApi.PROPERTY_INJECTION_ID, { scope, id }, props);
    super(scope, id);
    const own = takeOwn(this, ServerlessWebSocketApi, injected, SERVERLESS_WEB_SOCKET_API_PROPS);
    const faults = findShapeFaults(own, SERVERLESS_WEB_SOCKET_API_PROPS, () => findPropFaults(injected));
    if (faults.length > 0) throw new ConstructError(this, faults);
    this.apiName = injected.apiName ?? nameApi(this);
    this.endpoint = injected.endpoint ?? Endpoint.regional();
    this.api = new apigatewayv2.WebSocketApi(this, 'Api', {
      apiName: this.apiName,
      description: injected.description,
      routeSelectionExpression: injected.routeSelectionExpression,
      ipAddressType: this.endpoint.config.ipAddressType && apigatewayv2.IpAddressType.DUAL_STACK,
      apiKeySelectionExpression: selectKey(injected),
    });
    this.apiId = this.api.apiId;
    const resource = this.api.node.defaultChild as apigatewayv2.CfnApi;
    this.node.defaultChild = resource;
    this.deploying = new WebSocketDeployment(this, resource, injected.redeployToken);
    this.deployment = this.deploying.resource;
    this.permissions = new FunctionPermissions(this, resource);
    const deploy = (part: Parameters<WebSocketDeployment['add']>[0]) => this.deploying.add(part);
    this.within('connections', () => injected.connections?._bind(this));
    this.stage = this.makeStage('Stage', {
      ...injected.stage,
      throttle: injected.throttle,
      accessLog: injected.accessLog,
      executionLog: injected.executionLog,
      domain: injected.domain,
    });
    this.stageName = this.stage.stageName;
    this.functions = new WebSocketFunctions(this, injected, this.stage);
    this.routes = new WebSocketRouteAssembler({
      api: this,
      deployment: this.deploying,
      integrations: new IntegrationStore(this, this.apiId, deploy),
      models: new MessageModels(this, this.apiId, deploy),
      permissions: this.permissions,
      traffic: this.traffic,
    });
    const handshake = this.makeHandshake(injected);
    this.authorizer = handshake.authorizer;
    const plans = planRoutes(injected, handshake, this.functions);
    const wrong = plans.flatMap((plan) => this.findFault(plan));
    if (wrong.length > 0) throw new ConstructError(this, wrong);
    new CfnOutput(this, 'Url', { value: this.url });
    this.node.addValidation({ validate: () => this.validate() });
  }

  public override get url(): string {
    return this.stage.url;
  }

  public override get callbackUrl(): string {
    return this.stage.callbackUrl;
  }

  /** Log group of the functions that the API makes, if they share one. */
  public get functionLogGroup(): logs.ILogGroup | undefined {
    return this.functions.logGroup;
  }

  /** Log group of the access log, unless that goes elsewhere. */
  public get accessLogGroup(): logs.ILogGroup | undefined {
    return this.stage.accessLogGroup;
  }

  /** Log group of the execution log, unless that is off. */
  public get executionLogGroup(): logs.ILogGroup | undefined {
    return this.stage.executionLogGroup;
  }

  /** A route that the API has, by its key: `sendMessage`, `$connect`. */
  public route(key: string): WebSocketRoute {
    const route = this.routes.find(key);
    if (route) return route;
    throw new ConstructError(this, `there is no route "${key}", there are "${this.routes.keys.join('", "')}"`);
  }

  /**
   * Adds a route of messages. Any stack of the app may do so until synthesis; the function of an `entry` lives in the API's stack,
   * functions of other stacks come by `handler`.
   */
  public addRoute(key: string, options: WebSocketRouteOptions): WebSocketRoute {
    try {
      return this.routes.attach(planRoute(key, options, this.functions));
    } catch (error) {
      throw new ConstructError(this, nameRoute(key, error as Error));
    }
  }

  /** Publishes the API in one more stage, which always has the same routes as the first. */
  public addStage(id: string, options: WebSocketApiStageOptions): WebSocketApiStage {
    if (options.name === undefined) throw new ConstructError(this, `stage "${id}" must have a name`);
    const taken = [this.stage, ...this.further.all].some(({ stageName }) => stageName === options.name);
    if (taken) throw new ConstructError(this, `stage "${id}": there is a stage of the name "${options.name}" already`);
    const stage = this.makeStage(id, options);
    this.further.add(stage);
    return stage;
  }

  /** Adds a usage plan for the stage of the prop `stage`: what clients with its keys may send. */
  public addUsagePlan(id: string, options: UsagePlanOptions = {}): UsagePlan {
    return new UsagePlan(this, id, { ...options, api: this.stage });
  }

  /**
   * Adds alarms for every stage, those that come later too: `ApiAlarm.serverErrors()` and `ApiAlarm.integrationLatency()` unless others are
   * given. Those on metrics of your own stand once. `addAlarms` of a stage watches that one alone.
   */
  public addAlarms(options: AlarmsOptions = {}): cloudwatch.Alarm[] {
    const alarms = makeAlarms(this, withUsualAlarms(options));
    return [...alarms, ...this.further.each((stage) => repeatAlarms(stage, options)).flat()];
  }

  /** Adds a dashboard of handshakes, messages, errors, latencies and routes, of every stage. */
  public addDashboard(options: DashboardOptions = {}): cloudwatch.Dashboard {
    const dashboard = makeWebSocketDashboard(this, this.stage, options);
    this.further.each((stage) => showStage(dashboard, stage, options));
    return dashboard;
  }

  /** Handshakes and messages refused for being too many. They are counted in the access log, from the first use of this metric on. */
  public metricThrottles(props: cloudwatch.MetricOptions = {}): cloudwatch.IMetric {
    return this._measureOf('THROTTLES', props);
  }

  /** @internal */
  public _measureOf(measure: Measure, options: cloudwatch.MetricOptions, route?: string): cloudwatch.IMetric {
    const counted = route === undefined ? undefined : this.stage._route(route);
    return measureWebSocket({ api: this, accessLog: this.stage._accessLog, route: counted }, measure, options);
  }

  /** @internal */
  public _measure(routeKey: string): void {
    this.traffic.change(routeKey, { metrics: true });
  }

  private makeStage(id: string, options: WebSocketApiStageOptions): WebSocketApiStage {
    const { api, apiName, deployment, traffic, endpoint } = this;
    const prepare = () => {
      const faults = this.findCycles();
      if (faults.length > 0) throw new ConstructError(this, faults);
    };
    const measureRoute = (key: string) => this._measure(this.route(key).routeKey);
    const published = { api, apiName, endpoint, deployment, traffic, prepare, measureRoute };
    const stage = WebSocketApiStage._of(this, id, published, options);
    if (stage._isOnDomainOnly) (api.node.defaultChild as apigatewayv2.CfnApi).disableExecuteApiEndpoint = true;
    return stage;
  }

  private makeHandshake(props: ServerlessWebSocketApiProps): Handshake {
    const handshake = this.within('authorizer', () => bindHandshake(this, this.apiId, props));
    if (handshake.authorizer) this.deploying.add(handshake.authorizer);
    const { handler } = handshake;
    if (handler) this.within('authorizer', () => this.permissions.allow(handler, false));
    return handshake;
  }

  private findFault(plan: PlannedRoute): string[] {
    try {
      this.routes.attach(plan);
      return [];
    } catch (error) {
      return [nameRoute(plan.routeKey, error as Error)];
    }
  }

  /** Names the prop in what is wrong with it. */
  private within<T>(prop: string, action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw new ConstructError(this, `${prop}: ${(error as Error).message}`);
    }
  }

  /** Functions of other stacks that need the API: API Gateway's integrations need them. */
  private findCycles(): string[] {
    const elsewhere = this.permissions.referredFunctions.filter((handler) => Stack.of(handler) !== Stack.of(this));
    return findFunctionCycles(this, elsewhere, ['Api', 'Deployment', 'Stage']);
  }

  private validate(): string[] {
    if (this.accessLogGroup || this.executionLogGroup) annotateMissingLogging(this);
    const empty = ['the API has no routes: give it some by "routes", "connect" or addRoute'];
    return [
      ...(this.routes.keys.length === 0 ? empty : []),
      ...findUnreachableStages([this.stage, ...this.further.all]),
      ...this.findCycles(),
    ];
  }
}

function selectKey({ apiKeySource }: ServerlessWebSocketApiProps) {
  const { AUTHORIZER_USAGE_IDENTIFIER_KEY, HEADER_X_API_KEY } = apigatewayv2.WebSocketApiKeySelectionExpression;
  return apiKeySource === apigateway.ApiKeySourceType.AUTHORIZER ? AUTHORIZER_USAGE_IDENTIFIER_KEY : HEADER_X_API_KEY;
}

function nameRoute(key: string, { message }: Error): string {
  return message.startsWith('route "') ? message : `route "${key}": ${message}`;
}
