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
  const { secure, hostname, port, host, path: base } = parseTarget(endpoint.secure, to);
  const prefix = from.includes('://') ? splitPrefix(from).prefix : '/';
  const rest = endpoint.path.slice(withoutSlash(prefix).length);
  const path = `${withoutSlash(base)}${rest.startsWith('/') || rest === '' ? rest : `/${rest}`}`;
  return {
    secure,
    hostname,
    port,
    // A server on this machine stands in for the real one and is called by its name; one with a name has its own.
    host: isLocal(hostname) ? endpoint.host : host,
    path: path === '' ? '/' : path,
    query: endpoint.query,
  };
}

const targets = new Map<string, Endpoint>();

/** The place behind a flag of the command line: the same at every request. */
function parseTarget(secure: boolean, to: string): Endpoint {
  const uri = to.includes('://') ? to : `${secure ? 'https' : 'http'}://${to}`;
  const known = targets.get(uri);
  if (known) return known;
  const target = parseEndpoint(uri);
  targets.set(uri, target);
  return target;
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || isIP(hostname) !== 0;
}

function splitPrefix(prefix: string): { secure: boolean; host: string; prefix: string } {
  const [, scheme, host, path] = /^(https?):\/\/([^/]*)(\/[^?#]*)?/i.exec(prefix) ?? [];
  return { secure: scheme?.toLowerCase() === 'https', host: host ?? '', prefix: path ?? '/' };
}
