// node echo-load.mjs OPTIONS: each connection sends when its last answer has come; prints round trips per second.
import { exchange, MESSAGE, openSockets } from './sockets.mjs';

const { url, connections, duration } = JSON.parse(process.argv[2]);
const sockets = await openSockets(url, connections);
const end = performance.now() + duration * 1000;
const results = await Promise.all(sockets.map((socket) => exchange(socket, MESSAGE, end)));
for (const socket of sockets) socket.terminate();
console.log(
  JSON.stringify({
    rps: results.flatMap(({ times }) => times).length / duration,
    failures: results.reduce((sum, { failures }) => sum + failures, 0),
  }),
);
