import type { RawResponse } from '../../server/raw';
import type { RoutedCall } from '../call';
import { compressBody } from '../compression';
import type { IntegrationAnswer } from '../integrations/integration';
import { remapHeaders } from '../mapping/remap-headers';
import { withServiceHeaders } from '../service-headers';

/** What every answer says of itself. A backend cannot speak for the service. */
const SERVICE_HEADERS = new Set(['x-amzn-requestid', 'x-amz-apigw-id', 'x-amzn-trace-id']);

/** The answer to the client: header fields renamed or dropped, the body compressed, the service's own fields added. */
export function buildMethodResponse(call: RoutedCall, answer: IntegrationAnswer): RawResponse {
  const { type } = call.method.integration;
  const headers = remapHeaders(answer.headers, type).filter(([name]) => !SERVICE_HEADERS.has(name.toLowerCase()));
  const response = compressBody(call, { status: answer.status, headers, body: answer.body });
  const isTraced = type !== 'MOCK' && type !== 'HTTP_PROXY';
  return withServiceHeaders(call, response, isTraced ? [['X-Amzn-Trace-Id', call.traceId]] : []);
}
