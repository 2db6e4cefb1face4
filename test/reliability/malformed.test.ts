import { Socket } from 'node:net';
import { count, Dice, report } from './counts';
import { ServedApp, writeApp } from './served-app';
import { type Exchange, inParallel, open, send } from './wire';

const TOTAL = count(110, 10_000);
const LANES = 20;

let app: ServedApp;
const held: Socket[] = [];

beforeAll(async () => {
  app = await ServedApp.start(writeApp({ Timeout: 2 }), '--no-watch');
});

afterEach(() => {
  for (const socket of held.splice(0)) socket.destroy();
});

afterAll(() => app.stop());

const get = (target: string, more = '') => `GET ${target} HTTP/1.1\r\nHost: h\r\n${more}\r\n`;
const post = (target: string, more: string, body: string) => `POST ${target} HTTP/1.1\r\nHost: h\r\n${more}\r\n${body}`;
const chunked = 'Transfer-Encoding: chunked\r\n';
const json = 'Content-Type: application/json\r\n';
const fields = (total: number, length = 1) =>
  Array.from({ length: total }, (_, index) => `x-${index}: ${'v'.repeat(length)}\r\n`).join('');

/** Every one is a request that some client, scanner or attacker sends, and that no server may fall over. */
const SHAPES: readonly ((dice: Dice) => string)[] = [
  // bad encodings
  () => get('/test/%zz'),
  () => get('/test/all/%'),
  () => get('/test/all/%c3%28?a=%c3%28&%=%&=&&a'),
  () => get('/test/all/%00%0d%0aX: y'),
  (dice) => get(`/test/all/${encodeURI(dice.latin1(30)).replaceAll('%', '%2')}`),
  () => get('/test/all/a%2f..%2f..%2fetc%2fpasswd'),
  () => get('/../../test//all//'),
  () => get('//'),
  () => get('/test/__proto__/constructor?__proto__=1&constructor=2', '__proto__: x\r\nconstructor: y\r\n'),
  () => get('*'),
  () => get('http://other.example:99/test/all/x#frag'),
  () => get('/test/fn?x=%F0%28%8C%28', 'X-Bad: \xff\xfe\xc3\x28\r\n'),
  // smuggling
  () => post('/test/fn', `Content-Length: 4\r\n${chunked}`, '0\r\n\r\nGET / HTTP/1.1\r\n\r\n'),
  () => post('/test/fn', 'Content-Length: 3\r\nContent-Length: 4\r\n', 'abcd'),
  () => post('/test/fn', 'Content-Length: +3\r\n', 'abc'),
  () => post('/test/fn', 'Content-Length: 3, 3\r\n', 'abc'),
  () => post('/test/fn', 'Transfer-Encoding : chunked\r\n', '0\r\n\r\n'),
  () => post('/test/fn', 'Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'),
  () => post('/test/fn', 'Transfer-Encoding: gzip, chunked\r\n', '3\r\nabc\r\n0\r\n\r\n'),
  () => post('/test/fn', chunked, 'zz\r\nabc\r\n0\r\n\r\n'),
  () => post('/test/fn', chunked, 'ffffffffffffffff1\r\nabc'),
  () => post('/test/fn', chunked, '3;a="\r\n\r\nabc\r\n0\r\n\r\n'),
  () => post('/test/fn', chunked, '1\nx\n0\n\n'),
  () => 'GET /test/fn HTTP/1.1\nHost: h\n\n',
  () => get('/test/fn', 'a: b\r\n c: folded\r\n'),
  () => get('/test/fn', 'a\x00b: c\r\n'),
  () => get('/test/fn', ' : c\r\n'),
  () => `${get('/test/fn?id=1')}GET /test/fn?id=2 HTTP/9.9\r\n\r\n`,
  () => `${post('/test/fn', 'Content-Length: 1\r\n', 'a')}bcd\r\n\r\n`,
  () => 'GET /test/fn HTTP/1.1\r\n\r\n',
  () => 'GET /test/fn HTTP/1.0\r\n\r\n',
  () => get('/test/fn', 'Host: other\r\n'),
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  () => '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1',
  () => 'CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n',
  () => 'BREW /test/fn HTTP/1.1\r\nHost: h\r\n\r\n',
  () => 'TRACE /test/fn HTTP/1.1\r\nHost: h\r\n\r\n',
  () => get('/test/fn', 'Expect: the-unexpected\r\n'),
  () => get('/test/fn', 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n'),
  () => get('/test/fn with a space'),
  (dice) => dice.latin1(200),
  (dice) => get(`/test/all/${dice.latin1(20).replace(/[^!-~]|[#?]/g, '')}`, `x: ${dice.latin1(5)}\r\n`),
  // more than is allowed
  () => get('/test/fn', fields(2500)),
  () => get('/test/fn', fields(9)),
  () => get('/test/fn', `a: ${'x'.repeat(12_000)}\r\n`),
  () => get('/test/fn', `a: ${'x'.repeat(90_000)}\r\n`),
  () => get(`/test/all/${'a/'.repeat(3000)}`),
  () => get(`/test/fn?${'a=b&'.repeat(2000)}`),
  // after they were dispatched
  () => get('/test/fn?exit=1'),
  () => get('/test/fn?throw=1'),
  () => post('/test/mapped', `${json}Content-Length: 3\r\n`, '{"a'),
  () => post('/test/mapped', `${json}Content-Length: 6\r\n`, '{"a":\xff}'),
  () => post('/test/mapped', `${json}Content-Length: 40000\r\n`, '['.repeat(40_000)),
  () => post('/test/mapped', 'Content-Encoding: gzip\r\nContent-Length: 3\r\n', 'abc'),
];

/** The service still answers as if nothing had been. */
async function expectGoodAnswer(): Promise<void> {
  const { status, text } = await send(app.port, get('/test/fn?id=good'), 15_000);
  expect([status, text.split('\r\n\r\n')[1]]).toEqual([200, '{"id":"good","bytes":0}']);
}

test(`${TOTAL} malformed requests leave the process up, its memory flat and the next request answered`, async () => {
  const dice = new Dice(1);
  const statuses = new Map<number, number>();
  const throwSome = (total: number) =>
    inParallel(total, LANES, async (index) => {
      const { status } = await send(app.port, SHAPES[index % SHAPES.length](dice));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    });
  await throwSome(TOTAL / 2);
  await expectGoodAnswer();
  const { residentMegabytes: before, descriptors } = app;
  await throwSome(TOTAL / 2);
  await expectGoodAnswer();
  const after = app.residentMegabytes;
  report({ statuses: Object.fromEntries(statuses), before, after, descriptors: [descriptors, app.descriptors] });
  expect(app.isUp).toBe(true);
  expect(app.errors).toBe('');
  expect(app.text).not.toContain('"INTERNAL"');
  expect(after).toBeLessThan(before * 1.2 + 20);
  expect(app.descriptors).toBeLessThan(descriptors + 30);
});

test('bodies of 10 MB do not stay in memory', async () => {
  const body = Buffer.alloc(10 * 1024 * 1024, 'x');
  const upload = async (target: string, length: number): Promise<Exchange> => {
    const head = `POST ${target} HTTP/1.1\r\nHost: h\r\nContent-Length: ${length}\r\n\r\n`;
    return send(app.port, Buffer.concat([Buffer.from(head), body, Buffer.alloc(length - body.length, 'y')]), 20_000);
  };
  // Lambda itself takes 6 MB, so the function never sees it.
  const first = await upload('/test/fn', body.length);
  const over = await upload('/test/fn', body.length + 1);
  expect([first.status, over.status]).toEqual([413, 413]);
  for (let round = 0; round < 3; round++) await upload('/test/mapped', body.length);
  const before = app.residentMegabytes;
  await inParallel(count(4, 100), 4, async () => void (await upload('/test/mapped', body.length)));
  report({ before, after: app.residentMegabytes });
  expect(app.residentMegabytes).toBeLessThan(before + 150);
  await expectGoodAnswer();
});

test('clients that stop midway, send slowly or never read keep nobody waiting', async () => {
  const total = count(60, 1000);
  const parts = [
    'GET /test/fn HT',
    'GET /test/fn HTTP/1.1\r\nHost: h\r\nX-Slow: ',
    post('/test/fn', 'Content-Length: 100\r\n', 'some'),
    post('/test/fn', chunked, '5\r\nab'),
    get('/test/fn?wait=500').repeat(3),
    '',
  ];
  await inParallel(total, LANES, async (index) => {
    const socket = await open(app.port, parts[index % parts.length]);
    held.push(socket);
    if (index % 3 === 0) socket.end();
    else if (index % 5 === 0) socket.resetAndDestroy();
  });
  const drip = setInterval(() => {
    for (const socket of held) if (socket.writable) socket.write('x');
  }, 20);
  const startedAt = performance.now();
  try {
    for (let round = 0; round < 5; round++) await expectGoodAnswer();
  } finally {
    clearInterval(drip);
  }
  report({ open: held.length, goodAnswersMs: performance.now() - startedAt });
  expect(app.isUp).toBe(true);
  const before = app.descriptors;
  for (const socket of held.splice(0)) socket.destroy();
  await expectGoodAnswer();
  expect(app.descriptors).toBeLessThanOrEqual(before);
});
