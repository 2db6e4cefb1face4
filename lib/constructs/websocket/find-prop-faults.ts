import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Token } from 'aws-cdk-lib/core';
import { findExecutionLogFaults } from '../observability/execution-log';
import type { ServerlessWebSocketApiProps } from './websocket-api-props';

/** What is wrong with the values of the props of an API; nothing if they are good. */
export function findPropFaults(props: ServerlessWebSocketApiProps): string[] {
  const faults: string[] = [];
  const { apiName, description, routeSelectionExpression: expression, endpoint } = props;
  if (apiName !== undefined && Token.isUnresolved(apiName)) faults.push('apiName must be a literal');
  if (apiName === '') faults.push('apiName must not be empty: leave it out');
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
