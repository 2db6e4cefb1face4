import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib/core';
import { Backend, ServerlessWebSocketApi } from '../../../lib';
import { LocalApi } from '../../../lib/testing';

let stack: Stack;
let api: LocalApi;

beforeAll(async () => {
  stack = new Stack(new App(), 'Shop');
  const chat = new ServerlessWebSocketApi(stack, 'Chat', {
    routes: { ping: { backend: Backend.mock({ body: { pong: true } }), reply: true } },
  });
  const assumedBy = new iam.AccountRootPrincipal();
  chat.grantConnect(new iam.Role(stack, 'Member', { assumedBy }));
  new iam.Role(stack, 'Stranger', { assumedBy });
  api = await LocalApi.of(stack);
});

test('without an authorizer, whoever signs and may connect is connected', async () => {
  for (const caller of [api.signed, api.role('Member')]) {
    const socket = await api.connect({ as: caller });
    socket.send({ action: 'ping' });
    expect(await socket.receiveJson()).toEqual({ pong: true });
    await socket.close();
  }
});

test('nobody else is', async () => {
  await expect(api.connect()).rejects.toMatchObject({ status: 403 });
  await expect(api.connect({ as: api.role('Stranger') })).rejects.toMatchObject({ status: 403 });
});
