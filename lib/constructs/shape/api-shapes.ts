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
    allowOrigins: 'required',
    allowMethods: 'optional',
    allowHeaders: 'optional',
    exposeHeaders: 'optional',
    allowCredentials: 'optional',
    maxAge: 'optional',
    errorOrigin: 'optional',
  },
};

export const CACHE_OPTIONS: Shape<CacheOptions> = {
  members: { size: 'optional', ttl: 'optional', encrypted: 'optional', keys: 'optional' },
};

export const CANARY_OPTIONS: Shape<CanaryOptions> = {
  members: { baseDeployment: 'required', percent: 'required', variables: 'optional', useStageCache: 'optional' },
};

export const STAGE_OPTIONS: Shape<StageOptions> = {
  members: {
    name: 'optional',
    description: 'optional',
    variables: 'optional',
    canary: CANARY_OPTIONS,
    retainDeployments: 'optional',
  },
};

export const EXECUTION_LOG_OPTIONS: Shape<ExecutionLogOptions> = {
  members: { level: 'optional', dataTrace: 'optional', retention: 'optional', removalPolicy: 'optional' },
};

export const GATEWAY_RESPONSE_OPTIONS: Shape<GatewayResponseOptions> = {
  members: { status: 'optional', headers: 'optional', template: 'optional' },
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
    apiName: 'optional',
    description: 'optional',
    authorizer: 'optional',
    cors: CORS_OPTIONS,
    throttle: THROTTLE_SETTINGS,
    stage: STAGE_OPTIONS,
    accessLog: 'optional',
    executionLog: EXECUTION_LOG_OPTIONS,
    tracing: 'optional',
    apiKeyRequired: 'optional',
    apiKeySource: 'optional',
    cache: CACHE_OPTIONS,
    endpoint: 'optional',
    domain: DOMAIN_OPTIONS,
    resourcePolicy: 'optional',
    webAcl: 'optional',
    binaryMediaTypes: 'optional',
    compression: 'optional',
    gatewayResponses: { each: GATEWAY_RESPONSE_OPTIONS },
    maxTimeout: 'optional',
    redeployToken: 'optional',
  },
};

export const FRONT_DOOR_API_ATTRIBUTES: Shape<FrontDoorApiAttributes> = {
  members: {
    restApiId: 'required',
    apiName: 'required',
    stageName: 'optional',
    url: 'optional',
    region: 'optional',
    account: 'optional',
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
    routes: 'optional',
    functionDefaults: BUNDLED_FUNCTION_OPTIONS,
    functionLogs: 'optional',
  },
};

export const OPEN_API_PROPS: Shape<OpenApiProps> = {
  misplaced: { ...ELSEWHERE, routes: 'the document has the routes, "operations" say what answers them' },
  members: {
    ...FRONT_DOOR_API_PROPS.members,
    document: 'required',
    operations: 'optional',
    functionDefaults: BUNDLED_FUNCTION_OPTIONS,
    functionLogs: 'optional',
  },
};

export const ROUTE_GROUP_PROPS: Shape<RouteGroupProps> = {
  members: {
    routes: 'optional',
    authorizer: 'optional',
    functionDefaults: BUNDLED_FUNCTION_OPTIONS,
    functionLogs: 'optional',
  },
};
