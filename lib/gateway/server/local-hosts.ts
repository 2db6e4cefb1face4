import type { AssemblyModel } from '../model';

/** `host:port` of WebSocket APIs, as events and the service name them → the port where each is here, without TLS. */
export function localHosts(
  { webSocketApis, domains }: Pick<AssemblyModel, 'webSocketApis' | 'domains'>,
  origins: ReadonlyMap<string, string>,
): Readonly<Record<string, number>> {
  const hosts: Record<string, number> = {};
  for (const { id, origin } of webSocketApis) {
    const { hostname, port } = new URL(origins.get(id) ?? 'wss://nowhere');
    if (port === '') continue;
    const own = domains.filter(({ apiId }) => apiId === id).map(({ domainName }) => domainName);
    const invoked = `${id}.execute-api.${origin.region}.amazonaws.com`;
    for (const host of [hostname, 'localhost']) hosts[`${host}:${port}`] = Number(port);
    for (const host of [invoked, ...own]) hosts[`${host}:443`] = Number(port);
  }
  return hosts;
}
