import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { App, Stack } from 'aws-cdk-lib/core';
import { WebSocketServer } from 'ws';
import { LocalApi, LocalSocket, SocketRefusal } from '../../lib/testing';

/** A server that sends everything back, and refuses who says so. */
async function startServer() {
  const handshakes: IncomingMessage[] = [];
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    verifyClient: ({ req }, done) => done(!req.url?.includes('refuse'), 403, 'Forbidden'),
  });
  server.on('connection', (socket, request) => {
    handshakes.push(request);
    socket.on('message', (data) => {
      if (data.toString() === 'leave') socket.close(1001, 'Going away');
      else socket.send(data.toString());
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      for (const client of server.clients) client.terminate();
      server.close(() => resolve());
    });
  return { url, handshakes, close };
}

describe('LocalSocket', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('sends and receives in order', async () => {
    const socket = await LocalSocket.open(
      `${server.url}/dev?a=1`,
      [
        ['X-Two', '1'],
        ['X-Two', '2'],
      ],
      ['chat'],
    );
    socket.send('text');
    socket.send({ action: 'json' });
    socket.send(Buffer.from('bytes'));
    const both = [socket.receive(), socket.receiveJson()];
    expect(await both[0]).toBe('text');
    expect(await both[1]).toEqual({ action: 'json' });
    expect(await socket.receive()).toBe('bytes');
    expect(socket.messages).toHaveLength(3);
    expect(socket.protocol).toBe('chat');
    expect(server.handshakes.at(-1)?.headers['x-two']).toBe('1, 2');
    expect(await socket.close()).toEqual({ code: 1000, reason: '' });
  });

  it('says how it was closed', async () => {
    const socket = await LocalSocket.open(server.url, [], []);
    const next = socket.receive();
    socket.send('leave');
    await expect(next).rejects.toThrow('the socket was closed with code 1001 before a message came');
    expect(await socket.closed).toEqual({ code: 1001, reason: 'Going away' });
  });

  it('says how it was refused', async () => {
    const refused = LocalSocket.open(`${server.url}/refuse`, [], []);
    await expect(refused).rejects.toThrow(SocketRefusal);
    await expect(refused).rejects.toMatchObject({ status: 403, body: 'Forbidden' });
  });

  it('is for WebSocket APIs', async () => {
    const stack = new Stack(new App(), 'Rest');
    new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false }).root.addMethod(
      'GET',
      new apigateway.MockIntegration(),
    );
    const api = await LocalApi.of(stack);
    await expect(api.connect()).rejects.toThrow('API "Api" is a REST API: it is called by fetch');
    await api.close();
  });
});
