// node stall-load.mjs OPTIONS: ten connections that exchange small messages beside one that is sent large ones, which
// it reads, or does not; prints what the ten notice of it.
import { exchange, MESSAGE, openSocket, openSockets, percentile } from './sockets.mjs';

const { url, duration, reads } = JSON.parse(process.argv[2]);
const LARGE = JSON.stringify({ action: 'echo', text: 'x'.repeat(30_000) });
const INTERVAL_MS = 20;

const neighbour = await openSocket(url);
if (!reads) neighbour.pause();
const sending = setInterval(() => neighbour.send(LARGE), INTERVAL_MS);
const sockets = await openSockets(url, 10);
const end = performance.now() + duration * 1000;
const results = await Promise.all(sockets.map((socket) => exchange(socket, MESSAGE, end)));
clearInterval(sending);
for (const socket of [neighbour, ...sockets]) socket.terminate();
const times = results.flatMap((result) => result.times);
console.log(
  JSON.stringify({
    rps: times.length / duration,
    'p50 ms': percentile(times, 0.5),
    'p99 ms': percentile(times, 0.99),
    failures: results.reduce((sum, { failures }) => sum + failures, 0),
  }),
);
