import type {
  AssemblyModel,
  FunctionModel,
  Origin,
  RestApiModel,
  RestIntegrationModel,
  RestMethodModel,
  RestStageModel,
} from '../../lib/gateway/model';

const REGION = 'us-east-1';
const ACCOUNT = '123456789012';

export function origin(logicalId: string): Origin {
  return { stack: 'Stack', logicalId, path: `Stack/${logicalId}`, region: REGION, accountId: ACCOUNT };
}

export function assembly(more: Partial<AssemblyModel> = {}): AssemblyModel {
  return {
    restApis: [],
    webSocketApis: [],
    functions: new Map(),
    tables: [],
    userPools: [],
    roles: new Map(),
    apiKeys: [],
    usagePlans: [],
    domains: [],
    fidelity: [],
    ...more,
  };
}

export function restApi(methods: readonly RestMethodModel[], more: Partial<RestApiModel> = {}): RestApiModel {
  return {
    kind: 'REST',
    origin: origin('Api'),
    id: 'abcdefghij',
    name: 'orders',
    endpointType: 'REGIONAL',
    disableExecuteApiEndpoint: false,
    apiKeySource: 'HEADER',
    binaryMediaTypes: [],
    methods,
    schemas: {},
    authorizers: {},
    gatewayResponses: {},
    stages: [stage('prod')],
    ...more,
  };
}

export function stage(name: string, more: Partial<RestStageModel> = {}): RestStageModel {
  return { name, deploymentId: 'dddddd', variables: {}, tracingEnabled: false, methodSettings: [], ...more };
}

export function method(
  httpMethod: string,
  resourcePath: string,
  integration: RestIntegrationModel,
  more: Partial<RestMethodModel> = {},
): RestMethodModel {
  return {
    resourceId: 'aaaaaaaaaa',
    resourcePath,
    httpMethod,
    authorizationType: 'NONE',
    authorizationScopes: [],
    apiKeyRequired: false,
    requestParameters: {},
    requestModels: {},
    responses: {},
    integration,
    ...more,
  };
}

/** A backend that answers 200 with a text that its response template makes. */
export function mock(template: string, more: Partial<RestIntegrationModel> = {}): RestIntegrationModel {
  return {
    ...INTEGRATION,
    type: 'MOCK',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: [{ statusCode: '200', responseParameters: {}, responseTemplates: { 'application/json': template } }],
    ...more,
  };
}

export function lambda(fn: FunctionModel, more: Partial<RestIntegrationModel> = {}): RestIntegrationModel {
  const uri = `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${fn.arn}/invocations`;
  return { ...INTEGRATION, type: 'AWS_PROXY', httpMethod: 'POST', uri, ...more };
}

export function lambdaFunction(name: string, more: Partial<FunctionModel> = {}): FunctionModel {
  return {
    origin: origin(name),
    name,
    arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
    runtime: 'nodejs20.x',
    handler: 'index.handler',
    timeoutMs: 3000,
    memoryMb: 128,
    environment: {},
    layers: [],
    logging: { format: 'Text', group: `/aws/lambda/${name}` },
    maximumRetryAttempts: 2,
    invokePermissions: [{ principal: 'apigateway.amazonaws.com' }],
    ...more,
  };
}

const INTEGRATION: Omit<RestIntegrationModel, 'type'> = {
  requestParameters: {},
  requestTemplates: {},
  passthroughBehavior: 'WHEN_NO_MATCH',
  timeoutMs: 29_000,
  cacheKeyParameters: [],
  cacheNamespace: 'aaaaaaaaaa',
  responseTransferMode: 'BUFFERED',
  insecureSkipVerification: false,
  responses: [],
};
