import { signRequest } from '../../../authorizers/sigv4';
import { type HeaderList, headerValue } from '../../../server/raw';
import type { GatewayServices } from '../../../services';
import { Refusal } from '../../refusal';
import { callHttp, type HttpAnswer, type HttpRequest } from '../http/client';
import { type Endpoint, parseEndpoint, targetOf } from '../http/endpoint';
import { joinQuery } from '../http/request-query';
import { endpointVariableOf, protocolOf } from './protocols';
import type { ServiceUri } from './service-uri';

/** A request of an API to an AWS service. */
export interface ServiceRequest {
  readonly uri: ServiceUri;
  readonly method: string;
  /** Those that the API's author mapped. */
  readonly headers: HeaderList;
  readonly query: ReadonlyMap<string, string | readonly string[]>;
  readonly body: Buffer;
  /** For a body whose type nobody mapped. */
  readonly contentType?: string;
  readonly apiId: string;
  readonly traceId?: string;
  readonly timeoutMs: number;
  /** Sees the request as it goes out. */
  readonly onSend?: (request: HttpRequest) => void;
}

/**
 * Sends a request to the service's endpoint as API Gateway would, signed with the local credentials.
 * @throws Refusal for a service without an endpoint, HttpFailure
 */
export function callService(services: GatewayServices, request: ServiceRequest): Promise<HttpAnswer<Buffer>> {
  const { uri, method, body, timeoutMs } = request;
  const endpoint = serviceEndpoint(services, request);
  const headers = signRequest(
    { method, target: targetOf(endpoint), headers: [['Host', endpoint.host], ...serviceHeaders(request)], body },
    {
      service: protocolOf(uri.service).signingName ?? uri.service,
      region: uri.region,
      credentials: services.credentials,
      now: services.clock.now(),
    },
  );
  const signed: HttpRequest = {
    method,
    endpoint,
    headers,
    body,
    timeoutMs,
    certificates: 'verified',
    clock: services.clock,
  };
  request.onSend?.(signed);
  return callHttp(signed);
}

function serviceEndpoint(services: GatewayServices, { uri, query }: ServiceRequest): Endpoint {
  const variable = endpointVariableOf(uri.service);
  const base = services.endpointOf(variable);
  if (base === undefined) {
    throw new Refusal('INTEGRATION_FAILURE', {
      status: 500,
      message: 'Internal server error',
      reason: `nothing answers for ${uri.service} here: set AWS_ENDPOINT_URL_${variable} (or AWS_ENDPOINT_URL) to an endpoint that does`,
    });
  }
  const endpoint = parseEndpoint(`${base.replace(/\/$/, '')}${uri.path.replace(/^\/\/+/, '/')}`);
  const action = uri.action === undefined || protocolOf(uri.service).targetPrefix ? [] : [`Action=${uri.action}`];
  const ofUri = [...action, ...(uri.query === '' ? [] : [uri.query])].join('&');
  return { ...endpoint, query: joinQuery(ofUri, '', query) };
}

const DROPPED = new Set(['connection', 'expect', 'host', 'proxy-authenticate', 'referer', 'te', 'trailer']);

function serviceHeaders(request: ServiceRequest): HeaderList {
  const { uri } = request;
  const headers = request.headers.filter(([name]) => !DROPPED.has(name.toLowerCase()));
  const { targetPrefix, contentType } = protocolOf(uri.service);
  const defaults: [string, string | undefined][] = [
    ['Content-Type', (uri.action && contentType) || request.contentType],
    ['Accept', 'application/json'],
    ['User-Agent', `AmazonAPIGateway_${request.apiId}`],
    ['X-Amz-Target', targetPrefix && uri.action && `${targetPrefix}.${uri.action}`],
    ['X-Amzn-Trace-Id', request.traceId],
  ];
  for (const [name, value] of defaults) {
    if (value !== undefined && headerValue(headers, name) === undefined) headers.push([name, value]);
  }
  return headers;
}
