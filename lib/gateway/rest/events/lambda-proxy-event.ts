import { headerValue } from '../../server/raw';
import type { RoutedCall } from '../call';
import type { IntegrationCall } from '../integrations/integration';
import { firstMediaType, isBinaryType } from '../media-types';
import { setOwn } from '../set-own';
import { eventHeaders } from './event-headers';

type Values = Record<string, string>;
type MultiValues = Record<string, string[]>;

const ONLY_IN_TEMPLATES = new Set([
  'xrayTraceId',
  'requestOverride',
  'responseOverride',
  'wafResponseCode',
  'webaclArn',
]);

const NO_BODY = { body: null, isBase64Encoded: false } as const;

/** The event of a Lambda proxy integration, version 1.0. */
export function buildLambdaProxyEvent({ call, context }: Pick<IntegrationCall, 'call' | 'context'>) {
  const parameters = buildEventParameters(call);
  const { body, isBase64Encoded } = buildBody(call);
  return {
    resource: call.method.resourcePath,
    path: call.path,
    httpMethod: call.request.method,
    headers: parameters.headers,
    multiValueHeaders: parameters.multiValueHeaders,
    queryStringParameters: parameters.queryStringParameters,
    multiValueQueryStringParameters: parameters.multiValueQueryStringParameters,
    pathParameters: parameters.pathParameters,
    stageVariables: parameters.stageVariables,
    requestContext: buildRequestContext(context),
    body,
    isBase64Encoded,
  };
}

/** Headers, query, path parameters and stage variables, as proxy events and request authorizers have them. */
export function buildEventParameters(call: RoutedCall) {
  const { headers, multiValueHeaders } = buildHeaders(call);
  const { single, multi } = buildQuery(call);
  return {
    headers,
    multiValueHeaders,
    queryStringParameters: single,
    multiValueQueryStringParameters: multi,
    pathParameters: orNull(call.pathParameters),
    stageVariables: orNull(call.stageVariables),
  };
}

/** `requestContext` of events: `$context` without what only templates and logs see. */
export function buildRequestContext(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const requestContext: Record<string, unknown> = {};
  for (const name in context) if (!ONLY_IN_TEMPLATES.has(name)) requestContext[name] = context[name];
  return requestContext;
}

/** By name: the last value, and all of them. */
function buildHeaders(call: RoutedCall): { headers: Values; multiValueHeaders: MultiValues } {
  const headers: Values = {};
  const multiValueHeaders: MultiValues = {};
  for (const [name, value] of eventHeaders(call)) {
    setOwn(headers, name, value);
    if (Object.hasOwn(multiValueHeaders, name)) multiValueHeaders[name].push(value);
    else setOwn(multiValueHeaders, name, [value]);
  }
  return { headers, multiValueHeaders };
}

function buildQuery({ query }: RoutedCall): { single: Values | null; multi: MultiValues | null } {
  if (query.size === 0) return { single: null, multi: null };
  const single: Values = {};
  const multi: MultiValues = {};
  for (const [name, values] of query) {
    setOwn(single, name, values[values.length - 1]);
    setOwn(multi, name, [...values]);
  }
  return { single, multi };
}

function buildBody({ api, request }: RoutedCall): { body: string | null; isBase64Encoded: boolean } {
  if (request.body.length === 0) return NO_BODY;
  const isBase64Encoded = isBinaryType(
    api.binaryMediaTypes,
    firstMediaType(headerValue(request.headers, 'content-type')),
  );
  return { body: request.body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

function orNull<T extends object>(values: T): T | null {
  for (const _name in values) return values;
  return null;
}
