import type { Origin, RestApiModel, VpcEndpoint } from '../model';
import { headerValue, type RawRequest } from '../server/raw';
import { type ConditionContext, lazyContext, type PolicyPrincipal } from './policy';

/** Who signed, as conditions and variables see it. */
export interface SignedPrincipal extends PolicyPrincipal {
  /** `AIDA…`, or `AROA…:session`. */
  readonly userId: string;
  /** Name of the user; sessions of roles have none. */
  readonly userName?: string;
}

/** What a policy's conditions look at, of REST and WebSocket calls. */
export interface ConditionSource {
  readonly request: Pick<RawRequest, 'headers' | 'remoteAddress' | 'receivedAt'>;
  readonly api: {
    readonly origin: Origin;
    readonly endpointType?: RestApiModel['endpointType'];
    readonly vpcEndpoint?: VpcEndpoint;
  };
}

/** The condition keys of a call to an API. */
export function conditionContext(call: ConditionSource, principal?: SignedPrincipal): ConditionContext {
  return lazyContext(() => gather(call, principal));
}

function gather({ api, request }: ConditionSource, principal: SignedPrincipal | undefined) {
  const isPrivate = api.endpointType === 'PRIVATE';
  const ip = sourceIp(request.remoteAddress);
  return {
    'aws:SourceIp': isPrivate ? undefined : ip,
    'aws:VpcSourceIp': isPrivate ? ip : undefined,
    ...(isPrivate && {
      'aws:SourceVpce': headerValue(request.headers, 'x-amzn-vpce-id') ?? api.vpcEndpoint?.id,
      'aws:SourceVpc': headerValue(request.headers, 'x-amzn-vpc-id') ?? api.vpcEndpoint?.vpcId,
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
  };
}

function principalType(principal: SignedPrincipal | undefined): string {
  if (!principal) return 'Anonymous';
  return principal.roleArn === undefined ? 'User' : 'AssumedRole';
}

/** Node reports IPv4 clients of a dual-stack socket in IPv6 clothes. */
function sourceIp(remoteAddress: string): string {
  return remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '');
}
