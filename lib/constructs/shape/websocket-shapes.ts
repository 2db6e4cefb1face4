import type { ConnectionTableOptions } from '../websocket/connection-table';
import type { WebSocketApiAttributes } from '../websocket/imported-websocket-api';
import type { WebSocketApiStageOptions } from '../websocket/websocket-stage';
import type { WebSocketHandlerOptions, WebSocketRouteOptions } from '../websocket/websocket-route-options';
import type { ServerlessWebSocketApiProps } from '../websocket/websocket-api-props';
import { STAGE_OPTIONS, EXECUTION_LOG_OPTIONS } from './api-shapes';
import { THROTTLE_SETTINGS } from './cdk-shapes';
import { DOMAIN_OPTIONS } from './domain-shapes';
import { BUNDLED_FUNCTION_OPTIONS } from './function-shapes';
import type { Shape } from './shape';

export const CONNECTION_TABLE_OPTIONS: Shape<ConnectionTableOptions> = {
  members: { byUser: 'flag', pointInTimeRecovery: 'flag', encryption: 'object', removalPolicy: 'text' },
};

export const WEB_SOCKET_API_ATTRIBUTES: Shape<WebSocketApiAttributes> = {
  members: { apiId: 'text!', stageName: 'text!', apiName: 'text' },
};

export const WEB_SOCKET_API_STAGE_OPTIONS: Shape<WebSocketApiStageOptions> = {
  members: {
    ...STAGE_OPTIONS.members,
    throttle: THROTTLE_SETTINGS,
    accessLog: 'accessLog',
    executionLog: EXECUTION_LOG_OPTIONS,
    domain: DOMAIN_OPTIONS,
  },
};

/** Why an option of other APIs or routes has no place here. */
const MISPLACED: Readonly<Record<string, string>> = {
  authorizer: 'connections are authorized once, by the "authorizer" of the API',
  apiKeyRequired: 'keys are asked for once for each connection, by the "apiKeyRequired" of the API',
  cache: 'WebSocket APIs have no cache',
  reply: 'the answer of this route is no message',
  modelSelectionExpression: 'this route has no message',
  requestBodies: 'this route has no message',
  requestBody: 'this route has no message',
  requiredParameters: 'messages have no parameters: describe them by "requestBody"',
  responses: 'WebSocket APIs have no OpenAPI document',
};

export const WEB_SOCKET_HANDLER_OPTIONS: Shape<WebSocketHandlerOptions> = {
  misplaced: MISPLACED,
  members: { entry: 'text', handler: 'object', backend: 'backend', throttle: THROTTLE_SETTINGS },
};

export const WEB_SOCKET_ROUTE_OPTIONS: Shape<WebSocketRouteOptions> = {
  misplaced: MISPLACED,
  members: {
    ...WEB_SOCKET_HANDLER_OPTIONS.members,
    reply: 'flag',
    requestBody: 'any',
    requestBodies: 'map',
    modelSelectionExpression: 'text',
  },
};

/** Why a prop of REST APIs has no place here. */
const REST_ONLY: Readonly<Record<string, string>> = {
  binaryMediaTypes: 'messages of clients are text',
  cache: 'API Gateway has no cache for WebSocket APIs',
  compression: 'API Gateway does not compress messages',
  cors: 'browsers let pages of every origin connect: look at the header Origin in "connect" or in the authorizer',
  gatewayResponses: 'the error messages of a WebSocket API are fixed',
  maxTimeout: 'API Gateway waits 29 seconds at most for the backend of a message',
  resourcePolicy: 'WebSocket APIs have no resource policy',
  tracing: 'API Gateway does not trace WebSocket APIs; the functions are traced',
  webAcl: 'AWS WAF does not protect WebSocket APIs: limit clients by "throttle", or put CloudFront with WAF in front',
};

export const SERVERLESS_WEB_SOCKET_API_PROPS: Shape<ServerlessWebSocketApiProps> = {
  misplaced: REST_ONLY,
  members: {
    apiName: 'text',
    description: 'text',
    authorizer: 'authorizer',
    connect: 'object',
    disconnect: 'object',
    defaultRoute: 'object',
    routes: 'map',
    routeSelectionExpression: 'text',
    connections: 'connectionTable',
    functionDefaults: BUNDLED_FUNCTION_OPTIONS,
    functionLogs: 'functionLogs',
    throttle: THROTTLE_SETTINGS,
    stage: STAGE_OPTIONS,
    accessLog: 'accessLog',
    executionLog: EXECUTION_LOG_OPTIONS,
    apiKeyRequired: 'flag',
    apiKeySource: 'keySource',
    endpoint: 'endpoint',
    domain: DOMAIN_OPTIONS,
    redeployToken: 'text',
  },
};
