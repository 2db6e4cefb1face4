import * as cognito from 'aws-cdk-lib/aws-cognito';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, BundledFunction, ConnectionTable, ServerlessWebSocketApi } from '../../../lib';
import { LocalApi } from '../../../lib/testing';

let api: LocalApi;

beforeAll(async () => {
  const stack = new Stack(new App(), 'Shop');
  const connections = ConnectionTable.create({ byUser: true });
  const chat = new ServerlessWebSocketApi(stack, 'Chat', {
    authorizer: Authorizer.cognito(new cognito.UserPool(stack, 'Users')),
    connections,
    routes: {
      ping: { backend: Backend.mock({ body: { pong: true } }), reply: true },
      send: {
        entry: `${__dirname}/handlers/send.ts`,
        reply: true,
        requestBody: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } },
      },
    },
  });
  chat.grantManageConnections(chat.route('send'));
  const tell = new BundledFunction(stack, 'Tell', {
    entry: `${__dirname}/handlers/tell.ts`,
    functionName: 'tell',
    environment: { CALLBACK_URL: chat.callbackUrl },
  });
  connections.connectFunction(tell);
  chat.grantManageConnections(tell);
  api = await LocalApi.of(stack);
});

test('a user with a token connects, and gets the answers of two-way routes', async () => {
  const socket = await api.connect({ as: api.user({ sub: 'alice' }) });
  socket.send({ action: 'ping' });
  expect(await socket.receiveJson()).toEqual({ pong: true });
  await socket.close();
});

test('a message reaches everybody who is connected, and nobody who has left', async () => {
  const [alice, bob, carol] = await Promise.all(
    ['alice', 'bob', 'carol'].map((sub) => api.connect({ as: api.user({ sub }) })),
  );
  await carol.close();
  alice.send({ action: 'send', text: 'hello' });
  expect(await bob.receiveJson()).toEqual({ from: 'alice', text: 'hello' });
  const messages = [await alice.receiveJson(), await alice.receiveJson()];
  expect(messages).toContainEqual({ from: 'alice', text: 'hello' });
  expect(messages).toContainEqual({ sentTo: 2 });
  await Promise.all([alice.close(), bob.close()]);
});

test('a function outside of the API reaches all connections of one user', async () => {
  const sockets = await Promise.all(['dora', 'dora', 'bob'].map((sub) => api.connect({ as: api.user({ sub }) })));
  const payload = JSON.stringify({ userId: 'dora', text: 'for you' });
  const { payload: result } = await api.gateway.services.functions.invoke('tell', payload);
  expect(JSON.parse(result)).toEqual({ sent: [expect.any(String), expect.any(String)], gone: [] });
  expect(await sockets[0].receiveJson()).toEqual({ text: 'for you' });
  expect(await sockets[1].receiveJson()).toEqual({ text: 'for you' });
  expect(sockets[2].messages).toEqual([]);
  await Promise.all(sockets.map((socket) => socket.close()));
});

test('the token may stand in the query string, or among the subprotocols', async () => {
  const token = await tokenOf('alice');
  const byQuery = await api.connect({ query: { token } });
  const byProtocol = await api.connect({ protocols: ['chat', token] });
  expect(byProtocol.protocol).toBe('chat');
  await Promise.all([byQuery.close(), byProtocol.close()]);
});

test('nobody connects without a token, or with one of another pool', async () => {
  await expect(api.connect()).rejects.toMatchObject({ status: 401 });
  const [header, payload] = (await tokenOf('alice')).split('.');
  await expect(api.connect({ query: { token: `${header}.${payload}.AAAA` } })).rejects.toMatchObject({ status: 401 });
});

test('messages that do not fit their schema never reach the function', async () => {
  const socket = await api.connect({ as: api.user({ sub: 'alice' }) });
  socket.send({ action: 'send', text: 1 });
  expect(await socket.receiveJson()).toMatchObject({ message: 'Invalid request body' });
  await socket.close();
});

/** The token that a user's header has. */
async function tokenOf(sub: string): Promise<string> {
  const { gateway, clock } = api;
  const { mintToken } = await import('../../../lib/gateway/authorizers');
  return mintToken({ sub }, { model: gateway.model, keys: gateway.services.state.localKeys, clock });
}
