import type { DomainRoute } from '../server/api-server';
import { internalError } from '../server/malformed';
import type { RawRequest, RawResponse } from '../server/raw';
import { checkApiKey } from '../traffic/api-key';
import { checkQuota } from '../traffic/quota';
import { checkThrottle } from '../traffic/throttle';
import type { RestCall } from './call';
import { buildContext, type Progress } from './context';
import { renderGatewayResponse } from './gateway-response';
import type { IntegrationReport } from './integrations/integration';
import { Refusal } from './refusal';
import { withServiceHeaders } from './service-headers';
import type { RestSite } from './site';
import { authorizeCall } from './stages/authorize-call';
import { checkWebAcl } from './stages/check-web-acl';
import { decodeBody } from './stages/decode-body';
import { findRoute } from './stages/find-route';
import { guardSize } from './stages/guard-size';
import { integrate } from './stages/integrate';
import { lookUpStageCache } from './stages/look-up-cache';
import { buildMethodResponse } from './stages/method-response';
import { drawIds, openCall } from './stages/open-call';
import { refuseUnknownStage } from './stages/refuse-unknown-stage';
import { validateBody } from './stages/validate-body';
import { validateParameters } from './stages/validate-parameters';
import { writeAccessLog } from './stages/write-access-log';

/*
 * The order of a request. On the left the answer when a stage refuses, on the right what it finds.
 *
 *             request
 *                │
 *     403 ◄── open call ──────► ids, stage, variables, canary
 *     403 ◄── waf
 *     413 ◄── size
 *     403 ◄── route ──────────► method, path parameters
 * 401 403 ◄── authorize ──────► caller          (resource policy, IAM, Lambda, Cognito)
 *     403 ◄── api key ────────► key
 *     429 ◄── throttle
 *     429 ◄── quota
 *     415 ◄── encoding ───────► body, decompressed
 *     400 ◄── parameters
 *     400 ◄── body
 *                │   cache ───► kept answer ──┐
 * 4xx 5xx ◄── integration ────► answer        │ (mapping, backend, selection, mapping)
 *                │◄──────────────────────────-┘
 *             method response   headers renamed, compressed, identified
 *                │
 *             access log        of refused requests too
 *                ▼
 *             answer
 */

/** What the line of a request says beside its answer. */
interface Decision {
  readonly response: RawResponse;
  readonly decidedBy: string;
  readonly reason?: string;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly report?: IntegrationReport;
  readonly error?: Readonly<Record<string, unknown>>;
}

/** Answers a request to a REST API. Never rejects. */
export async function answerRest(site: RestSite, request: RawRequest, domain?: DomainRoute): Promise<RawResponse> {
  const ids = drawIds(site);
  const call = openCall(site, request, ids, domain);
  if (!call) return withServiceHeaders(ids, refuseUnknownStage(site, request, ids));
  const passage = new Passage(call);
  const decision = await passage.decide(site);
  const ms = site.services.clock.now() - request.receivedAt;
  report(call, decision, ms);
  writeAccessLog(passage.progress, decision, ms);
  return call.trace ? explained(decision) : decision.response;
}

/** Beside the traces, the answer itself says which stage made it: only then, so that answers are else those of AWS. */
function explained({ response, decidedBy }: Decision): RawResponse {
  return { ...response, headers: [...response.headers, ['x-gatehouse-decided-by', decidedBy]] };
}

/** One call on its way through the stages: how far it came is what a refusal and the access log can tell. */
class Passage {
  progress: Progress;
  private at = 'waf';

  constructor(private readonly call: RestCall) {
    this.progress = { call };
  }

  async decide(site: RestSite): Promise<Decision> {
    try {
      return await this.pass(site);
    } catch (error) {
      return this.refuse(error);
    }
  }

  private async pass(site: RestSite): Promise<Decision> {
    checkWebAcl(this.call);
    this.at = 'size';
    guardSize(this.call);
    this.at = 'route';
    const routed = findRoute(this.call, site.router);
    this.progress = { call: routed };
    this.at = 'authorize';
    const authorized = authorizeCall(routed);
    const caller = authorized instanceof Promise ? await authorized : authorized;
    this.progress = { call: routed, caller };
    this.at = 'api key';
    const keyUse = checkApiKey(routed, caller);
    this.progress = { call: routed, caller, keyUse };
    this.at = 'throttle';
    checkThrottle(routed, keyUse);
    this.at = 'quota';
    checkQuota(routed, keyUse);
    this.at = 'encoding';
    const call = decodeBody(routed);
    this.at = 'parameters';
    validateParameters(call);
    this.at = 'body';
    validateBody(call);
    const input = { call, caller, context: buildContext(this.progress) };
    this.at = 'cache';
    const cache = lookUpStageCache(input);
    const kept = cache.hit;
    if (!kept) this.at = 'integration';
    const answer = kept ?? cache.keep(await integrate(site, input));
    const response = buildMethodResponse(call, answer);
    return { response, decidedBy: this.at, context: input.context, report: kept ? undefined : answer.report };
  }

  private refuse(error: unknown): Decision {
    const { call } = this;
    if (!(error instanceof Refusal)) {
      call.services.emit({ event: 'error', code: 'INTERNAL', message: describe(error) });
      return { response: withServiceHeaders(call, internalError()), decidedBy: this.at, reason: describe(error) };
    }
    const { reason, caller } = error.options;
    if (caller) this.progress = { ...this.progress, caller };
    const context = buildContext(this.progress);
    const rendered = renderGatewayResponse(call, error, context);
    return {
      response: withServiceHeaders(call, rendered.response),
      decidedBy: this.at,
      reason,
      context,
      error: rendered.error,
    };
  }
}

function report(call: RestCall, { response, decidedBy, reason }: Decision, ms: number): void {
  const { api, request, services, trace } = call;
  services.emit({
    event: 'request',
    api: api.origin.logicalId,
    requestId: call.requestId,
    method: request.method,
    path: request.target,
    status: response.status,
    decidedBy,
    ms,
    // Absent members are left out of JSON anyway.
    reason,
    trace,
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
