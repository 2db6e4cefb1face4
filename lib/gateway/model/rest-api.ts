import type { AccessLog, AuthorizerStandIn, Origin, PolicyDocument } from './shared';
import type { WebAclModel } from './web-acl';

export type AuthorizationType = 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS';
export type IntegrationType = 'AWS' | 'AWS_PROXY' | 'HTTP' | 'HTTP_PROXY' | 'MOCK';

/** A REST API, whether it was written as a `Body` or as resources and methods. */
export interface RestApiModel {
  readonly kind: 'REST';
  readonly origin: Origin;
  /** Ten letters and digits. */
  readonly id: string;
  readonly name: string;
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE';
  /** Of a private API that names any: the first VPC endpoint that leads to it. */
  readonly vpcEndpoint?: VpcEndpoint;
  readonly disableExecuteApiEndpoint: boolean;
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  readonly binaryMediaTypes: readonly string[];
  readonly minimumCompressionSize?: number;
  readonly policy?: PolicyDocument;
  readonly methods: readonly RestMethodModel[];
  /** JSON Schema draft 4 by model name; references between them as `#/definitions/NAME` of one document. */
  readonly schemas: Readonly<Record<string, unknown>>;
  /** By id. */
  readonly authorizers: Readonly<Record<string, RestAuthorizerModel>>;
  /** By type: `DEFAULT_4XX`, `THROTTLED` … */
  readonly gatewayResponses: Readonly<Record<string, GatewayResponseModel>>;
  readonly stages: readonly RestStageModel[];
}

export interface VpcEndpoint {
  readonly id: string;
  /** Where the endpoint is in the assembly. */
  readonly vpcId?: string;
}

export interface RestMethodModel {
  /** Six letters and digits, ten for the root. */
  readonly resourceId: string;
  /** `/orders/{id}`, `/{proxy+}`, `/`. */
  readonly resourcePath: string;
  /** Upper case, or `ANY`. */
  readonly httpMethod: string;
  readonly operationName?: string;
  readonly authorizationType: AuthorizationType;
  readonly authorizerId?: string;
  readonly authorizationScopes: readonly string[];
  readonly apiKeyRequired: boolean;
  /** `method.request.header.X` → required. */
  readonly requestParameters: Readonly<Record<string, boolean>>;
  /** Content type → name of a schema. */
  readonly requestModels: Readonly<Record<string, string>>;
  readonly validator?: { readonly body: boolean; readonly parameters: boolean };
  readonly integration: RestIntegrationModel;
  /** Status code → `method.response.header.X` → declared. */
  readonly responses: Readonly<Record<string, { readonly parameters: Readonly<Record<string, boolean>> }>>;
}

export interface RestIntegrationModel {
  readonly type: IntegrationType;
  /** Verb of the backend; undefined for MOCK. */
  readonly httpMethod?: string;
  readonly uri?: string;
  readonly credentials?: string;
  readonly requestParameters: Readonly<Record<string, string>>;
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  readonly contentHandling?: 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY';
  readonly timeoutMs: number;
  readonly cacheKeyParameters: readonly string[];
  readonly cacheNamespace: string;
  readonly vpcLinkId?: string;
  readonly responseTransferMode: 'BUFFERED' | 'STREAM';
  readonly insecureSkipVerification: boolean;
  readonly responses: readonly RestIntegrationResponseModel[];
}

export interface RestIntegrationResponseModel {
  readonly statusCode: string;
  /** Undefined: the default one. */
  readonly selectionPattern?: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
  readonly contentHandling?: 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY';
}

export interface RestAuthorizerModel {
  readonly id: string;
  readonly name: string;
  readonly type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS';
  /** Lambda invocation URI of TOKEN and REQUEST. */
  readonly uri?: string;
  /** Role that the function is called with; then it needs no permission for API Gateway. */
  readonly credentials?: string;
  /** `method.request.header.Authorization` …; one for TOKEN and COGNITO_USER_POOLS. */
  readonly identitySources: readonly string[];
  readonly identityValidationExpression?: string;
  readonly ttlSeconds: number;
  readonly providerArns: readonly string[];
  /** Instead of the function. */
  readonly standIn?: AuthorizerStandIn;
}

export interface GatewayResponseModel {
  readonly statusCode?: string;
  /** `gatewayresponse.header.X` → value expression. */
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

export interface RestStageModel {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly accessLog?: AccessLog;
  readonly cacheClusterSize?: string;
  readonly canary?: {
    readonly percentTraffic: number;
    readonly variables: Readonly<Record<string, string>>;
    readonly useStageCache: boolean;
  };
  readonly tracingEnabled: boolean;
  readonly webAclArn?: string;
  /** Where the assembly has it. */
  readonly webAcl?: WebAclModel;
  /** In the template's order; `resourcePath` is unescaped (`/orders/{id}`), or `*`. */
  readonly methodSettings: readonly RestMethodSettings[];
}

export interface RestMethodSettings {
  readonly resourcePath: string;
  /** Upper case, or `*`. */
  readonly httpMethod: string;
  readonly throttlingRateLimit?: number;
  readonly throttlingBurstLimit?: number;
  readonly cachingEnabled?: boolean;
  readonly cacheTtlSeconds?: number;
  readonly cacheDataEncrypted?: boolean;
  readonly loggingLevel?: 'OFF' | 'ERROR' | 'INFO';
  readonly dataTraceEnabled?: boolean;
  readonly metricsEnabled?: boolean;
}
