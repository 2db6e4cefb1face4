import type { HeaderList, RawResponse } from '../server/raw';
import type { RestCall } from './call';

/** Adds the identifiers of a request to its answer. */
export function withServiceHeaders(
  { requestId, extendedRequestId }: Pick<RestCall, 'requestId' | 'extendedRequestId'>,
  response: RawResponse,
  more: HeaderList = [],
): RawResponse {
  const headers: HeaderList = [
    ...response.headers,
    ['x-amzn-RequestId', requestId],
    ['x-amz-apigw-id', extendedRequestId],
    ...more,
  ];
  return { status: response.status, headers, body: response.body };
}
