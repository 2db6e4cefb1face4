import { Refusal } from '../../refusal';
import { refuseIllegalUri } from '../../mapping/render-uri';

/** Where a request to a backend goes. */
export interface Endpoint {
  readonly secure: boolean;
  /** Name or address to connect to, IPv6 without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** For the Host header: the port only where it is not the scheme's own. */
  readonly host: string;
  /** Starts with a slash, percent-encoded as it came. */
  readonly path: string;
  /** Behind the question mark; empty without one. */
  readonly query: string;
}

// Not URL: it would resolve dots and encode what has to arrive as the client sent it.
const HTTP_URI = /^(https?):\/\/(\[[0-9a-f:.]+\]|[^/?#:@[\]]+)(?::(\d{1,5}))?(\/[^?#]*)?(?:\?([^#]*))?(?:#.*)?$/i;

/** @throws Refusal for a text that is no HTTP address */
export function parseEndpoint(uri: string): Endpoint {
  const match = HTTP_URI.exec(uri);
  if (!match) throw new Refusal('API_CONFIGURATION_ERROR', { reason: `invalid endpoint address "${uri}"` });
  refuseIllegalUri(uri);
  const secure = match[1].length === 5;
  const port = match[3] === undefined ? defaultPort(secure) : Number(match[3]);
  return {
    secure,
    hostname: match[2].replace(/^\[|\]$/g, ''),
    port,
    host: port === defaultPort(secure) ? match[2] : `${match[2]}:${port}`,
    path: encodeBraces(match[4] ?? '/'),
    query: encodeBraces(match[5] ?? ''),
  };
}

/** The request target of an endpoint. */
export function targetOf(endpoint: Endpoint): string {
  return endpoint.query === '' ? endpoint.path : `${endpoint.path}?${endpoint.query}`;
}

function defaultPort(secure: boolean): number {
  return secure ? 443 : 80;
}

function encodeBraces(text: string): string {
  return text.includes('{') || text.includes('}') ? text.replaceAll('{', '%7B').replaceAll('}', '%7D') : text;
}
