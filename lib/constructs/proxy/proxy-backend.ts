import type { BackendBindOptions, BackendConfig, IBackend } from '../integrations/backend-config';
import { HttpProxyBackend } from '../integrations/http';
import { MockBackend } from '../integrations/mock';
import { RequestValue } from '../request-value';
import type { Guard, HeaderValue } from './header-value';
import { upstreamPath } from './places';
import type { PlannedRoute } from './route-plan';

/** What a route of a front door is rendered with. */
export interface ProxyRendering {
  /** Whom the route asks for. */
  readonly guard: Guard;
  /** The stage variable that holds a value which is known at deployment only. */
  nameVariable(header: string, value: HeaderValue): string;
  /** The address that stands for that of an upstream, without a slash at its end. */
  baseOf(route: PlannedRoute): string;
}

/** What answers a route of a front door. */
export function makeProxyBackend(route: PlannedRoute, rendering: ProxyRendering): IBackend {
  return route.allowed ? refuseOthers(route.allowed) : new ProxyBackend(route, rendering);
}

/** An upstream, with the headers that it gets from everybody who may call this route. */
class ProxyBackend implements IBackend {
  constructor(
    private readonly route: PlannedRoute,
    private readonly rendering: ProxyRendering,
  ) {}

  public bind(options: BackendBindOptions): BackendConfig {
    const { place, options: own } = this.route;
    const { vpcLink, allowPlainHttp, options: call } = place.upstream._target;
    const path = own.rewrite ?? upstreamPath(place, options.path);
    const base = this.rendering.baseOf(this.route);
    const hasPath = /^https?:\/\/[^/]+\//.test(base);
    return new HttpProxyBackend(path === '' && !hasPath ? `${base}/` : `${base}${path}`, {
      timeout: own.timeout ?? call.timeout,
      headers: this.renderHeaders({ ...withoutTwins(call.headers ?? {}, own.headers ?? {}), ...own.headers }),
      query: { ...call.query, ...own.query },
      responseStreaming: call.responseStreaming,
      skipCertificateCheck: call.skipCertificateCheck,
      vpcLink,
      allowPlainHttp,
    }).bind(options);
  }

  private renderHeaders(headers: { readonly [name: string]: HeaderValue }): Record<string, RequestValue> {
    const entries = Object.entries(headers).map(([name, value]) => [name, this.renderHeader(name, value)] as const);
    return Object.fromEntries(entries);
  }

  private renderHeader(name: string, value: HeaderValue): RequestValue {
    const rule = value._rule;
    if (rule.kind === 'value') return rule.value;
    if (rule.kind === 'deployed') return RequestValue.stageVariable(this.rendering.nameVariable(name, value));
    const { guard } = this.rendering;
    if (guard === rule.guard) return rule.value;
    // Nobody is asked here, and still no header of the caller's own making may pass for an answer.
    if (guard === 'everybody') return RequestValue.literal(rule.whenPublic);
    throw new Error(
      `header "${name}" takes the ${rule.name}, which ${SOURCES[rule.guard]} lets in, and this path is guarded by ${SOURCES[guard]}: ` +
        'give the path an upstream without that header, or the same authorizer',
    );
  }
}

const SOURCES: Readonly<Record<Guard, string>> = {
  cognito: 'Authorizer.cognito',
  function: 'a Lambda authorizer',
  iam: 'Authorizer.iam',
  everybody: 'Authorizer.none',
};

/** Headers of the upstream that the path does not write in its own way; case makes no difference. */
function withoutTwins(
  ofUpstream: { readonly [name: string]: HeaderValue },
  ofPath: { readonly [name: string]: HeaderValue },
): Record<string, HeaderValue> {
  const taken = new Set(Object.keys(ofPath).map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(ofUpstream).filter(([name]) => !taken.has(name.toLowerCase())));
}

function refuseOthers(allowed: readonly string[]): IBackend {
  return new MockBackend({
    status: 405,
    headers: { Allow: allowed.join(', ') },
    body: { message: 'Method Not Allowed' },
  });
}
