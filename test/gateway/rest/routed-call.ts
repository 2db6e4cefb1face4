import { systemClock } from '../../../lib/gateway/clock';
import type { FunctionInvoker } from '../../../lib/gateway/lambda/invoker';
import type { RestApiModel, RestIntegrationModel } from '../../../lib/gateway/model';
import type { RoutedCall } from '../../../lib/gateway/rest/call';
import type { IntegrationCall } from '../../../lib/gateway/rest/integrations/integration';
import { parseQuery } from '../../../lib/gateway/rest/query-string';
import type { HeaderList } from '../../../lib/gateway/server/raw';
import type { GatewayServices } from '../../../lib/gateway/services';

/** What a test says about a call; everything else is ordinary. */
export interface CallOptions {
  readonly method?: string;
  readonly headers?: HeaderList;
  readonly query?: string;
  readonly body?: string | Buffer;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly stageVariables?: Readonly<Record<string, string>>;
  readonly api?: Partial<RestApiModel>;
  readonly integration?: Partial<RestIntegrationModel>;
  readonly services?: Partial<GatewayServices>;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** A call that reached its integration. */
export function integrationCall(options: CallOptions = {}): IntegrationCall {
  return { call: routedCall(options), caller: { identity: {} }, context: options.context ?? {} };
}

export function routedCall(options: CallOptions = {}): RoutedCall {
  const query = options.query ?? '';
  return {
    services: { ...SERVICES, ...options.services } as GatewayServices,
    api: { id: 'abcdefghij', binaryMediaTypes: [], ...options.api } as unknown as RestApiModel,
    stage: { name: 'prod' } as RoutedCall['stage'],
    request: {
      method: options.method ?? 'GET',
      target: `/prod/x${query && `?${query}`}`,
      path: '/prod/x',
      query,
      headers: options.headers ?? [],
      body: Buffer.from(options.body ?? ''),
      remoteAddress: '192.0.2.7',
      receivedAt: 0,
      signal: new AbortController().signal,
    },
    requestId: '11111111-2222-3333-4444-555555555555',
    extendedRequestId: 'AAAAAAAAAAAAAAA=',
    traceId: 'Root=1-00000000-000000000000000000000000',
    path: '/x',
    contextPath: '/prod/x',
    query: parseQuery(query),
    domainName: 'localhost:3000',
    stageVariables: options.stageVariables ?? {},
    method: {
      resourceId: 'aaaaaaaaaa',
      resourcePath: '/x',
      httpMethod: 'ANY',
      integration: { ...INTEGRATION, ...options.integration },
    } as RoutedCall['method'],
    pathParameters: options.pathParameters ?? {},
  } as RoutedCall;
}

const INTEGRATION: RestIntegrationModel = {
  type: 'MOCK',
  requestParameters: {},
  requestTemplates: {},
  passthroughBehavior: 'WHEN_NO_MATCH',
  timeoutMs: 29_000,
  cacheKeyParameters: [],
  cacheNamespace: 'aaaaaaaaaa',
  responseTransferMode: 'BUFFERED',
  insecureSkipVerification: false,
  responses: [{ statusCode: '200', responseParameters: {}, responseTemplates: {} }],
};

const SERVICES: Partial<GatewayServices> = {
  clock: systemClock,
  functions: {} as FunctionInvoker,
  upstreams: new Map(),
  accountLimit: { rate: 10_000, burst: 5_000 },
  credentials: {
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'secret',
    userArn: 'arn:aws:iam::123456789012:user/local',
    accountId: '123456789012',
    generated: true,
  },
  region: 'us-east-1',
  endpointOf: () => undefined,
};
