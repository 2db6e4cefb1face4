import type { DomainRoute } from '../../server/api-server';
import { headerValue, type RawRequest } from '../../server/raw';
import type { RestCall } from '../call';
import { parseQuery } from '../query-string';
import { collapseLeadingSlashes, pathOfTarget, splitFirstSegment } from '../request-target';
import type { RestSite } from '../site';
import { openTrace } from '../trace-id';

/** The identifiers that every answer carries, whatever becomes of the request. */
export interface RequestIds {
  readonly requestId: string;
  readonly extendedRequestId: string;
}

const EXTENDED_ID_BYTES = 11;

export function drawIds({ ids }: RestSite): RequestIds {
  return { requestId: ids.uuid(), extendedRequestId: ids.base64(EXTENDED_ID_BYTES) };
}

/** Finds the stage of a request; undefined when the API has none of that name. */
export function openCall(
  site: RestSite,
  request: RawRequest,
  ids: RequestIds,
  domain: DomainRoute | undefined,
): RestCall | undefined {
  const { services, api } = site;
  const contextPath = collapseLeadingSlashes(pathOfTarget(request.path));
  const { first, rest } = domain ? { first: domain.stage, rest: contextPath } : splitFirstSegment(contextPath);
  const stage = api.stages.find(({ name }) => name === first);
  if (!stage) return undefined;
  const isCanaryRequest = stage.canary && site.drawPercent() < stage.canary.percentTraffic;
  return {
    services,
    api,
    stage,
    request,
    requestId: ids.requestId,
    extendedRequestId: ids.extendedRequestId,
    traceId: openTrace(site, request, stage),
    path: collapseLeadingSlashes(rest),
    contextPath,
    query: parseQuery(request.query),
    domainName: headerValue(request.headers, 'host') ?? '',
    basePath: domain?.basePath,
    stageVariables: isCanaryRequest ? { ...stage.variables, ...stage.canary?.variables } : stage.variables,
    isCanaryRequest,
    trace: services.verbose ? [] : undefined,
    phases: stage.accessLog && {},
  };
}
