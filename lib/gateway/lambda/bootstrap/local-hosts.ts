import { syncBuiltinESMExports } from 'node:module';
import type { NetConnectOpts, Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

/** `host:port` → the port of this machine where it is served without TLS. */
export type LocalHosts = Readonly<Record<string, number>>;

/**
 * Leads TLS connections to the app's own WebSocket APIs to where they listen here. On AWS, the address that a function
 * gets in its event is one of `https`, and most code writes it so.
 */
export function reachLocally(hosts: LocalHosts): void {
  if (Object.keys(hosts).length === 0) return;
  const tls: { connect: (...args: unknown[]) => Socket } = require('node:tls');
  const { connect } = tls;
  tls.connect = (...args) => {
    const port = hosts[destinationOf(args)];
    return port === undefined ? connect.apply(tls, args) : connectPlainly(port, args);
  };
  syncBuiltinESMExports();
}

/** `(options)`, `(port, host, options)`, `(port, options)`: as `tls.connect` takes them. */
function destinationOf(args: readonly unknown[]): string {
  const options = (args.find((arg) => typeof arg === 'object' && arg !== null) ?? {}) as ConnectionOptions;
  const port = options.port ?? (typeof args[0] === 'number' ? args[0] : 443);
  const host = options.host ?? (typeof args[1] === 'string' ? args[1] : 'localhost');
  return `${host}:${port}`;
}

function connectPlainly(port: number, args: readonly unknown[]): Socket {
  const { connect } = require('node:net') as typeof import('node:net');
  const given = args.find((arg) => typeof arg === 'object' && arg !== null) as Partial<NetConnectOpts> | undefined;
  const socket = connect({ host: '127.0.0.1', port, signal: given?.signal });
  const onSecure = args.at(-1);
  if (typeof onSecure === 'function') socket.once('secureConnect', onSecure as () => void);
  socket.once('connect', () => socket.emit('secureConnect'));
  // What clients ask of a socket with TLS.
  return Object.assign(socket, {
    encrypted: true,
    authorized: true,
    alpnProtocol: false,
    isSessionReused: () => false,
  });
}
