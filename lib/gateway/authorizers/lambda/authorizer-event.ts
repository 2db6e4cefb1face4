import { buildContext } from '../../rest/context';
import type { RoutedCall } from '../../rest/call';
import { buildEventParameters, buildRequestContext } from '../../rest/events/lambda-proxy-event';
import { headerValue } from '../../server/raw';
import { methodArn } from '../method-arn';

/** The event of a TOKEN authorizer. */
export function buildTokenEvent(call: RoutedCall, token: string) {
  return { type: 'TOKEN', authorizationToken: token, methodArn: methodArn(call) } as const;
}

/** The event of a REQUEST authorizer: that of a proxy integration without the body, with empty maps for nulls. */
export function buildRequestEvent(call: RoutedCall) {
  const parameters = buildEventParameters(call);
  return {
    type: 'REQUEST',
    methodArn: methodArn(call),
    resource: call.method.resourcePath,
    path: call.path,
    httpMethod: call.request.method,
    ...parameters,
    queryStringParameters: parameters.queryStringParameters ?? {},
    multiValueQueryStringParameters: parameters.multiValueQueryStringParameters ?? {},
    pathParameters: parameters.pathParameters ?? {},
    stageVariables: parameters.stageVariables ?? {},
    requestContext: buildAuthorizerContext(call),
  } as const;
}

/** `requestContext` before anyone is known; the key that was sent is in it, checked or not. */
function buildAuthorizerContext(call: RoutedCall) {
  const context = buildRequestContext(buildContext({ call }));
  const sent = headerValue(call.request.headers, 'x-api-key');
  if (sent === undefined) return context;
  const known = call.services.model.apiKeys.find((key) => key.value === sent);
  const identity = { ...(context.identity as object), apiKey: sent, ...(known && { apiKeyId: known.id }) };
  return { ...context, identity };
}
