export * from './constructs/authorizers/authorizer';
export * from './constructs/authorizers/authorizer-config';
export { CognitoAuthorizerOptions } from './constructs/authorizers/cognito';
export { RequestAuthorizerOptions, TokenAuthorizerOptions } from './constructs/authorizers/lambda';
export * from './constructs/contract/api-model';
export { GatewayResponseOptions } from './constructs/contract/gateway-responses';
export * from './constructs/contract/route-response';
export * from './constructs/domain/api-domain';
export * from './constructs/domain/api-domain-options';
export { DomainOptions } from './constructs/domain/domain-options';
export { Endpoint, EndpointConfig } from './constructs/domain/endpoint';
export * from './constructs/domain/resource-policy';
export * from './constructs/front-door';
export * from './constructs/front-door-api';
export * from './constructs/front-door-props';
export * from './constructs/functions';
export * from './constructs/integrations/backend';
export * from './constructs/integrations/backend-config';
export { AwsBackendOptions } from './constructs/integrations/aws';
export { CustomRequest } from './constructs/integrations/custom-request';
export { CustomResponse } from './constructs/integrations/custom-response';
export { HttpBackendOptions, HttpCustomOptions, HttpProxyOptions } from './constructs/integrations/http';
export { LambdaCustomOptions } from './constructs/integrations/lambda-custom';
export { LambdaProxyOptions } from './constructs/integrations/lambda-proxy';
export { MockOptions } from './constructs/integrations/mock';
export { PrivateLink } from './constructs/integrations/private-link';
export { DynamoDbBackend } from './constructs/integrations/services/dynamodb';
export * from './constructs/integrations/services/dynamodb-options';
export * from './constructs/integrations/services/event-bridge';
export * from './constructs/integrations/services/kinesis';
export * from './constructs/integrations/services/s3';
export * from './constructs/integrations/services/sns';
export * from './constructs/integrations/services/sqs';
export * from './constructs/integrations/services/step-functions';
export {
  AccessLog,
  AccessLogConfig,
  AccessLogFormatOptions,
  AccessLogGroupOptions,
} from './constructs/observability/access-log';
export * from './constructs/observability/alarm-options';
export { AlarmsOptions } from './constructs/observability/alarms';
export { ApiAlarm } from './constructs/observability/api-alarm';
export { ApiGatewayLogging, ApiGatewayLoggingProps } from './constructs/observability/api-gateway-logging';
export { ExecutionLogOptions } from './constructs/observability/execution-log';
export { RequestValue } from './constructs/request-value';
export { ResponseValue } from './constructs/response-value';
export * from './constructs/route';
export { FunctionLogs } from './constructs/route-functions';
export { GroupRoute, RouteGroup, RouteGroupProps } from './constructs/route-group';
export * from './constructs/serverless-api';
export { StageOptions } from './constructs/stage-options';
export * from './constructs/traffic/cache-options';
export { CorsOptions } from './constructs/traffic/cors-options';
export * from './constructs/traffic/managed-rule-group';
export * from './constructs/traffic/managed-web-acl';
export * from './constructs/traffic/usage-plan';
export { WebAcl } from './constructs/traffic/web-acl';
export * from './constructs/traffic/web-acl-log';
