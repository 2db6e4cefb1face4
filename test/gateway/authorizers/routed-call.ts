import type { Clock } from '../../../lib/gateway/clock';
import type { InvokeOptions, InvokeResult } from '../../../lib/gateway/lambda/invoker';
import type {
  AssemblyModel,
  Origin,
  RestApiModel,
  RestAuthorizerModel,
  RestMethodModel,
  RestStageModel,
} from '../../../lib/gateway/model';
import type { RoutedCall } from '../../../lib/gateway/rest/call';
import { Refusal } from '../../../lib/gateway/rest/refusal';
import type { HeaderList, RawRequest } from '../../../lib/gateway/server/raw';
import type { GatewayServices } from '../../../lib/gateway/services';
import { GatewayState } from '../../../lib/gateway/traffic/state';
import type { BucketLimit } from '../../../lib/gateway/traffic/token-buckets';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
export const API_ID = 'abcdefghij';
export const START = Date.UTC(2026, 0, 15, 12, 0, 0);

/** A clock that only its test moves. */
export class HandClock implements Clock {
  constructor(private ms = START) {}
  now(): number {
    return this.ms;
  }
  setTimer(): () => void {
    return () => {};
  }
  advance(ms: number): void {
    this.ms += ms;
  }
}

export const origin: Origin = {
  stack: 'Stack',
  logicalId: 'Api',
  path: 'Stack/Api',
  region: REGION,
  accountId: ACCOUNT,
};

export const arnOf = (rest: string): string => `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}/${rest}`;

export const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

export const invocationUri = (name: string): string =>
  `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;

export const LOCAL_USER = {
  accessKeyId: 'AKIALOCALLOCALLOCAL1',
  secretAccessKey: 'local-secret-local-secret-local-secret-1',
  userArn: `arn:aws:iam::${ACCOUNT}:user/local`,
  accountId: ACCOUNT,
  generated: false,
};

type Handler = (event: Record<string, unknown>) => unknown;

/** Runs plain functions where the gateway runs child processes. */
export class FakeFunctions {
  readonly events: {
    readonly name: string;
    readonly event: Record<string, unknown>;
    readonly options?: InvokeOptions;
  }[] = [];

  constructor(private readonly handlers: Readonly<Record<string, Handler>>) {}

  async invoke(arn: string, payload: string, options?: InvokeOptions): Promise<InvokeResult> {
    const name = arn.split(':')[6];
    const event = JSON.parse(payload) as Record<string, unknown>;
    this.events.push({ name, event, options });
    try {
      const result = await this.handlers[name](event);
      return { requestId: 'r', payload: JSON.stringify(result) ?? 'null', logTail: '' };
    } catch (error) {
      const failure = { errorMessage: error instanceof Error ? error.message : String(error) };
      return { requestId: 'r', payload: JSON.stringify(failure), functionError: 'Unhandled', logTail: '' };
    }
  }

  invokeStream(): never {
    throw new Error('not streamed');
  }
}

export function makeServices(options: {
  readonly clock?: HandClock;
  readonly model?: Partial<AssemblyModel>;
  readonly handlers?: Readonly<Record<string, Handler>>;
  readonly state?: GatewayState;
  readonly accountLimit?: BucketLimit;
}): GatewayServices & { readonly functions: FakeFunctions } {
  const clock = options.clock ?? new HandClock();
  const handlers = options.handlers ?? {};
  const functions = new Map(Object.keys(handlers).map((name) => [functionArn(name), makeFunction(name)]));
  return {
    clock,
    state: options.state ?? new GatewayState({ clock }),
    credentials: LOCAL_USER,
    region: REGION,
    upstreams: new Map(),
    accountLimit: options.accountLimit ?? { rate: 10_000, burst: 5_000 },
    endpointOf: () => undefined,
    verbose: false,
    emit: () => {},
    functions: new FakeFunctions(handlers),
    model: {
      restApis: [],
      webSocketApis: [],
      functions,
      tables: [],
      userPools: [],
      roles: new Map(),
      apiKeys: [],
      usagePlans: [],
      domains: [],
      fidelity: [],
      ...options.model,
    },
  };
}

function makeFunction(name: string) {
  return {
    origin,
    name,
    arn: functionArn(name),
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    timeoutMs: 3000,
    memoryMb: 128,
    environment: {},
    layers: [],
    logging: { format: 'JSON' as const, group: '' },
    maximumRetryAttempts: 2,
    invokePermissions: [{ principal: 'apigateway.amazonaws.com' }],
  };
}

export interface CallOptions {
  readonly services?: GatewayServices;
  readonly httpMethod?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: HeaderList;
  readonly body?: string;
  readonly remoteAddress?: string;
  readonly api?: Partial<RestApiModel>;
  readonly stage?: Partial<RestStageModel>;
  readonly method?: Partial<RestMethodModel>;
  readonly authorizer?: Partial<RestAuthorizerModel>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly isCanaryRequest?: boolean;
}

/** A call of `GET /prod/orders/7`, but for what a test says otherwise. */
export function makeCall(options: CallOptions = {}): RoutedCall {
  const services = options.services ?? makeServices({});
  const path = options.path ?? '/orders/7';
  const variables = options.stage?.variables ?? {};
  return {
    services,
    api: makeApi(options),
    stage: {
      name: 'prod',
      deploymentId: 'dep123',
      variables,
      tracingEnabled: false,
      methodSettings: [],
      ...options.stage,
    },
    method: makeMethod(options),
    request: makeRequest({ ...options, path: `/prod${path}` }, services.clock.now()),
    requestId: '11111111-2222-4333-8444-555555555555',
    extendedRequestId: 'AAAAAAAAAAAAAAA=',
    traceId: 'Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0',
    path,
    contextPath: `/prod${path}`,
    query: groupQuery(options.query ?? ''),
    domainName: `${API_ID}.execute-api.${REGION}.amazonaws.com`,
    stageVariables: variables,
    isCanaryRequest: options.isCanaryRequest,
    pathParameters: options.pathParameters ?? { id: '7' },
  };
}

function makeApi({ api, authorizer }: CallOptions): RestApiModel {
  const full: RestAuthorizerModel = {
    id: 'auth01',
    name: 'auth',
    type: 'TOKEN',
    uri: invocationUri('auth'),
    identitySources: ['method.request.header.Authorization'],
    ttlSeconds: 0,
    providerArns: [],
    ...authorizer,
  };
  return {
    kind: 'REST',
    origin,
    id: API_ID,
    name: 'api',
    endpointType: 'REGIONAL',
    disableExecuteApiEndpoint: false,
    apiKeySource: 'HEADER',
    binaryMediaTypes: [],
    methods: [],
    schemas: {},
    authorizers: authorizer ? { auth01: full } : {},
    gatewayResponses: {},
    stages: [],
    ...api,
  };
}

function makeMethod({ method, httpMethod, authorizer }: CallOptions): RestMethodModel {
  const type = authorizer?.type === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'CUSTOM';
  return {
    resourceId: 'res0000001',
    resourcePath: '/orders/{id}',
    httpMethod: httpMethod ?? 'GET',
    authorizationType: authorizer ? type : 'NONE',
    ...(authorizer && { authorizerId: 'auth01' }),
    authorizationScopes: [],
    apiKeyRequired: false,
    requestParameters: {},
    requestModels: {},
    responses: {},
    integration: {
      type: 'MOCK',
      requestParameters: {},
      requestTemplates: {},
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutMs: 29_000,
      cacheKeyParameters: [],
      cacheNamespace: 'res0000001',
      responseTransferMode: 'BUFFERED',
      insecureSkipVerification: false,
      responses: [],
    },
    ...method,
  };
}

export function makeRequest(
  options: Pick<CallOptions, 'httpMethod' | 'path' | 'query' | 'headers' | 'body' | 'remoteAddress'>,
  receivedAt = START,
): RawRequest {
  const path = options.path ?? '/';
  const query = options.query ?? '';
  return {
    method: options.httpMethod ?? 'GET',
    target: query === '' ? path : `${path}?${query}`,
    path,
    query,
    headers: options.headers ?? [['Host', 'localhost:3000']],
    body: Buffer.from(options.body ?? ''),
    remoteAddress: options.remoteAddress ?? '127.0.0.1',
    receivedAt,
    signal: new AbortController().signal,
  };
}

function groupQuery(query: string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query)) groups.set(name, [...(groups.get(name) ?? []), value]);
  return groups;
}

/** The refusal that a call ends in. */
export async function refusalOf(run: () => unknown): Promise<Refusal> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** A policy with one statement. */
export function policy(Effect: 'Allow' | 'Deny', Resource: string | string[], more: object = {}) {
  return { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource, ...more }] };
}
