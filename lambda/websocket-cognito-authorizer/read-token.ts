/** The part of a handshake that may hold a token. */
export interface Handshake {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
}

const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * The token of a handshake: that of the first place that has one.
 *
 * @param sources `header Authorization,query token`
 */
export function readToken(handshake: Handshake, sources: string): string | undefined {
  for (const source of sources.split(',')) {
    const [place, name] = source.split(' ') as [string, string];
    const token = place === 'header' ? readHeader(handshake, name) : handshake.queryStringParameters?.[name];
    if (token !== undefined && TOKEN.test(token)) return token;
  }
  return undefined;
}

function readHeader({ headers }: Handshake, wanted: string): string | undefined {
  const name = Object.keys(headers ?? {}).find((header) => header.toLowerCase() === wanted.toLowerCase());
  const value = name === undefined ? undefined : headers?.[name];
  if (wanted.toLowerCase() !== 'sec-websocket-protocol') return value?.replace(/^Bearer +/i, '').trim();
  return value?.split(/ *, */).find((protocol) => TOKEN.test(protocol));
}
