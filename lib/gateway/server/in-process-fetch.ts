import type { Clock } from '../clock';
import { GatewayError } from '../errors';
import type { ApiHosts } from './api-hosts';
import { fromFetchRequest, toFetchResponse, toRawRequest } from './in-process';

/** Sends a WHATWG request to the API that its URL names, without a socket. */
export async function fetchThrough(
  hosts: ApiHosts,
  clock: Clock,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const request = new Request(typeof input === 'string' ? absolute(hosts, input) : input, init);
  const { host, hostname } = new URL(request.url);
  const raw = toRawRequest(await fromFetchRequest(request), host, clock.now());
  return toFetchResponse(await hosts.answer(raw, hosts.find(host) ?? hosts.find(hostname)), request.method);
}

/** A path alone is one behind the stage of the only API. */
function absolute(hosts: ApiHosts, input: string): string {
  if (!input.startsWith('/')) return input;
  const apis = hosts.list();
  if (apis.length === 1) return `${apis[0].url}${input}`;
  const urls = apis.map(({ url }) => url).join(', ');
  throw new GatewayError('OPTION_INVALID', `fetch("${input}") could be for several APIs, start it with one of ${urls}`);
}
