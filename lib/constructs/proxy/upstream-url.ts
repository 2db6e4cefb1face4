import { isIP } from 'node:net';
import { parseBackendUrl } from '../integrations/backend-url';

/** Addresses that lead nowhere from the internet. */
const PRIVATE_IPV4 = /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./;
const PRIVATE_IPV6 = /^(::1?$|fe[89ab]|f[cd])/i;
const LOCAL_NAMES = /^localhost$|\.(localhost|local|internal)$/i;

/** What is wrong with the address of an upstream. */
export function findUrlFaults(
  url: string,
  reach: { readonly isPrivate: boolean; readonly allowPlainHttp: boolean },
): string[] {
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
  if (authority.includes('@')) {
    return [
      'url has credentials in it, which would stand in the template: take them out, and send a header by "headers"',
    ];
  }
  try {
    const { variables } = parseBackendUrl(url, reach);
    return [...findVariableFaults(url, variables), ...findReachFaults(url, authority, reach.isPrivate)];
  } catch (error) {
    return [(error as Error).message];
  }
}

function findVariableFaults(url: string, variables: readonly string[]): string[] {
  // The parser leaves references to the stage as they are, between the same braces.
  const own = variables.filter((name) => !name.startsWith('stageVariables.') && !name.startsWith('Token['));
  if (own.length === 0) return [];
  return [`url "${url}" has the variable "{${own[0]}}": leave it out, the path of the request is put behind the url`];
}

function findReachFaults(url: string, authority: string, isPrivate: boolean): string[] {
  if (isPrivate || authority.includes('${')) return [];
  const host = authority.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const isPrivateAddress = isIP(host) === 4 ? PRIVATE_IPV4.test(host) : isIP(host) === 6 && PRIVATE_IPV6.test(host);
  if (!isPrivateAddress && !LOCAL_NAMES.test(host)) return [];
  return [
    `url "${url}" leads nowhere from API Gateway: give a public host, reach a server of a VPC by vpcLink or ` +
      'Upstream.loadBalancer, and one of your machine by "gatehouse dev --upstream PUBLIC=LOCAL"',
  ];
}
