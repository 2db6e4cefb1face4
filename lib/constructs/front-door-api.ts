import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Annotations, CfnOutput, type IResolveContext, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Authorizer } from './authorizers/authorizer';
import type { IAuthorizer } from './authorizers/authorizer-config';
import { ConstructError } from './construct-error';
import { renderGatewayResponses } from './contract/gateway-responses';
import { addDeployment, findStrayResources } from './deployment';
import { FrontDoorBase } from './front-door';
import type { FrontDoorApiProps } from './front-door-props';
import type { IBackend } from './integrations/backend-config';
import { findFunctionCycles } from './integrations/function-cycles';
import { FunctionPermissions } from './integrations/function-permissions';
import { findTimeoutFault } from './integrations/timeout';
import { AccessLog } from './observability/access-log';
import { ApiGatewayLogging } from './observability/api-gateway-logging';
import { makeExecutionLogGroup } from './observability/execution-log';
import { ApiDocument } from './openapi/api-document';
import { renderPublicDocument } from './openapi/public-document';
import { Route, type RouteSettings } from './route';
import type { RouteKey } from './route-key';
import { RouteRegistry } from './route-registry';
import { findStageFaults } from './stage-options';
import { annotateMissingLogging, annotatePathNodes, annotateVersion } from './synth-checks';
import { type CorsSettings, findCorsFaults, resolveCors } from './traffic/cors-options';
import { addCorsTemplates, type CorsTemplates } from './traffic/cors-templates';
import { addStage } from './traffic/stage';
import { passesThrough } from './traffic/cors-answers';
import { StageSettings } from './traffic/stage-settings';

const DEFAULT_THROTTLE: apigateway.ThrottleSettings = { rateLimit: 1000, burstLimit: 2000 };

/** A REST API: one document, its deployment, its stage, and what stands around them. */
export abstract class FrontDoorApi extends FrontDoorBase {
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

  private readonly corsTemplates?: CorsTemplates;
  private readonly document: ApiDocument;
  private readonly settings: StageSettings;
  private readonly permissions: FunctionPermissions;
  private readonly routes = new RouteRegistry();
  private readonly attached = new Map<string, Route>();
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
      apiDefinition: apigateway.ApiDefinition.fromInline(
        Lazy.uncachedAny({ produce: (context) => this.produceBody(context) }),
      ),
      deploy: false,
      cloudWatchRole: false,
      mode: apigateway.RestApiMode.OVERWRITE,
      failOnWarnings: true,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      parameters: { endpointConfigurationTypes: 'REGIONAL' },
    });
    this.restApiId = this.restApi.restApiId;
    const api = this.restApi.node.defaultChild as apigateway.CfnRestApi;
    api.description = props.description;
    this.corsTemplates = this._cors && addCorsTemplates(this, this._cors);
    this.document = this.makeDocument(props, api);
    this.permissions = new FunctionPermissions(this, api);
    this.deployment = addDeployment(this, {
      restApi: this.restApi,
      document: this.document,
      redeployToken: props.redeployToken,
    });

    const executionLog = props.executionLog ?? {};
    const executionLogGroup = makeExecutionLogGroup(this, executionLog, {
      restApiId: this.restApiId,
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

  /** The public OpenAPI document of the routes that the API has by now, without API Gateway's extensions. */
  public get openApiDocument(): any {
    return renderPublicDocument(Stack.of(this).resolve(this.document.render()));
  }

  /** A route that the API has, by its key. */
  public route(key: string): Route {
    const route = this.attached.get(key);
    if (route) return route;
    throw new ConstructError(this, `there is no route "${key}", there are "${[...this.attached.keys()].join('", "')}"`);
  }

  /**
   * Sets a place of the API's OpenAPI document, after everything else has been written; without a value the place is taken out.
   * The place is a JSON pointer: `/paths/~1orders/get/deprecated`.
   */
  public addOverride(pointer: string, value?: any): void {
    this.document.addOverride(pointer, value);
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
    if (backend.handler) {
      this.permissions.allow(backend.handler, backend.handlerByName ?? false);
      annotateVersion(this, key, backend.handler);
    }
    if (authorizer.handler) this.permissions.allow(authorizer.handler, false);
    if (passesThrough(backend) && (this._cors?.origins.length ?? 0) > 1) this.warnOfMissingCors(key);
    this.document.addRoute({ key: routeKey, backend, authorizer, operationName: settings.operationName });
    const route = Route._of(this, routeKey, backend);
    this.attached.set(key, route);
    return route;
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

  private warnOfMissingCors(key: string): void {
    Annotations.of(this).addWarningV2(
      `cdk-gatehouse:noCors:${key}`,
      `route "${key}" passes its answers through untouched, so they can carry the CORS headers of one origin only, not of several`,
    );
  }

  private makeDocument(props: FrontDoorApiProps, api: apigateway.CfnRestApi): ApiDocument {
    return new ApiDocument({
      name: this.apiName,
      description: props.description,
      version: '1.0',
      cors: this._cors,
      corsTemplates: this.corsTemplates,
      extensions: {
        servers: [{ url: '/', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: false } }],
        'x-amazon-apigateway-policy': api.policy,
        'x-amazon-apigateway-gateway-responses': renderGatewayResponses(this._cors),
      },
    });
  }

  private validate(): string[] {
    annotatePathNodes(this, this.routes.pathNodes);
    if (this.accessLogGroup || this.executionLogGroup) annotateMissingLogging(this);
    const empty = this.document.isEmpty ? ['the API has no routes: give it some by "routes" or addRoute'] : [];
    return [
      ...empty,
      ...findStrayResources(this.restApi),
      ...findFunctionCycles(this, this.permissions.referredFunctions),
    ];
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
