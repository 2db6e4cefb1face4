import { type HeaderList, headerValue } from '../../../server/raw';
import { signRequest } from '../../../authorizers/sigv4';
import { Refusal } from '../../refusal';
import type { CustomRequest } from '../custom-request';
import type { BackendAnswer } from '../custom-response';
import { callHttp } from '../http/client';
import { type Endpoint, parseEndpoint, targetOf } from '../http/endpoint';
import { joinQuery } from '../http/request-query';
import { backendMethod, refuse, takesBody } from '../http-custom';
import type { IntegrationCall } from '../integration';
import { endpointVariableOf, protocolOf } from './protocols';
import type { ServiceUri } from './service-uri';

const NO_BODY = Buffer.alloc(0);

/** Sends a request to the service's endpoint as API Gateway would, signed with the local credentials. @throws Refusal */
export async function callAwsService(
  input: IntegrationCall,
  rendered: CustomRequest,
  uri: ServiceUri,
): Promise<BackendAnswer> {
  const {
    services,
    method: { integration },
  } = input.call;
  const method = backendMethod(input);
  const endpoint = serviceEndpoint(input, rendered, uri);
  const body = takesBody(method) ? rendered.body : NO_BODY;
  const headers = signRequest(
    {
      method,
      target: targetOf(endpoint),
      headers: [['Host', endpoint.host], ...serviceHeaders(input, rendered, uri)],
      body,
    },
    {
      service: protocolOf(uri.service).signingName ?? uri.service,
      region: uri.region,
      credentials: services.credentials,
      now: services.clock.now(),
    },
  );
  const startedAt = services.clock.now();
  const answer = await callHttp({
    method,
    endpoint,
    headers: headers.filter(([name]) => name !== 'Host'),
    body,
    timeoutMs: integration.timeoutMs,
    certificates: 'verified',
    clock: services.clock,
  }).catch(refuse);
  const { status } = answer;
  const requestId = headerValue(answer.headers, 'x-amzn-requestid') ?? headerValue(answer.headers, 'x-amz-request-id');
  return {
    headers: answer.headers,
    body: answer.body,
    selection: `${status}`,
    report: { latencyMs: services.clock.now() - startedAt, status, requestId },
  };
}

function serviceEndpoint({ call }: IntegrationCall, rendered: CustomRequest, uri: ServiceUri): Endpoint {
  const variable = endpointVariableOf(uri.service);
  const base = call.services.endpointOf(variable);
  if (base === undefined) {
    throw new Refusal('INTEGRATION_FAILURE', {
      status: 500,
      message: 'Internal server error',
      reason: `nothing answers for ${uri.service} here: set AWS_ENDPOINT_URL_${variable} (or AWS_ENDPOINT_URL) to an endpoint that does`,
    });
  }
  const endpoint = parseEndpoint(`${base.replace(/\/$/, '')}${uri.path.replace(/^\/\/+/, '/')}`);
  const action = uri.action === undefined || protocolOf(uri.service).targetPrefix ? [] : [`Action=${uri.action}`];
  const query = [...action, ...(uri.query === '' ? [] : [uri.query])].join('&');
  return { ...endpoint, query: joinQuery(query, '', rendered.mapped.querystring) };
}

const DROPPED = new Set(['connection', 'expect', 'host', 'proxy-authenticate', 'referer', 'te', 'trailer']);

function serviceHeaders({ call }: IntegrationCall, rendered: CustomRequest, uri: ServiceUri): HeaderList {
  const headers = [...rendered.mapped.header].filter(([name]) => !DROPPED.has(name.toLowerCase()));
  const { targetPrefix, contentType } = protocolOf(uri.service);
  const defaults: [string, string | undefined][] = [
    ['Content-Type', (uri.action && contentType) || clientContentType(call.request)],
    ['Accept', 'application/json'],
    ['User-Agent', `AmazonAPIGateway_${call.api.id}`],
    ['X-Amz-Target', targetPrefix && uri.action && `${targetPrefix}.${uri.action}`],
  ];
  for (const [name, value] of defaults) {
    if (value !== undefined && headerValue(headers, name) === undefined) headers.push([name, value]);
  }
  return [...headers, ['X-Amzn-Trace-Id', call.traceId]];
}

function clientContentType(request: IntegrationCall['call']['request']): string | undefined {
  return takesBody(request.method) ? headerValue(request.headers, 'content-type') : undefined;
}
