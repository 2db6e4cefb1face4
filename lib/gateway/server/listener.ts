import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock';
import { GatewayError } from '../errors';
import { internalError, refuseOnSocket } from './malformed';
import type { RawRequest, RawResponse } from './raw';
import { readRequest } from './read-request';
import { writeResponse } from './write-response';

export interface ListenerOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly handle: (request: RawRequest) => Promise<RawResponse>;
  /** Hears of what `handle` failed by: its client gets a 500. */
  readonly onFault: (error: unknown) => void;
  /** Takes WebSocket handshakes; without it an upgrade is an ordinary request. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** A port that answers. */
export interface Listener {
  readonly port: number;
  /** Ends idle connections at once, answers what is under way, and cuts what is left after the deadline. */
  close(deadlineMs?: number): Promise<void>;
}

/** How many requests of a connection are being read, and how many are being answered. */
interface Connection {
  reading: number;
  answering: number;
  /** What came behind the last request is none: nothing more is read. */
  isBroken: boolean;
}

function newConnection(): Connection {
  return { reading: 0, answering: 0, isBroken: false };
}

const SERVER_OPTIONS = {
  // The 10,240 bytes that API Gateway allows are counted by a stage, so that its answer is API Gateway's.
  maxHeaderSize: 65536,
  keepAliveTimeout: 75_000,
  headersTimeout: 80_000,
  requestTimeout: 120_000,
} as const;

const DEFAULT_CLOSE_DEADLINE_MS = 3000;

/** Resolves once the port accepts. @throws GatewayError */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const server = createServer(SERVER_OPTIONS);
  // Beyond this count node:http drops header fields without a word.
  server.maxHeadersCount = 0;
  const connections = new Map<Duplex, Connection>();
  let closing = false;

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const connection = connections.get(req.socket) ?? newConnection();
    const reading = readRequest(req, res, options.clock);
    if (reading instanceof Promise) connection.reading++;
    const request = reading instanceof Promise ? await reading : reading;
    if (reading instanceof Promise) connection.reading--;
    if (!request) return;
    connection.answering++;
    res.once('close', () => connection.answering--);
    let response: RawResponse;
    try {
      response = await options.handle(request);
    } catch (error) {
      // Nobody else waits for this promise: it would end the process, and with it everybody's answers.
      options.onFault(error);
      response = internalError();
    }
    writeResponse(res, response, closing || connection.isBroken ? 'close' : 'keep');
  };
  const onRequest = (req: IncomingMessage, res: ServerResponse): void => void answer(req, res);

  server.on('request', onRequest);
  // An expectation that node:http does not know is for a backend to judge.
  server.on('checkExpectation', onRequest);
  server.on('connect', (_req: IncomingMessage, socket: Duplex) => refuseOnSocket(socket, undefined));
  server.on('connection', (socket: Socket) => {
    connections.set(socket, newConnection());
    socket.once('close', () => connections.delete(socket));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const connection = connections.get(socket);
    // With an answer still to come on this connection another one in between would be taken for it.
    if (connection?.answering && error.code !== 'ECONNRESET') connection.isBroken = true;
    else refuseOnSocket(socket, error.code);
  });
  if (options.upgrade) server.on('upgrade', options.upgrade);

  await bind(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: (deadlineMs = DEFAULT_CLOSE_DEADLINE_MS) => {
      closing = true;
      return closeServer(server, connections, deadlineMs);
    },
  };
}

function bind(server: Server, { host, port }: ListenerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(explain(error, host, port));
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new GatewayError('PORT_UNAVAILABLE', `port ${port} of ${host} is taken, choose another with --port`);
  }
  if (error.code === 'EACCES') {
    return new GatewayError('PORT_UNAVAILABLE', `port ${port} needs more rights, choose one above 1023 with --port`);
  }
  return new GatewayError('OPTION_INVALID', `cannot listen on host "${host}", port ${port}: ${error.message}`);
}

function closeServer(server: Server, connections: ReadonlyMap<Duplex, Connection>, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => {
      server.closeAllConnections();
      for (const socket of connections.keys()) socket.destroy();
    }, deadlineMs);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    for (const [socket, { reading, answering }] of connections) if (reading + answering === 0) socket.destroy();
  });
}
