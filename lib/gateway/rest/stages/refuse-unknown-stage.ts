import type { RawRequest, RawResponse } from '../../server/raw';
import type { RestSite } from '../site';
import type { RequestIds } from './open-call';

/** Without a stage there is no deployment, and so no gateway response of the API's own. */
export function refuseUnknownStage({ services, api }: RestSite, request: RawRequest, ids: RequestIds): RawResponse {
  const stages = api.stages.map(({ name }) => `"${name}"`).join(', ');
  services.emit({
    event: 'request',
    api: api.origin.logicalId,
    requestId: ids.requestId,
    method: request.method,
    path: request.target,
    status: 403,
    decidedBy: 'stage',
    ms: services.clock.now() - request.receivedAt,
    reason: `the path must start with a stage of the API: ${stages}`,
  });
  return forbidden();
}

export function forbidden(): RawResponse {
  return {
    status: 403,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', 'ForbiddenException'],
    ],
    body: Buffer.from('{"message":"Forbidden"}'),
  };
}
