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
  const answer = badRequest(STATUS_OF_FAULT[faultCode ?? ''] ?? 400);
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
    ...answer.headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${(answer.body as Buffer).length}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${answer.body}`);
}
