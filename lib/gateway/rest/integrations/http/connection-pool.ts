import type { Agent, ClientRequest } from 'node:http';
import { connect, type Socket } from 'node:net';

interface Idle {
  readonly socket: Socket;
  readonly since: number;
}

/** What node:http asks of an agent, and what it hands to it. */
interface RequestOnSocket extends ClientRequest {
  onSocket(socket: Socket): void;
}
interface Destination {
  readonly hostname: string;
  readonly port: number;
}

/** Less than any server's keep-alive timeout: a connection that the backend is about to close is not used again. */
const MAX_IDLE_MS = 1500;

/**
 * Connections without TLS to backends, kept for the next request. It does for the few cases here what `http.Agent` does
 * for all, at half the cost: half of what a small request to a backend takes is the agent.
 */
export class ConnectionPool {
  readonly defaultPort = 80;
  readonly protocol = 'http:';
  readonly keepAlive = true;
  readonly maxSockets = Number.POSITIVE_INFINITY;
  private readonly idle = new Map<string, Idle[]>();
  private sweeper: NodeJS.Timeout | undefined;

  /** This pool as node:http takes it. */
  asAgent(): Agent {
    return this as unknown as Agent;
  }

  /** node:http calls this for every request. */
  addRequest(request: RequestOnSocket, { hostname, port }: Destination): void {
    const key = `${hostname}:${port}`;
    const kept = this.take(key);
    if (kept) {
      kept.ref();
      request.reusedSocket = true;
      request.onSocket(kept);
      return;
    }
    const socket = connect({ host: hostname, port, noDelay: true });
    // The request has its own listener; between requests a broken connection only has to go.
    socket.on('error', () => socket.destroy());
    socket.on('free', () => this.keep(key, socket));
    request.onSocket(socket);
  }

  /** Closes what waits for the next request. */
  closeIdle(): void {
    for (const waiting of this.idle.values()) for (const { socket } of waiting) socket.destroy();
    this.idle.clear();
    clearTimeout(this.sweeper);
    this.sweeper = undefined;
  }

  private take(key: string): Socket | undefined {
    const waiting = this.idle.get(key);
    const oldest = Date.now() - MAX_IDLE_MS;
    for (let last = waiting?.pop(); last; last = waiting?.pop()) {
      if (last.since > oldest && last.socket.writable && !last.socket.destroyed) return last.socket;
      last.socket.destroy();
    }
    return undefined;
  }

  private keep(key: string, socket: Socket): void {
    if (socket.destroyed || !socket.writable) return;
    socket.unref();
    const entry = { socket, since: Date.now() };
    const waiting = this.idle.get(key);
    if (waiting) waiting.push(entry);
    else this.idle.set(key, [entry]);
    this.sweeper ??= setTimeout(() => this.sweep(), MAX_IDLE_MS).unref();
  }

  private sweep(): void {
    this.sweeper = undefined;
    const oldest = Date.now() - MAX_IDLE_MS;
    for (const [key, waiting] of this.idle) {
      const young = waiting.filter(({ socket, since }) => {
        if (since > oldest && !socket.destroyed) return true;
        socket.destroy();
        return false;
      });
      if (young.length > 0) this.idle.set(key, young);
      else this.idle.delete(key);
    }
    if (this.idle.size > 0) this.sweeper = setTimeout(() => this.sweep(), MAX_IDLE_MS).unref();
  }
}
