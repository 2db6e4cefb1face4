import * as cognito from 'aws-cdk-lib/aws-cognito';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, ConnectionTable, ServerlessWebSocketApi } from '../../../lib';
import { LocalApi } from '../../../lib/testing';

let api: LocalApi;

beforeAll(async () => {
  const stack = new Stack(new App(), 'Shop');
  const chat = new ServerlessWebSocketApi(stack, 'Chat', {
    authorizer: Authorizer.cognito(new cognito.UserPool(stack, 'Users')),
    connections: ConnectionTable.create({ byUser: true }),
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
