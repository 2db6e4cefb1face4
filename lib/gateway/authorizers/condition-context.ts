import type { RoutedCall } from '../rest/call';
import { headerValue } from '../server/raw';
import { type ConditionContext, type PolicyPrincipal, toContext } from './policy';

/** Who signed, as conditions and variables see it. */
export interface SignedPrincipal extends PolicyPrincipal {
  /** `AIDA…`, or `AROA…:session`. */
  readonly userId: string;
  /** Name of the user; sessions of roles have none. */
  readonly userName?: string;
}

/** The condition keys of a call to an API. */
export function conditionContext(
  call: Pick<RoutedCall, 'api' | 'request' | 'services'>,
  principal?: SignedPrincipal,
): ConditionContext {
  const { api, request } = call;
  const isPrivate = api.endpointType === 'PRIVATE';
  const ip = sourceIp(request.remoteAddress);
  return toContext({
    'aws:SourceIp': isPrivate ? undefined : ip,
    'aws:VpcSourceIp': isPrivate ? ip : undefined,
    ...(isPrivate && {
      'aws:SourceVpce': headerValue(request.headers, 'x-amzn-vpce-id'),
      'aws:SourceVpc': headerValue(request.headers, 'x-amzn-vpc-id'),
    }),
    'aws:CurrentTime': new Date(request.receivedAt).toISOString(),
    'aws:EpochTime': String(Math.floor(request.receivedAt / 1000)),
    // The service answers HTTPS only, so this is what its policies see.
    'aws:SecureTransport': 'true',
    'aws:UserAgent': headerValue(request.headers, 'user-agent'),
    'aws:Referer': headerValue(request.headers, 'referer'),
    'aws:RequestedRegion': api.origin.region,
    'aws:ResourceAccount': api.origin.accountId,
    'aws:ViaAWSService': 'false',
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalArn': principal?.roleArn ?? principal?.arn,
    'aws:PrincipalAccount': principal?.accountId,
    'aws:PrincipalType': principalType(principal),
    'aws:userid': principal?.userId ?? 'anonymous',
    'aws:username': principal?.userName,
  });
}

function principalType(principal: SignedPrincipal | undefined): string {
  if (!principal) return 'Anonymous';
  return principal.roleArn === undefined ? 'User' : 'AssumedRole';
}

/** Node reports IPv4 clients of a dual-stack socket in IPv6 clothes. */
function sourceIp(remoteAddress: string): string {
  return remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '');
}
