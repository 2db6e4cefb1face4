import { headerValue } from '../server/raw';
import type { Caller, KeyUse, RestCall, RoutedCall } from './call';
import { formatRequestTime } from './request-time';
import { rootOfTrace } from './trace-id';

/** How far a call came: all of `$context` that is known by then. */
export interface Progress {
  readonly call: RestCall | RoutedCall;
  readonly caller?: Caller;
  readonly keyUse?: KeyUse;
}

/** `$context`: plain nested values. Names that the caller's kind does not fill are null, as in recorded events. */
export function buildContext({ call, caller, keyUse }: Progress): Record<string, unknown> {
  const { api, stage, request, domainName } = call;
  const method = 'method' in call ? call.method : undefined;
  const context: Record<string, unknown> = {
    accountId: api.origin.accountId,
    apiId: api.id,
    deploymentId: stage.deploymentId,
    domainName,
    domainPrefix: prefixOf(domainName),
    extendedRequestId: call.extendedRequestId,
    httpMethod: request.method,
    identity: buildIdentity(call, caller, keyUse),
    path: call.contextPath,
    protocol: 'HTTP/1.1',
    requestId: call.requestId,
    requestTime: formatRequestTime(request.receivedAt),
    requestTimeEpoch: request.receivedAt,
    stage: stage.name,
    xrayTraceId: rootOfTrace(call.traceId).slice('Root='.length),
  };
  if (method) {
    context.resourceId = method.resourceId;
    context.resourcePath = method.resourcePath;
    if (method.operationName !== undefined) context.operationName = method.operationName;
  }
  if (call.wafResponseCode !== undefined) {
    context.wafResponseCode = call.wafResponseCode;
    context.webaclArn = stage.webAclArn;
  }
  if (caller?.authorizer) context.authorizer = caller.authorizer;
  if (call.isCanaryRequest !== undefined) context.isCanaryRequest = call.isCanaryRequest;
  return context;
}

function buildIdentity(
  call: RestCall,
  caller: Caller | undefined,
  keyUse: KeyUse | undefined,
): Record<string, unknown> {
  const identity: Record<string, unknown> = {
    accessKey: null,
    accountId: null,
    caller: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: call.request.remoteAddress,
    user: null,
    userAgent: headerValue(call.request.headers, 'user-agent') ?? null,
    userArn: null,
  };
  if (call.api.vpcEndpoint) {
    identity.vpcId = call.api.vpcEndpoint.vpcId ?? null;
    identity.vpceId = call.api.vpcEndpoint.id;
  }
  if (caller) Object.assign(identity, caller.identity);
  if (keyUse) {
    identity.apiKey = keyUse.apiKey;
    identity.apiKeyId = keyUse.apiKeyId;
  }
  return identity;
}

function prefixOf(domainName: string): string {
  const end = domainName.search(/[.:]/);
  return end < 0 ? domainName : domainName.slice(0, end);
}
