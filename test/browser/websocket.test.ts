import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, ConnectionTable, ServerlessWebSocketApi } from 'cdk-gatehouse';
import { LocalApi } from 'cdk-gatehouse/testing';
import { type Browser, chromium, type Page } from 'playwright-core';
import { mintToken } from '../../lib/gateway/authorizers';

jest.setTimeout(120_000);

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** Connects as its address says: `?url=wss://…&token=…`. */
const PAGE = `<!doctype html><title>chat</title>
<form><input><button>Send</button></form><ul></ul><p>connecting</p>
<script>
  const { url, token } = Object.fromEntries(new URLSearchParams(location.search));
  const state = document.querySelector('p');
  const socket = new WebSocket(url, token ? ['chat', token] : []);
  socket.onopen = () => { state.textContent = 'open as ' + socket.protocol; };
  socket.onclose = ({ code, wasClean }) => { state.textContent = 'closed ' + code + ' ' + wasClean; };
  socket.onmessage = ({ data }) => {
    document.querySelector('ul').append(Object.assign(document.createElement('li'), { textContent: data }));
  };
  document.querySelector('form').onsubmit = (event) => {
    event.preventDefault();
    socket.send(document.querySelector('input').value);
  };
</script>`;

let browser: Browser;
let server: Server;
let api: LocalApi;

beforeAll(async () => {
  const stack = new Stack(new App(), 'Shop');
  const chat = new ServerlessWebSocketApi(stack, 'Chat', {
    authorizer: Authorizer.cognito(new cognito.UserPool(stack, 'Users')),
    connections: ConnectionTable.create(),
    routes: {
      ping: { backend: Backend.mock({ body: { pong: true } }), reply: true },
      send: { entry: `${__dirname}/../parity/websocket/handlers/send.ts`, reply: true },
    },
  });
  chat.grantManageConnections(chat.route('send'));
  server = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end(PAGE));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  [api, browser] = await Promise.all([
    LocalApi.of(stack),
    chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS }),
  ]);
});

afterAll(async () => {
  await browser?.close();
  server.close();
});

/** A page on which somebody chats. */
async function openChat(sub?: string): Promise<Page> {
  const page = await browser.newPage();
  const address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  address.searchParams.set('url', api.url);
  if (sub !== undefined) address.searchParams.set('token', tokenOf(sub));
  await page.goto(address.href);
  await page.getByText(/^(open|closed)/).waitFor();
  return page;
}

function tokenOf(sub: string): string {
  const { gateway, clock } = api;
  return mintToken({ sub }, { model: gateway.model, keys: gateway.services.state.localKeys, clock });
}

async function say(page: Page, message: object | string): Promise<void> {
  await page.locator('input').fill(typeof message === 'string' ? message : JSON.stringify(message));
  await page.getByRole('button').click();
}

const messagesOf = async (page: Page, count: number) => {
  await page
    .locator('li')
    .nth(count - 1)
    .waitFor();
  return (await page.locator('li').allTextContents()).map((text) => JSON.parse(text));
};

test('two pages talk to each other until one leaves', async () => {
  const [alice, bob] = await Promise.all([openChat('alice'), openChat('bob')]);
  expect(await alice.locator('p').textContent()).toBe('open as chat');
  await say(alice, { action: 'send', text: 'hello' });
  expect(await messagesOf(bob, 1)).toEqual([{ from: 'alice', text: 'hello' }]);
  await say(bob, { action: 'send', text: 'grüezi ☕' });
  const seen = await messagesOf(alice, 3);
  expect(seen).toContainEqual({ from: 'bob', text: 'grüezi ☕' });
  expect(seen).toContainEqual({ sentTo: 2 });
  await bob.evaluate('socket.close(1000)');
  await bob.getByText('closed 1000 true').waitFor();
  await say(alice, { action: 'send', text: 'still there?' });
  expect((await messagesOf(alice, 5)).slice(3)).toContainEqual({ from: 'alice', text: 'still there?' });
  await Promise.all([alice.close(), bob.close()]);
});

test('a page reads replies, and errors as frames', async () => {
  const page = await openChat('alice');
  await say(page, { action: 'ping' });
  await say(page, { action: 'nowhere' });
  await say(page, 'no JSON');
  const [first, second, third] = await messagesOf(page, 3);
  const error = { message: 'Forbidden', connectionId: expect.any(String), requestId: expect.any(String) };
  expect([first, second, third]).toEqual([{ pong: true }, error, error]);
  await page.close();
});

test('a page without a token is not connected', async () => {
  const page = await openChat();
  expect(await page.locator('p').textContent()).toBe('closed 1006 false');
  await page.close();
});

test('a page is told when its connection is closed', async () => {
  const page = await openChat('alice');
  await api.close();
  await page.getByText(/^closed 1001/).waitFor();
  await page.close();
});
