import type { CorsOptions } from '../traffic/cors-options';
import type { CacheOptions } from '../traffic/cache-options';
import type { CanaryOptions } from '../canary';
import type { StageOptions } from '../stage-options';
import type { ExecutionLogOptions } from '../observability/execution-log';
import type { GatewayResponseOptions } from '../contract/gateway-responses';
import type { FrontDoorApiProps } from '../front-door-props';
import type { FrontDoorApiAttributes } from '../imported-api';
import type { ServerlessApiProps, OpenApiProps } from '../serverless-api';
import type { RouteGroupProps } from '../route-group';
import { THROTTLE_SETTINGS } from './cdk-shapes';
import { DOMAIN_OPTIONS } from './domain-shapes';
import { BUNDLED_FUNCTION_OPTIONS } from './function-shapes';
import type { Shape } from './shape';

export const CORS_OPTIONS: Shape<CorsOptions> = {
  members: {
    allowOrigins: 'texts!',
    allowMethods: 'texts',
    allowHeaders: 'texts',
    exposeHeaders: 'texts',
    allowCredentials: 'flag',
    maxAge: 'seconds',
    errorOrigin: 'text',
  },
};

export const CACHE_OPTIONS: Shape<CacheOptions> = {
  members: { size: 'cacheSize', ttl: 'seconds', encrypted: 'flag', keys: 'values' },
};

export const CANARY_OPTIONS: Shape<CanaryOptions> = {
  members: { baseDeployment: 'text!', percent: 'number!', variables: 'textMap', useStageCache: 'flag' },
};

export const STAGE_OPTIONS: Shape<StageOptions> = {
  members: {
    name: 'text',
    description: 'text',
    variables: 'textMap',
    canary: CANARY_OPTIONS,
    retainDeployments: 'flag',
  },
};

export const EXECUTION_LOG_OPTIONS: Shape<ExecutionLogOptions> = {
  members: { level: 'logLevel', dataTrace: 'flag', retention: 'number', removalPolicy: 'text' },
};

export const GATEWAY_RESPONSE_OPTIONS: Shape<GatewayResponseOptions> = {
  members: { status: 'number', headers: 'valueMap', template: 'text' },
};

/** Where things are that CDK's `RestApi` has among its props. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  alarms: 'add them by addAlarms',
  apiKeySourceType: 'it is "apiKeySource" here',
  cloudWatchRole: 'the role for logs is one for the whole account: add an ApiGatewayLogging',
  dashboard: 'add it by addDashboard',
  defaultCorsPreflightOptions: 'it is "cors" here',
  defaultMethodOptions: 'it is "authorizer" and "apiKeyRequired" here',
  deploy: 'an API is always deployed',
  deployOptions: 'it is "stage", "throttle", "cache", "accessLog", "executionLog" and "tracing" here',
  disableExecuteApiEndpoint: 'a "domain" does that',
  domainName: 'it is "domain" here',
  endpointConfiguration: 'it is "endpoint" here',
  endpointTypes: 'it is "endpoint" here',
  minCompressionSize: 'it is "compression" here',
  minimumCompressionSize: 'it is "compression" here',
  policy: 'it is "resourcePolicy" here',
  restApiName: 'it is "apiName" here',
  usagePlan: 'add it by addUsagePlan',
  usagePlans: 'add them by addUsagePlan',
};

export const FRONT_DOOR_API_PROPS: Shape<FrontDoorApiProps> = {
  members: {
    apiName: 'text',
    description: 'text',
    authorizer: 'authorizer',
    cors: CORS_OPTIONS,
    throttle: THROTTLE_SETTINGS,
    stage: STAGE_OPTIONS,
    accessLog: 'accessLog',
    executionLog: EXECUTION_LOG_OPTIONS,
    tracing: 'flag',
    apiKeyRequired: 'flag',
    apiKeySource: 'keySource',
    cache: CACHE_OPTIONS,
    endpoint: 'endpoint',
    domain: DOMAIN_OPTIONS,
    resourcePolicy: 'policy',
    webAcl: 'webAcl',
    binaryMediaTypes: 'texts',
    compression: 'size',
    gatewayResponses: { each: GATEWAY_RESPONSE_OPTIONS },
    maxTimeout: 'duration',
    redeployToken: 'text',
  },
};

export const FRONT_DOOR_API_ATTRIBUTES: Shape<FrontDoorApiAttributes> = {
  members: {
    restApiId: 'text!',
    apiName: 'text!',
    stageName: 'text',
    url: 'text',
    region: 'text',
    account: 'text',
  },
};

export const SERVERLESS_API_PROPS: Shape<ServerlessApiProps> = {
  misplaced: {
    ...ELSEWHERE,
    document: 'ServerlessApi.fromOpenApi makes an API of a document',
    upstream: 'a ProxyApi has it; a route has Backend.httpProxy',
  },
  members: {
    ...FRONT_DOOR_API_PROPS.members,
    routes: 'map',
    functionDefaults: BUNDLED_FUNCTION_OPTIONS,
    functionLogs: 'functionLogs',
  },
};

export const OPEN_API_PROPS: Shape<OpenApiProps> = {
  misplaced: { ...ELSEWHERE, routes: 'the document has the routes, "operations" say what answers them' },
  members: {
    ...FRONT_DOOR_API_PROPS.members,
    document: 'any!',
    operations: 'map',
    functionDefaults: BUNDLED_FUNCTION_OPTIONS,
    functionLogs: 'functionLogs',
  },
};

export const ROUTE_GROUP_PROPS: Shape<RouteGroupProps> = {
  members: {
    routes: 'map',
    authorizer: 'authorizer',
    functionDefaults: BUNDLED_FUNCTION_OPTIONS,
    functionLogs: 'functionLogs',
  },
};
