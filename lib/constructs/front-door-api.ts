import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Annotations, ArnFormat, CfnOutput, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Authorizer } from './authorizers/authorizer';
import type { IAuthorizer } from './authorizers/authorizer-config';
import { ConstructError } from './construct-error';
import { renderGatewayResponses } from './contract/gateway-responses';
import { addDeployment, findStrayResources } from './deployment';
import type { FrontDoorApiProps } from './front-door-props';
import type { IBackend } from './integrations/backend-config';
import { FunctionPermissions } from './integrations/function-permissions';
import { findTimeoutFault } from './integrations/timeout';
import { AccessLog } from './observability/access-log';
import { ApiGatewayLogging } from './observability/api-gateway-logging';
import { makeMetric } from './observability/api-metrics';
import { makeExecutionLogGroup } from './observability/execution-log';
import { ApiDocument } from './openapi/api-document';
import { renderPublicDocument } from './openapi/public-document';
import { Route, type RouteSettings } from './route';
import type { RouteKey } from './route-key';
import { RouteRegistry } from './route-registry';
import { PATH_NODE_QUOTA } from './route-tree';
import { findStageFaults } from './stage-options';
import { type CorsSettings, findCorsFaults, resolveCors } from './traffic/cors-options';
import { addPreflightTemplate } from './traffic/preflight-template';
import { addStage } from './traffic/stage';
import { StageSettings } from './traffic/stage-settings';

const DEFAULT_THROTTLE: apigateway.ThrottleSettings = { rateLimit: 1000, burstLimit: 2000 };

/** A REST API: one document, its deployment, its stage, and what stands around them. */
export abstract class FrontDoorApi extends Construct {
  /** The inner API. Its methods, models and gateway responses are in its document, never resources beside it. */
  public readonly restApi: apigateway.SpecRestApi;

  /** The deployment. It is replaced whenever the API is to behave differently. */
  public readonly deployment: apigateway.Deployment;

  /** The stage. */
  public readonly stage: apigateway.Stage;

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

  private readonly document: ApiDocument;
  private readonly settings: StageSettings;
  private readonly permissions: FunctionPermissions;
  private readonly routes = new RouteRegistry();
  private readonly authorizer: IAuthorizer;

  constructor(scope: Construct, id: string, props: FrontDoorApiProps) {
    super(scope, id);
    const faults = findPropFaults(props);
    if (faults.length > 0) throw new ConstructError(this, faults);
    this.apiName = props.apiName ?? defaultApiName(this);
    this.stageName = props.stage?.name ?? 'prod';
    this.authorizer = props.authorizer ?? Authorizer.iam();
    this._cors = props.cors && resolveCors(props.cors);

    this.restApi = new apigateway.SpecRestApi(this, 'RestApi', {
      restApiName: this.apiName,
      description: props.description,
      apiDefinition: apigateway.ApiDefinition.fromInline(Lazy.uncachedAny({ produce: (context) => this.document.produceBody(context) })),
      deploy: false,
      cloudWatchRole: false,
      mode: apigateway.RestApiMode.OVERWRITE,
      failOnWarnings: true,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      parameters: { endpointConfigurationTypes: 'REGIONAL' },
    });
    const api = this.restApi.node.defaultChild as apigateway.CfnRestApi;
    api.description = props.description;
    this.document = this.makeDocument(props, api);
    this.permissions = new FunctionPermissions(this, api);
    this.deployment = addDeployment(this, {
      restApi: this.restApi,
      document: this.document,
      redeployToken: props.redeployToken,
    });

    const executionLog = props.executionLog ?? {};
    const executionLogGroup = makeExecutionLogGroup(this, executionLog, {
      restApiId: this.restApi.restApiId,
      stageName: this.stageName,
    });
    const accessLog = (props.accessLog ?? AccessLog.toLogGroup())._bind(this);
    this.settings = new StageSettings({
      throttle: { ...DEFAULT_THROTTLE, ...props.throttle },
      loggingLevel: executionLog.level ?? apigateway.MethodLoggingLevel.ERROR,
      dataTrace: executionLog.dataTrace ?? false,
      metrics: false,
    });
    this.stage = addStage(this, {
      deployment: this.deployment,
      name: this.stageName,
      options: props.stage ?? {},
      settings: this.settings,
      tracing: props.tracing ?? true,
      accessLog,
      executionLogGroup,
    });
    this.restApi.deploymentStage = this.stage;
    this.executionLogGroup = executionLogGroup;
    this.accessLogGroup = accessLog?.logGroup;
    ApiGatewayLogging._awaitBy({ restApi: api, stage: this.stage.node.defaultChild as apigateway.CfnStage });
    new CfnOutput(this, 'Url', { value: this.url });
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** URL of the stage, with a slash at its end. */
  public get url(): string {
    return this.urlForPath('/');
  }

  /** The public OpenAPI document of the routes that the API has by now, without API Gateway's extensions. */
  public get openApiDocument(): any {
    return renderPublicDocument(Stack.of(this).resolve(this.document.render()));
  }

  /** URL of a path of the stage; the path starts with a slash. */
  public urlForPath(path: string): string {
    if (!path.startsWith('/')) throw new ConstructError(this, `path must start with "/", got "${path}"`);
    const stack = Stack.of(this);
    return `https://${this.restApi.restApiId}.execute-api.${stack.region}.${stack.urlSuffix}/${this.stageName}${path}`;
  }

  /** ARN that a policy names to let somebody call a method of a path; without them, everything of the stage. */
  public arnForExecute(method = '*', path = '/*'): string {
    if (!path.startsWith('/')) throw new ConstructError(this, `path must start with "/", got "${path}"`);
    return Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.restApi.restApiId,
      resourceName: `${this.stageName}/${method === 'ANY' ? '*' : method}${path.replace(/\{[^}]*\}/g, '*')}`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }

  /**
   * Sets a place of the API's OpenAPI document, after everything else has been written; without a value the place is taken out.
   * The place is a JSON pointer: `/paths/~1orders/get/deprecated`.
   */
  public addOverride(pointer: string, value?: any): void {
    this.document.addOverride(pointer, value);
  }

  /** Requests. */
  public metricCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Count', { statistic: 'SampleCount', ...props });
  }

  /** Answers with a status of 400 to 499. */
  public metricClientError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('4XXError', { statistic: 'Sum', ...props });
  }

  /** Answers with a status of 500 and above. */
  public metricServerError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('5XXError', { statistic: 'Sum', ...props });
  }

  /** Milliseconds from request to answer. */
  public metricLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Latency', { statistic: 'Average', ...props });
  }

  /** Milliseconds that backends took. */
  public metricIntegrationLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationLatency', { statistic: 'Average', ...props });
  }

  /** Any metric of the stage. */
  public metric(metricName: string, props: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return makeMetric(this, metricName, props);
  }

  /** @internal */
  public _measure(key: RouteKey): void {
    this.settings.change(key, { metrics: true });
  }

  /** @internal */
  protected _attachRoute(key: string, answer: (key: RouteKey) => IBackend, settings: RouteSettings): Route {
    const routeKey = this.routes.add(key);
    const backend = answer(routeKey).bind({ scope: this, method: routeKey.method, path: routeKey.path });
    const authorizer = (settings.authorizer ?? this.authorizer).bind({ scope: this });
    const fault = findTimeoutFault(backend.integration);
    if (fault) throw new Error(fault);
    if (backend.handler) this.permissions.allow(backend.handler, backend.handlerByName ?? false);
    if (authorizer.handler) this.permissions.allow(authorizer.handler, false);
    this.document.addRoute({ key: routeKey, backend, authorizer, operationName: settings.operationName });
    return Route._of(this, routeKey, backend);
  }

  private makeDocument(props: FrontDoorApiProps, api: apigateway.CfnRestApi): ApiDocument {
    return new ApiDocument({
      name: this.apiName,
      description: props.description,
      version: '1.0',
      cors: this._cors,
      preflightTemplate: this._cors && addPreflightTemplate(this, this._cors),
      extensions: {
        servers: [{ url: '/', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: false } }],
        'x-amazon-apigateway-policy': api.policy,
        'x-amazon-apigateway-gateway-responses': renderGatewayResponses(this._cors),
      },
    });
  }

  private validate(): string[] {
    const nodes = this.routes.pathNodes;
    if (nodes > PATH_NODE_QUOTA) {
      Annotations.of(this).addWarningV2(
        'cdk-gatehouse:pathNodes',
        `the paths make ${nodes} resources, API Gateway's quota is ${PATH_NODE_QUOTA} for each API: have it raised before deploying`,
      );
    }
    const empty = this.document.isEmpty ? ['the API has no routes: give it some by "routes" or addRoute'] : [];
    return [...empty, ...findStrayResources(this.restApi)];
  }
}

function findPropFaults(props: FrontDoorApiProps): string[] {
  const faults = [...findStageFaults(props.stage ?? {}), ...(props.cors ? findCorsFaults(props.cors) : [])];
  if (props.apiName === undefined || !Token.isUnresolved(props.apiName)) return faults;
  return [...faults, 'apiName must be a literal, because metrics are found by it'];
}

function defaultApiName(api: Construct): string {
  const stack = Stack.of(api);
  const inStack = api.node.path.slice(stack.node.path.length + 1);
  const stackName = Token.isUnresolved(stack.stackName) ? stack.node.path : stack.stackName;
  return `${stackName}-${inStack}`.replaceAll('/', '-');
}
