import type { GatewayResponseType } from './refusal';

interface BuiltInResponse {
  readonly status: number;
  readonly message: string | null;
  /** `x-amzn-ErrorType`. */
  readonly errorType: string;
}

const INTERNAL = 'Internal server error';

/** What each type answers while nobody configured it. */
export const BUILT_IN_RESPONSES: Readonly<Record<GatewayResponseType, BuiltInResponse>> = {
  ACCESS_DENIED: entry(403, 'User is not authorized to access this resource', 'AccessDeniedException'),
  API_CONFIGURATION_ERROR: entry(500, INTERNAL, 'InternalServerErrorException'),
  AUTHORIZER_CONFIGURATION_ERROR: entry(500, null, 'AuthorizerConfigurationException'),
  AUTHORIZER_FAILURE: entry(500, null, 'AuthorizerFailureException'),
  BAD_REQUEST_BODY: entry(400, 'Invalid request body', 'BadRequestException'),
  BAD_REQUEST_PARAMETERS: entry(400, 'Missing required request parameters', 'BadRequestException'),
  DEFAULT_4XX: entry(400, 'Bad Request', 'BadRequestException'),
  DEFAULT_5XX: entry(500, INTERNAL, 'InternalServerErrorException'),
  EXPIRED_TOKEN: entry(403, 'The security token included in the request is expired', 'ExpiredTokenException'),
  INTEGRATION_FAILURE: entry(504, 'Network error communicating with endpoint', 'InternalServerErrorException'),
  INTEGRATION_TIMEOUT: entry(504, 'Endpoint request timed out', 'InternalServerErrorException'),
  INVALID_API_KEY: entry(403, 'Forbidden', 'ForbiddenException'),
  INVALID_SIGNATURE: entry(
    403,
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    'InvalidSignatureException',
  ),
  MISSING_AUTHENTICATION_TOKEN: entry(403, 'Missing Authentication Token', 'MissingAuthenticationTokenException'),
  QUOTA_EXCEEDED: entry(429, 'Limit Exceeded', 'LimitExceededException'),
  REQUEST_TOO_LARGE: entry(413, 'Request Too Long', 'RequestTooLargeException'),
  RESOURCE_NOT_FOUND: entry(404, 'Not Found', 'NotFoundException'),
  THROTTLED: entry(429, 'Too Many Requests', 'TooManyRequestsException'),
  UNAUTHORIZED: entry(401, 'Unauthorized', 'UnauthorizedException'),
  UNSUPPORTED_MEDIA_TYPE: entry(415, 'Unsupported Media Type', 'BadRequestException'),
  WAF_FILTERED: entry(403, 'Forbidden', 'ForbiddenException'),
};

function entry(status: number, message: string | null, errorType: string): BuiltInResponse {
  return { status, message, errorType };
}
