import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { type IResolveContext, Lazy, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import { type DomainPlace, mapStage, takeDomain, urlBelow } from '../domain/base-path-mapping';
import type { DomainOptions } from '../domain/domain-options';
import type { Endpoint } from '../domain/endpoint';
import { AccessLog, type AccessLogConfig, type AccessLogFields, CALLER_FIELDS } from '../observability/access-log';
import { type AlarmsOptions, makeAlarms } from '../observability/alarms';
import { ApiGatewayLogging } from '../observability/api-gateway-logging';
import type { Measure } from '../observability/api-measures';
import { type ExecutionLogOptions, makeExecutionLogGroup } from '../observability/execution-log';
import { findStageFaults, type StageOptions } from '../stage-options';
import { type RouteLimits, UsagePlan, type UsagePlanOptions } from '../traffic/usage-plan';
import { findStageDomainFaults } from './stage-domain';
import { findShapeFaults } from '../shape/shape';
import { WEB_SOCKET_API_STAGE_OPTIONS } from '../shape/websocket-shapes';
import { PublishedWebSocketApiBase } from './published-websocket-api';
import { withUsualAlarms } from './stage-watch';
import { measureWebSocket, type WebSocketMetrics } from './websocket-measures';
import { renderTraffic, type RouteTraffic, type StageTraffic } from './route-traffic';

/** A stage of a WebSocket API. */
export interface WebSocketApiStageOptions extends StageOptions {
  /**
   * Messages and handshakes that the stage takes in all.
   *
   * @default - 1000 a second with a burst of 2000
   */
  readonly throttle?: apigateway.ThrottleSettings;

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
   * A domain name for it. Unless `keepExecuteApiEndpoint` is `false`, clients reach it by its own name as well, through which functions
   * post messages.
   *
   * @default - it has the name that API Gateway gives it
   */
  readonly domain?: DomainOptions;
}

const DEFAULT_THROTTLE: apigateway.ThrottleSettings = { rateLimit: 1000, burstLimit: 2000 };

const ACCESS_LOG_FIELDS: AccessLogFields = {
  ...CALLER_FIELDS,
  connectionId: '$context.connectionId',
  eventType: '$context.eventType',
  routeKey: '$context.routeKey',
  messageId: '$context.messageId',
  status: '$context.status',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integration.status',
  integrationError: '$context.integration.error',
  authorizerError: '$context.authorizer.error',
  errorType: '$context.error.responseType',
  errorMessage: '$context.error.message',
};

/** What a stage publishes. */
interface PublishedApi {
  readonly api: apigatewayv2.WebSocketApi;
  readonly apiName: string;
  readonly endpoint: Endpoint;
  readonly deployment: apigatewayv2.CfnDeployment;
  readonly traffic: RouteTraffic;
  /** Is called while references are collected. */
  readonly prepare: () => void;
  /** Switches the metrics of a route on. */
  readonly measureRoute: (routeKey: string) => void;
}

/** A WebSocket API as one stage publishes it. */
export class WebSocketApiStage extends PublishedWebSocketApiBase {
  /** @internal */
  public static _of(
    scope: Construct,
    id: string,
    published: PublishedApi,
    options: WebSocketApiStageOptions,
  ): WebSocketApiStage {
    return new WebSocketApiStage(scope, id, published, options);
  }

  /** The inner stage. */
  public readonly stage: apigatewayv2.WebSocketStage;

  /** Log group of the access log, unless that goes elsewhere. */
  public readonly accessLogGroup?: logs.ILogGroup;

  /** Log group of the execution log, unless that is off. */
  public readonly executionLogGroup?: logs.ILogGroup;

  public readonly apiId: string;
  public readonly apiName: string;

  /** Name of the stage, a literal. */
  public readonly stageName: string;

  /** @internal */
  public readonly _accessLog?: AccessLogConfig;

  /** Whether clients come by the domain alone. @internal */
  public readonly _isOnDomainOnly: boolean;

  private readonly place?: DomainPlace;
  private readonly measureRoute: (routeKey: string) => void;

  private constructor(scope: Construct, id: string, published: PublishedApi, options: WebSocketApiStageOptions) {
    super(scope, id);
    const { domain } = options;
    this.measureRoute = published.measureRoute;
    const faults = findShapeFaults(options, WEB_SOCKET_API_STAGE_OPTIONS, () => findFaults(options, published));
    if (faults.length > 0) throw new ConstructError(this, faults);
    const { api, deployment, traffic, prepare } = published;
    const { name = 'prod', description, variables, executionLog = {} } = options;
    this.apiId = api.apiId;
    this.apiName = published.apiName;
    this.stageName = name;
    this.executionLogGroup = makeExecutionLogGroup(this, executionLog, `/aws/apigateway/${api.apiId}/${name}`);
    const accessLog = (options.accessLog ?? AccessLog.toLogGroup())._bind(this, ACCESS_LOG_FIELDS);
    this.accessLogGroup = accessLog?.logGroup;
    this._accessLog = accessLog;
    this.stage = new apigatewayv2.WebSocketStage(this, 'Stage', { webSocketApi: api, stageName: name, description });
    const resource = this.stage.node.defaultChild as apigatewayv2.CfnStage;
    // The L2 has no words for these.
    resource.deploymentId = deployment.ref;
    if (options.retainDeployments) deployment.applyRemovalPolicy(RemovalPolicy.RETAIN);
    resource.stageVariables = variables;
    resource.accessLogSettings = accessLog && { destinationArn: accessLog.destinationArn, format: accessLog.format };
    const settings = resolveTraffic(options);
    resource.defaultRouteSettings = renderTraffic(settings, false);
    resource.routeSettings = Lazy.uncachedAny({
      produce: (context: IResolveContext) => {
        if (context.preparing) prepare();
        return traffic.render(settings);
      },
    });
    // API Gateway makes the group itself, without a retention, if it is not there first.
    if (this.executionLogGroup) resource.node.addDependency(this.executionLogGroup);
    ApiGatewayLogging._awaitBy({ api: api.node.defaultChild as apigatewayv2.CfnApi, stage: resource });
    this._isOnDomainOnly = domain?.keepExecuteApiEndpoint === false;
    if (!domain) return;
    this.place = takeDomain(this, domain, { endpoint: published.endpoint, protocol: 'WEBSOCKET' });
    mapStage(this, this.place, { apiId: this.apiId, stage: resource.ref });
  }

  public override get url(): string {
    return this.place ? urlBelow(this.place, '', 'wss') : super.url;
  }

  public override get callbackUrl(): string {
    return this.place && this._isOnDomainOnly ? urlBelow(this.place, '') : super.callbackUrl;
  }

  /** Adds a usage plan: what clients with its keys may send. */
  public addUsagePlan(id: string, options: UsagePlanOptions = {}): UsagePlan {
    return new UsagePlan(this, id, { ...options, api: this });
  }

  /** Adds alarms of this stage alone: `ApiAlarm.serverErrors()` and `ApiAlarm.integrationLatency()` unless others are given. */
  public addAlarms(options: AlarmsOptions = {}): cloudwatch.Alarm[] {
    return makeAlarms(this, withUsualAlarms(options));
  }

  /** The metrics of a route in this stage. @internal */
  public _route(routeKey: string): WebSocketMetrics & { readonly routeKey: string } {
    this.measureRoute(routeKey);
    return { routeKey, metric: (name, props = {}) => this._metric(name, props, routeKey) };
  }

  /** @internal */
  public _measureOf(measure: Measure, options: cloudwatch.MetricOptions, route?: string): cloudwatch.IMetric {
    const source = {
      api: this,
      accessLog: this._accessLog,
      route: route === undefined ? undefined : this._route(route),
    };
    return measureWebSocket(source, measure, options);
  }

  /** @internal */
  public _planStage(routes: RouteLimits): apigateway.CfnUsagePlan.ApiStageProperty {
    if (Object.keys(routes).length > 0) {
      throw new ConstructError(
        this,
        'a usage plan of a WebSocket API does not limit single routes: give the routes a "throttle"',
      );
    }
    return { apiId: this.apiId, stage: (this.stage.node.defaultChild as apigatewayv2.CfnStage).ref };
  }
}

function findFaults(options: WebSocketApiStageOptions, { endpoint }: PublishedApi): string[] {
  const faults = [...findStageFaults(options), ...findStageDomainFaults(options.domain, endpoint)];
  if (options.name === '$default') faults.push('stage.name must not be "$default", which only HTTP APIs have');
  if (options.canary) faults.push('stage.canary is for REST APIs: a stage of a WebSocket API has one deployment');
  return faults;
}

function resolveTraffic({ throttle, executionLog = {} }: WebSocketApiStageOptions): StageTraffic {
  return {
    throttle: { ...DEFAULT_THROTTLE, ...throttle },
    loggingLevel: executionLog.level ?? apigateway.MethodLoggingLevel.ERROR,
    dataTrace: executionLog.dataTrace ?? false,
  };
}
