import type { IntegrationType } from '../../model';
import type { HeaderList } from '../../server/raw';

const ALWAYS = ['Connection', 'Content-Length', 'Date', 'Server', 'WWW-Authenticate'];
const CUSTOM = [
  ...ALWAYS,
  'Authorization',
  'Content-MD5',
  'Expect',
  'Host',
  'Max-Forwards',
  'Proxy-Authenticate',
  'Trailer',
  'Upgrade',
  'User-Agent',
];

interface Rules {
  /** Lower case name → what stands behind `x-amzn-Remapped-`. */
  readonly remapped: ReadonlyMap<string, string>;
  readonly dropped: ReadonlySet<string>;
}

// Keep-Alive describes the connection to the backend: the client has another one.
const HOP = ['transfer-encoding', 'keep-alive'];
const PROXY: Rules = rules(ALWAYS, HOP);
const NON_PROXY: Rules = rules(CUSTOM, HOP);
const HTTP_PROXY: Rules = rules([...ALWAYS, 'x-amzn-RequestId'], [...HOP, 'content-encoding', 'via']);

/** Renames response headers that belong to the gateway to `x-amzn-Remapped-…`, and drops those that go no further. */
export function remapHeaders(headers: HeaderList, type: IntegrationType): HeaderList {
  const { remapped, dropped } = rulesOf(type);
  const sent: (readonly [string, string])[] = [];
  for (const header of headers) {
    const name = header[0].toLowerCase();
    if (dropped.has(name)) continue;
    const renamed = remapped.get(name);
    sent.push(renamed === undefined ? header : [`x-amzn-Remapped-${renamed}`, header[1]]);
  }
  return sent;
}

function rulesOf(type: IntegrationType): Rules {
  if (type === 'HTTP_PROXY') return HTTP_PROXY;
  return type === 'HTTP' || type === 'AWS' ? NON_PROXY : PROXY;
}

function rules(names: readonly string[], dropped: readonly string[]): Rules {
  return { remapped: new Map(names.map((name) => [name.toLowerCase(), name])), dropped: new Set(dropped) };
}
