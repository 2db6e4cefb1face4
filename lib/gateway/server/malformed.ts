import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawResponse } from './raw';

const STATUS_OF_FAULT: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The answer to what is no HTTP request at all, or one that no stage of an API may see. */
export function badRequest(status = 400): RawResponse {
  return {
    status,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', 'BadRequestException'],
    ],
    body: Buffer.from(`{"message":"${STATUS_CODES[status]}"}`),
  };
}

/** The answer when the gateway itself failed: a fault of ours must look like one of the service. */
export function internalError(): RawResponse {
  return {
    status: 500,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', 'InternalServerErrorException'],
    ],
    body: Buffer.from('{"message": "Internal server error"}'),
  };
}

/** Answers on a bare socket, where node:http made no response object, and ends it. */
export function refuseOnSocket(socket: Duplex, faultCode: string | undefined): void {
  if (!socket.writable || faultCode === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  writeOnSocket(socket, badRequest(STATUS_OF_FAULT[faultCode ?? ''] ?? 400));
}

/** Writes an answer with a body in memory where there is no response object, and ends the connection. */
export function writeOnSocket(socket: Duplex, { status, headers, body }: RawResponse): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${(body as Buffer).length}`,
    'Connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
  socket.end(body);
}
