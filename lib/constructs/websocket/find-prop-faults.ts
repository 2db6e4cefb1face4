import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Token } from 'aws-cdk-lib/core';
import { findExecutionLogFaults } from '../observability/execution-log';
import type { ServerlessWebSocketApiProps } from './websocket-api-props';

const KNOWN: readonly (keyof ServerlessWebSocketApiProps)[] = [
  'apiKeyRequired',
  'apiKeySource',
  'apiName',
  'accessLog',
  'authorizer',
  'connect',
  'connections',
  'defaultRoute',
  'description',
  'disconnect',
  'domain',
  'endpoint',
  'executionLog',
  'functionDefaults',
  'functionLogs',
  'redeployToken',
  'routeSelectionExpression',
  'routes',
  'stage',
  'throttle',
];

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

/** What is wrong with the props of an API; nothing if they are good. */
export function findPropFaults(props: ServerlessWebSocketApiProps): string[] {
  const faults = Object.keys(props)
    .filter((name) => !(KNOWN as readonly string[]).includes(name))
    .map((name) => `unknown prop "${name}": ${REST_ONLY[name] ?? `known are ${KNOWN.join(', ')}`}`);
  const { apiName, description, routeSelectionExpression: expression, endpoint } = props;
  if (apiName !== undefined && Token.isUnresolved(apiName)) faults.push('apiName must be a literal');
  if (description === '') faults.push('description must not be empty: leave it out');
  if (expression !== undefined && !/\$\{?request\.body\./.test(expression)) {
    faults.push(
      `routeSelectionExpression must name a part of messages, such as "$request.body.action", got "${expression}"`,
    );
  }
  if (endpoint && endpoint.config.endpointType !== apigateway.EndpointType.REGIONAL) {
    faults.push(
      `endpoint must be Endpoint.regional() or Endpoint.dualStack(), got one of type "${endpoint.config.endpointType}"`,
    );
  }
  if (props.apiKeySource !== undefined && !props.apiKeyRequired) {
    faults.push('apiKeySource has no effect without apiKeyRequired: set both or neither');
  }
  return [...faults, ...findExecutionLogFaults(props.executionLog ?? {})];
}
