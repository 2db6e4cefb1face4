import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { closeAll, lambda, Recorder, route, serve, start, TWO_WAY, webSocketApi, webSocketStage } from './chat';
import { assembly } from '../assembly-model';
import { TimerClock } from '../timer-clock';

afterEach(closeAll);

const api = webSocketApi([route('$disconnect', lambda('end')), route('$default', lambda('fn'), TWO_WAY)]);
const fn = (event: any) => ({ body: `${event.body.length}` });

describe('the end of a connection', () => {
  test.each([
    ['a code and a reason', [4000, 'done'], { disconnectStatusCode: 4000, disconnectReason: 'done' }],
    ['a code alone', [1001], { disconnectStatusCode: 1001, disconnectReason: '' }],
    ['nothing', [], { disconnectStatusCode: 1005, disconnectReason: 'Client-side close frame status not set' }],
  ] as const)('by a client that says %s is an event', async (_name, close, told) => {
    const end = new Recorder();
    const { connect } = await serve(api, { end: end.handler, fn });
    const peer = await connect();
    await peer.close(...close);
    const event = await end.until(() => true);
    expect(event).toMatchObject({
      headers: { 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' },
      multiValueHeaders: { 'x-restapi': [''] },
      requestContext: { routeKey: '$disconnect', eventType: 'DISCONNECT', ...told },
      isBase64Encoded: false,
    });
    expect(event).not.toHaveProperty('body');
  });

  test('by a client that vanishes is one too', async () => {
    const end = new Recorder();
    const { connect } = await serve(api, { end: end.handler, fn });
    const peer = await connect();
    peer.socket.terminate();
    expect((await end.until(() => true)).requestContext.disconnectStatusCode).toBe(1006);
  });

  test('needs no route', async () => {
    const { connect, requests } = await serve(webSocketApi([route('$default', lambda('fn'))]), { fn });
    const peer = await connect();
    await peer.close();
    while (requests().length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(requests()[1]).toMatchObject({ method: 'DISCONNECT', path: '$disconnect', status: 200 });
  });

  test('whose function fails harms nobody', async () => {
    const { connect, requests } = await serve(api, { end: () => Promise.reject(new Error('x')), fn });
    const [one, other] = [await connect(), await connect()];
    await one.close();
    while (!requests().some(({ method }) => method === 'DISCONNECT')) await new Promise(setImmediate);
    expect(await other.ask('abc')).toBe('3');
  });
});

describe('time', () => {
  const MINUTE = 60_000;

  test('ends a connection on which nothing happens for ten minutes', async () => {
    const clock = new TimerClock();
    const end = new Recorder();
    const { connect } = await serve(api, { end: end.handler, fn }, { options: { clock } });
    const [idle, busy] = [await connect(), await connect()];
    clock.advance(9 * MINUTE);
    await busy.ask('x');
    clock.advance(MINUTE);
    expect(await idle.closed()).toEqual({ code: 1001, reason: 'Going away' });
    expect((await end.until(() => true)).requestContext).toMatchObject({
      disconnectStatusCode: 1001,
      disconnectReason: 'Going away',
    });
    clock.advance(8 * MINUTE);
    expect(await busy.ask('xy')).toBe('2');
  });

  test('counts pings of the client as something that happens', async () => {
    const clock = new TimerClock();
    const { connect } = await serve(api, { end: fn, fn }, { options: { clock } });
    const peer = await connect();
    clock.advance(9 * MINUTE);
    peer.socket.ping();
    await once(peer.socket, 'pong');
    clock.advance(9 * MINUTE);
    expect(await peer.ask('x')).toBe('1');
  });

  test('ends every connection after two hours', async () => {
    const clock = new TimerClock();
    const { connect } = await serve(api, { end: () => ({}), fn }, { options: { clock } });
    const peer = await connect();
    for (let minutes = 0; minutes < 119; minutes += 7) {
      clock.advance(7 * MINUTE);
      if (minutes + 7 < 120) await peer.ask('x');
    }
    clock.advance(MINUTE);
    expect(await peer.closed()).toMatchObject({ code: 1001 });
  });
});

describe('size', () => {
  const KB = 1024;

  test('of a frame may be 32 KB, and of a message 128 KB', async () => {
    const { connect } = await serve(api, { end: () => ({}), fn });
    const peer = await connect();
    expect(await peer.ask('x'.repeat(32 * KB))).toBe(`${32 * KB}`);
    for (let part = 0; part < 4; part++) peer.socket.send('x'.repeat(32 * KB), { fin: part === 3 });
    expect(await peer.receive()).toBe(`${128 * KB}`);
  });

  test('beyond that of a frame ends the connection, and the message is not heard', async () => {
    const end = new Recorder();
    const calls = new Recorder(fn);
    const { connect } = await serve(api, { end: end.handler, fn: calls.handler });
    const peer = await connect();
    peer.send('x'.repeat(32 * KB + 1));
    expect(await peer.closed()).toMatchObject({ code: 1009 });
    expect((await end.until(() => true)).requestContext.disconnectStatusCode).toBe(1009);
    expect(calls.events).toEqual([]);
  });

  test('beyond that of a message ends the connection', async () => {
    const end = new Recorder();
    const { connect } = await serve(api, { end: end.handler, fn });
    const peer = await connect();
    for (let part = 0; part < 5; part++) peer.socket.send('x'.repeat(part < 4 ? 32 * KB : 1), { fin: part === 4 });
    expect(await peer.closed()).toMatchObject({ code: 1009 });
    expect((await end.until(() => true)).requestContext.disconnectStatusCode).toBe(1009);
  });
});

describe('what clients may do', () => {
  test('a binary frame ends the connection', async () => {
    const { connect } = await serve(api, { end: () => ({}), fn });
    const peer = await connect();
    peer.socket.send(Buffer.from([1, 2, 3]));
    expect(await peer.closed()).toMatchObject({ code: 1003 });
  });

  test('text that is no UTF-8 ends the connection', async () => {
    const end = new Recorder();
    const { connect } = await serve(api, { end: end.handler, fn });
    const peer = await connect();
    peer.socket.send(Buffer.from([0xc3, 0x28]), { binary: false });
    expect(await peer.closed()).toMatchObject({ code: 1007 });
    expect((await end.until(() => true)).requestContext.disconnectStatusCode).toBe(1007);
  });

  test('fragments and pings between them make one message', async () => {
    const { connect } = await serve(api, { end: () => ({}), fn: (event) => ({ body: event.body }) });
    const peer = await connect();
    peer.socket.send('grü', { fin: false });
    peer.socket.ping();
    peer.socket.send('ße', { fin: true });
    expect(await peer.receive()).toBe('grüße');
  });

  test('a flood of pings is answered', async () => {
    const { connect } = await serve(api, { end: () => ({}), fn });
    const peer = await connect();
    let pongs = 0;
    const all = new Promise<void>((resolve) => peer.socket.on('pong', () => ++pongs === 900 && resolve()));
    for (let count = 0; count < 900; count++) peer.socket.ping();
    await all;
    expect(await peer.ask('x')).toBe('1');
  });

  test('one that stops reading is cut off, and slows no other', async () => {
    const big = 'x'.repeat(120 * 1024);
    const { connect, origin } = await serve(api, { end: () => ({}), fn: () => ({ body: big }) });
    const stopped = dial(Number(new URL(origin).port), '127.0.0.1');
    const head = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
    stopped.write(`GET /dev HTTP/1.1\r\n${head}\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`);
    await once(stopped, 'data');
    stopped.pause();
    stopped.on('error', () => {});
    const other = await connect();
    const cut = once(stopped, 'close');
    for (let count = 0; count < 200; count++) stopped.write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x78]));
    expect((await other.ask('x')).length).toBe(big.length);
    stopped.resume();
    await cut;
  });
});

describe('a reload', () => {
  const handlers = { end: () => ({}), fn: (event: any) => ({ body: event.requestContext.stage }) };

  test('keeps connections, and serves them by the new definition', async () => {
    const { connect, gateway } = await serve(api, handlers);
    const peer = await connect();
    expect(await peer.ask('x')).toBe('dev');
    const next = webSocketApi([route('$default', lambda('other'), TWO_WAY)]);
    await gateway.reload({ ...gateway.model, webSocketApis: [next] });
    expect(await peer.ask('x')).toContain('Internal server error');
    await gateway.reload({ ...gateway.model, webSocketApis: [api] });
    expect(await peer.ask('x')).toBe('dev');
  });

  test('closes those of a stage that has gone', async () => {
    const two = webSocketApi(Object.values(api.routes), { stages: [webSocketStage('dev'), webSocketStage('beta')] });
    const { connect, gateway } = await serve(two, handlers);
    const [dev, beta] = [await connect(), await connect({ path: '/beta' })];
    expect(await beta.ask('x')).toBe('beta');
    await gateway.reload({ ...gateway.model, webSocketApis: [api] });
    expect(await beta.closed()).toEqual({ code: 1001, reason: 'Going away' });
    expect(await dev.ask('x')).toBe('dev');
  });

  test('without the API closes all of its connections', async () => {
    const { connect, gateway } = await serve(api, handlers);
    const peer = await connect();
    await gateway.reload(assembly());
    expect(await peer.closed()).toMatchObject({ code: 1001 });
  });
});

test('closing the gateway closes its connections, and waits for no client', async () => {
  const { connect, gateway } = await start(assembly({ webSocketApis: [webSocketApi([route('$default', undefined)])] }));
  const [one, deaf] = [await connect(), await connect()];
  deaf.socket.pause();
  const closed = one.closed();
  await gateway.close();
  expect(await closed).toEqual({ code: 1001, reason: 'Going away' });
});
