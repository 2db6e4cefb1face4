import { request } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { count, isFull, report } from './counts';
import { isRunning, ServedApp, writeApp } from './served-app';
import { open, send } from './wire';

/** The gateway gives what is under way three seconds. */
const DEADLINE_MS = 3000;
const CLIENTS = count(10, 50);

const held: Socket[] = [];

afterEach(() => {
  for (const socket of held.splice(0)) socket.destroy();
});

interface Outcome {
  readonly at: number;
  /** Undefined where the connection broke before the answer. */
  readonly status?: number;
}

/** A request on a connection of its own. */
function call(port: number, query: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const done = (status?: number) => resolve({ at: performance.now(), status });
    const sent = request({ host: '127.0.0.1', port, path: `/test/fn?${query}`, agent: false }, (response) => {
      response.on('end', () => done(response.statusCode));
      response.on('error', () => done());
      response.resume();
    });
    sent.on('error', () => done());
    sent.end();
  });
}

async function underLoad(): Promise<{ app: ServedApp; calls: Promise<Outcome>[]; processes: number[] }> {
  const app = await ServedApp.start(writeApp(), '--no-watch');
  await Promise.all(Array.from({ length: 3 }, () => call(app.port, 'wait=100')));
  const halfOpen = [
    '',
    'GET /test/fn HTTP/1.1\r\nHo',
    'POST /test/fn HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab',
  ];
  for (let index = 0; index < CLIENTS; index++) held.push(await open(app.port, halfOpen[index % halfOpen.length]));
  const calls = Array.from({ length: 3 }, () => call(app.port, 'wait=800'));
  await send(app.port, 'GET /test HTTP/1.1\r\nHost: h\r\n\r\n');
  return { app, calls, processes: [app.pid, ...app.children] };
}

const SIGNALS: readonly NodeJS.Signals[] = isFull ? ['SIGTERM', 'SIGINT'] : ['SIGTERM'];

test.each(SIGNALS)('%s answers what is under way, half-open sockets or not', async (signal) => {
  const { app, calls, processes } = await underLoad();
  const startedAt = performance.now();
  const code = await app.stop(signal);
  const ms = performance.now() - startedAt;
  const outcomes = await Promise.all(calls);
  report({ ms, outcomes: outcomes.map(({ status }) => status), processes: processes.length });
  expect(code).toBe(0);
  expect(outcomes.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(ms).toBeLessThan(DEADLINE_MS + 2000);
  expect(processes.filter(isRunning)).toEqual([]);
  expect(app.errors).toBe('');
});

test('what takes longer than the deadline is cut, and nothing is left running', async () => {
  const app = await ServedApp.start(writeApp({ Timeout: 30 }), '--no-watch');
  await call(app.port, 'id=1');
  const hanging = call(app.port, 'hang=1');
  const waiting = call(app.port, 'wait=20000');
  await send(app.port, 'GET /test HTTP/1.1\r\nHost: h\r\n\r\n');
  const processes = [app.pid, ...app.children];
  const startedAt = performance.now();
  expect(await app.stop()).toBe(0);
  const ms = performance.now() - startedAt;
  report({ ms });
  expect(ms).toBeGreaterThan(DEADLINE_MS - 500);
  expect(ms).toBeLessThan(DEADLINE_MS + 2000);
  expect((await Promise.all([hanging, waiting])).map(({ status }) => status)).toEqual([undefined, undefined]);
  expect(processes.filter(isRunning)).toEqual([]);
});

test('a second signal ends it at once, and nothing is left running', async () => {
  const app = await ServedApp.start(writeApp({ Timeout: 30 }), '--no-watch');
  await call(app.port, 'id=1');
  held.push(await open(app.port, 'POST /test/fn HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab'));
  for (let round = 0; round < 3; round++) await send(app.port, 'GET /test HTTP/1.1\r\nHost: h\r\n\r\n');
  const processes = [app.pid, ...app.children];
  const ended = app.stop('SIGINT');
  // Signals of one kind that are still pending are one signal.
  while (app.isUp && (await send(app.port, 'GET /test HTTP/1.1\r\nHost: h\r\n\r\n')).status === 200);
  const startedAt = performance.now();
  expect(await app.stop('SIGINT')).toBe(130);
  expect(performance.now() - startedAt).toBeLessThan(1000);
  await ended;
  // They are killed on the way out: nobody waits for them.
  for (let round = 0; round < 100 && processes.some(isRunning); round++) await sleep(20);
  expect(processes.filter(isRunning)).toEqual([]);
});
