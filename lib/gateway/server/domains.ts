import type { DomainMapping } from '../model';
import { collapseLeadingSlashes, pathOfTarget } from '../rest/request-target';
import type { DomainRoute } from './api-server';
import { headerValue, type RawRequest } from './raw';

/** Where the host of a request leads. */
export type HostRoute =
  | { readonly kind: 'default' }
  | { readonly kind: 'api'; readonly apiId: string; readonly domain?: DomainRoute }
  /** A custom domain without a base path for this request. */
  | { readonly kind: 'unmapped' };

const DEFAULT: HostRoute = { kind: 'default' };
const EXECUTE_API = /^([a-z0-9]{10})\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/;

/** Reads the `Host` of a request: a custom domain with its base paths, the invoke host of an API, or any other name. */
export function routeByHost(request: RawRequest, domains: readonly DomainMapping[]): HostRoute {
  const host = headerValue(request.headers, 'host')?.replace(/:\d+$/, '').toLowerCase() ?? '';
  const invoked = EXECUTE_API.exec(host);
  if (invoked) return { kind: 'api', apiId: invoked[1] };
  if (domains.length === 0) return DEFAULT;
  const mappings = domains.filter(({ domainName }) => matchesDomain(domainName.toLowerCase(), host));
  return mappings.length === 0 ? DEFAULT : routeByBasePath(request, mappings);
}

/** `*.example.com` covers one more label. */
function matchesDomain(domainName: string, host: string): boolean {
  if (!domainName.startsWith('*.')) return domainName === host;
  return host.endsWith(domainName.slice(1)) && !host.slice(0, -domainName.length + 1).includes('.');
}

/** The longest base path wins. */
function routeByBasePath(request: RawRequest, mappings: readonly DomainMapping[]): HostRoute {
  const path = collapseLeadingSlashes(pathOfTarget(request.path));
  const fitting = mappings
    .map((mapping) => ({ mapping, basePath: mapping.basePath === '' ? '' : `/${mapping.basePath}` }))
    .filter(({ basePath }) => path === basePath || path.startsWith(`${basePath}/`))
    .sort((a, b) => b.basePath.length - a.basePath.length);
  if (fitting.length === 0) return { kind: 'unmapped' };
  const [{ mapping, basePath }] = fitting;
  return { kind: 'api', apiId: mapping.apiId, domain: { stage: mapping.stage, basePath } };
}
