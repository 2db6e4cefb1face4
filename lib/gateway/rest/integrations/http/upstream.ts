import { isIP } from 'node:net';
import { Refusal } from '../../refusal';
import { type Endpoint, parseEndpoint } from './endpoint';

/**
 * The place that `--upstream FROM=TO` names for an endpoint, or the endpoint itself.
 * @throws Refusal for a private server that nothing was named for
 */
export function resolveUpstream(
  endpoint: Endpoint,
  vpcLinkId: string | undefined,
  upstreams: ReadonlyMap<string, string>,
): Endpoint {
  const from = longestMatch(endpoint, upstreams);
  if (from !== undefined) return redirect(endpoint, from, upstreams.get(from) ?? '');
  if (vpcLinkId === undefined) return endpoint;
  throw new Refusal('INTEGRATION_FAILURE', {
    status: 504,
    message: 'Network error communicating with endpoint',
    reason: `${endpoint.host} is behind the VPC link ${vpcLinkId}; say where to send it: --upstream ${endpoint.host}=http://127.0.0.1:PORT`,
  });
}

function longestMatch(endpoint: Endpoint, upstreams: ReadonlyMap<string, string>): string | undefined {
  let longest: string | undefined;
  for (const from of upstreams.keys()) {
    if (matches(endpoint, from) && from.length > (longest?.length ?? -1)) longest = from;
  }
  return longest;
}

function matches(endpoint: Endpoint, from: string): boolean {
  if (!from.includes('://')) return sameHost(endpoint, from);
  const { secure, host, prefix } = splitPrefix(from);
  if (secure !== endpoint.secure || !sameHost(endpoint, host)) return false;
  return endpoint.path === prefix || endpoint.path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

function sameHost(endpoint: Endpoint, host: string): boolean {
  const wanted = host.toLowerCase();
  const name = endpoint.hostname.includes(':') ? `[${endpoint.hostname}]` : endpoint.hostname;
  return wanted === name.toLowerCase() || wanted === `${name}:${endpoint.port}`.toLowerCase();
}

function redirect(endpoint: Endpoint, from: string, to: string): Endpoint {
  const target = parseEndpoint(to.includes('://') ? to : `${endpoint.secure ? 'https' : 'http'}://${to}`);
  const prefix = from.includes('://') ? splitPrefix(from).prefix : '/';
  const rest = endpoint.path.slice(prefix.replace(/\/$/, '').length);
  const path = `${target.path.replace(/\/$/, '')}${rest.startsWith('/') || rest === '' ? rest : `/${rest}`}`;
  return {
    ...target,
    // A server on this machine stands in for the real one and is called by its name; one with a name has its own.
    host: isLocal(target.hostname) ? endpoint.host : target.host,
    path: path === '' ? '/' : path,
    query: endpoint.query,
  };
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || isIP(hostname) !== 0;
}

function splitPrefix(prefix: string): { secure: boolean; host: string; prefix: string } {
  const [, scheme, host, path] = /^(https?):\/\/([^/]*)(\/[^?#]*)?/i.exec(prefix) ?? [];
  return { secure: scheme?.toLowerCase() === 'https', host: host ?? '', prefix: path ?? '/' };
}
