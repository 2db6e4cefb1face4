import type { IntegrationType } from './rest-api';
import type { AccessLog, AuthorizerStandIn, Origin } from './shared';

export interface WebSocketApiModel {
  readonly kind: 'WEBSOCKET';
  readonly origin: Origin;
  readonly id: string;
  readonly name: string;
  readonly routeSelectionExpression: string;
  readonly apiKeySelectionExpression: string;
  readonly disableExecuteApiEndpoint: boolean;
  /** By route key. */
  readonly routes: Readonly<Record<string, WebSocketRouteModel>>;
  /** JSON Schema draft 4 by model name. */
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly stages: readonly WebSocketStageModel[];
}

export interface WebSocketRouteModel {
  readonly routeKey: string;
  readonly authorizationType: 'NONE' | 'AWS_IAM' | 'CUSTOM';
  readonly authorizer?: WebSocketAuthorizerModel;
  readonly apiKeyRequired: boolean;
  /** `route.request.querystring.x` → required. */
  readonly requestParameters: Readonly<Record<string, boolean>>;
  /** Selection value → name of a schema. */
  readonly requestModels: Readonly<Record<string, string>>;
  readonly modelSelectionExpression?: string;
  readonly routeResponseSelectionExpression?: string;
  readonly hasRouteResponse: boolean;
  readonly integration?: WebSocketIntegrationModel;
}

export interface WebSocketIntegrationModel {
  readonly id: string;
  readonly type: IntegrationType;
  readonly uri: string;
  readonly httpMethod?: string;
  readonly credentials?: string;
  readonly requestParameters: Readonly<Record<string, string>>;
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly templateSelectionExpression?: string;
  readonly passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  readonly contentHandling?: 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY';
  readonly timeoutMs: number;
  readonly responses: readonly WebSocketIntegrationResponseModel[];
}

export interface WebSocketIntegrationResponseModel {
  /** `$default` or `/regex/`. */
  readonly key: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
  readonly templateSelectionExpression?: string;
  readonly contentHandling?: 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY';
}

export interface WebSocketAuthorizerModel {
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  /** Role that the function is called with; then it needs no permission for API Gateway. */
  readonly credentials?: string;
  /** `route.request.header.X` … */
  readonly identitySources: readonly string[];
  /** Instead of the function. */
  readonly standIn?: AuthorizerStandIn;
}

export interface WebSocketRouteSettings {
  readonly throttlingRateLimit?: number;
  readonly throttlingBurstLimit?: number;
  readonly loggingLevel?: 'OFF' | 'ERROR' | 'INFO';
  readonly dataTraceEnabled?: boolean;
  readonly detailedMetricsEnabled?: boolean;
}

export interface WebSocketStageModel {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly accessLog?: AccessLog;
  readonly defaultRouteSettings: WebSocketRouteSettings;
  readonly routeSettings: Readonly<Record<string, WebSocketRouteSettings>>;
}
