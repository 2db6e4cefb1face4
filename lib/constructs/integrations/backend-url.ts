import { Token } from 'aws-cdk-lib/core';

const URL_FORM = /^(https?):\/\/([^/?#]+)([^?#]*)(\?[^#]*)?$/;
const TOKENS = /\$\{Token\[[A-Za-z0-9:._-]*\]\}/g;
const STAGE_VARIABLE = /\$\{stageVariables\.\w+\}/g;

/** The URL of a backend in the parts that matter to API Gateway. */
export interface BackendUrl {
  /** As it stands in the document. */
  readonly uri: string;
  readonly port: number;
  /** Names between braces, which must be mapped. */
  readonly variables: readonly string[];
}

/** Takes the URL of a backend apart, or throws what API Gateway would refuse. */
export function parseBackendUrl(
  url: string,
  { isPrivate, allowPlainHttp }: { readonly isPrivate: boolean; readonly allowPlainHttp: boolean },
): BackendUrl {
  if (typeof url !== 'string') throw new Error(`url must be text, got ${String(url)}`);
  const literal = url.replace(TOKENS, 'token').replace(STAGE_VARIABLE, 'variable');
  const [, scheme, authority, path = '', query] = URL_FORM.exec(literal) ?? [];
  if (scheme === undefined || authority === undefined) {
    const known = Token.isUnresolved(url) ? 'a value that is known at deployment only' : `"${url}"`;
    throw new Error(`url must start with a literal "https://" and name a host, got ${known}`);
  }
  if (/\s/.test(literal)) throw new Error(`url must have no white space, got "${url}"`);
  if (query !== undefined) throw new Error(`url must have no query string, got "${query}": map it by "query"`);
  if (scheme === 'http' && !isPrivate && !allowPlainHttp) {
    throw new Error(`url "${url}" goes over the internet unencrypted: use https, or say allowPlainHttp`);
  }
  const [, given] = /:(\d+)$/.exec(authority) ?? [];
  const port = given === undefined ? (scheme === 'https' ? 443 : 80) : Number(given);
  if (port !== 80 && port !== 443 && (port <= 1024 || port > 65_535)) {
    throw new Error(`url has the port ${port}, API Gateway reaches 80, 443 and those above 1024`);
  }
  return { uri: url, port, variables: [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name as string) };
}
