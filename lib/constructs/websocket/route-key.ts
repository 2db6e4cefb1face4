/** Route of handshakes. */
export const CONNECT = '$connect';
/** Route of connections that have ended. */
export const DISCONNECT = '$disconnect';
/** Route of messages that no other route takes. */
export const DEFAULT = '$default';

const PROPS: Readonly<Record<string, string>> = {
  [CONNECT]: 'connect',
  [DISCONNECT]: 'disconnect',
  [DEFAULT]: 'defaultRoute',
};

/** What is wrong with the key of a route for messages. */
export function findRouteKeyFault(key: string): string | undefined {
  const prop = PROPS[key];
  if (prop !== undefined) return `route "${key}" is given by the API's prop "${prop}"`;
  if (/^[^\s${}][^\s{}]{0,127}$/.test(key)) return undefined;
  return `route "${key}" must be the value that chooses it, 1 to 128 characters without white space, "{" and "}", the first no "$"`;
}
