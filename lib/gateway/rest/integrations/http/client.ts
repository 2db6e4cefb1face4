import * as http from 'node:http';
import * as https from 'node:https';
import type { Readable } from 'node:stream';
import type { Clock } from '../../../clock';
import { type HeaderList, headerValue } from '../../../server/raw';
import { DeadlineScan } from '../../deadlines';
import { ConnectionPool } from './connection-pool';
import { type Endpoint, targetOf } from './endpoint';
import { failureOf, HttpFailure } from './failure';

/** A request to a backend. `Content-Length` is added, and `Host` unless it is among the headers. */
export interface HttpRequest {
  readonly method: string;
  readonly endpoint: Endpoint;
  readonly headers: HeaderList;
  readonly body: Buffer;
  readonly timeoutMs: number;
  readonly certificates: 'verified' | 'any';
  readonly clock: Clock;
}

export interface HttpAnswer<Body> {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Body;
}

/** The service's limit on a response that it does not stream. */
const MAX_BODY = 10 * 1024 * 1024;
const AGENT = { keepAlive: true, timeout: 30_000, maxFreeSockets: 64 };
const plain = new ConnectionPool();
const agents = {
  verified: new https.Agent(AGENT),
  any: new https.Agent({ ...AGENT, rejectUnauthorized: false }),
};

/** Sends a request and collects the answer. @throws HttpFailure */
export async function callHttp(request: HttpRequest): Promise<HttpAnswer<Buffer>> {
  try {
    return await exchange(request, collect);
  } catch (error) {
    if (!isStaleConnection(error, request.method)) throw error;
    return exchange(request, collect);
  }
}

/** Sends a request and answers when the headers are there; the deadline holds for the whole body. @throws HttpFailure */
export function streamHttp(request: HttpRequest): Promise<HttpAnswer<Readable>> {
  return exchange(request, (response, done) => {
    response.once('close', done.release);
    done.resolve(response);
  });
}

/** Closes connections that wait for the next request. */
export function closeIdleConnections(): void {
  plain.closeIdle();
  for (const agent of Object.values(agents)) {
    for (const sockets of Object.values(agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }
}

const deadlines = new WeakMap<Clock, DeadlineScan>();

function deadlinesOf(clock: Clock): DeadlineScan {
  let scan = deadlines.get(clock);
  if (!scan) {
    scan = new DeadlineScan(clock);
    deadlines.set(clock, scan);
  }
  return scan;
}

interface Completion<Body> {
  resolve(body: Body): void;
  reject(failure: HttpFailure): void;
  /** Ends the deadline. */
  release(): void;
}

type Receive<Body> = (response: http.IncomingMessage, done: Completion<Body>) => void;

function exchange<Body>(request: HttpRequest, receive: Receive<Body>): Promise<HttpAnswer<Body>> {
  const { endpoint, method, body } = request;
  const where = `${method} ${endpoint.secure ? 'https' : 'http'}://${endpoint.hostname}:${endpoint.port}${endpoint.path}`;
  return new Promise((resolve, reject) => {
    const sent = open(request);
    let answered = false;
    const release = deadlinesOf(request.clock).add(request.timeoutMs, () => {
      fail(new HttpFailure('timeout', `${where}: no complete answer within ${request.timeoutMs} ms`));
    });
    const fail = (failure: HttpFailure): void => {
      release();
      sent.destroy(failure);
      reject(!answered && sent.reusedSocket ? Object.assign(failure, { stale: true }) : failure);
    };
    sent.on('error', (error) => {
      // A backend may answer an upload before its end and leave: what became of the answer, its own events tell.
      if (!answered) fail(error instanceof HttpFailure ? error : failureOf(error, where));
    });
    sent.on('response', (response) => {
      answered = true;
      response.on('error', (error) => fail(error instanceof HttpFailure ? error : failureOf(error, where)));
      receive(response, {
        resolve: (answer) => resolve({ status: response.statusCode ?? 0, headers: pairs(response), body: answer }),
        reject: fail,
        release,
      });
    });
    sent.end(body.length > 0 ? body : undefined);
  });
}

/** @throws HttpFailure for a header or a path that no request can hold */
function open(request: HttpRequest): http.ClientRequest {
  try {
    return start(request);
  } catch (error) {
    throw new HttpFailure('unsendable', `the request cannot be sent: ${(error as Error).message}`);
  }
}

function start(request: HttpRequest): http.ClientRequest {
  const { endpoint, method, body } = request;
  const headers = headerValue(request.headers, 'host') === undefined ? ['Host', endpoint.host] : [];
  for (const [name, value] of request.headers) headers.push(name, value);
  if (body.length > 0 || /^(POST|PUT|PATCH)$/.test(method)) headers.push('Content-Length', `${body.length}`);
  const { hostname, port } = endpoint;
  const path = targetOf(endpoint);
  if (!endpoint.secure) return http.request({ method, headers, hostname, port, path, agent: plain.asAgent() });
  const servername = /^[\d.:]+$|:/.test(endpoint.hostname) ? '' : endpoint.host.replace(/:\d+$/, '');
  return https.request({ method, headers, hostname, port, path, servername, agent: agents[request.certificates] });
}

function collect(response: http.IncomingMessage, done: Completion<Buffer>): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_BODY) done.reject(new HttpFailure('too-large', `the answer has more than ${MAX_BODY} bytes`));
    else chunks.push(chunk);
  });
  response.on('end', () => {
    done.release();
    done.resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size));
  });
}

function pairs(response: http.IncomingMessage): HeaderList {
  const { rawHeaders } = response;
  const headers: [string, string][] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) headers.push([rawHeaders[i], rawHeaders[i + 1]]);
  return headers;
}

// A kept connection may be closed by the backend in the moment in which it is used again.
function isStaleConnection(error: unknown, method: string): boolean {
  return error instanceof HttpFailure && 'stale' in error && /^(GET|HEAD|OPTIONS|PUT|DELETE)$/.test(method);
}
