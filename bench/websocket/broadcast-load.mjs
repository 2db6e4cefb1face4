// node broadcast-load.mjs OPTIONS: one of many connections has a message posted to all of them, some times; prints how
// long that takes, and how many messages never came.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../compare.mjs';
import { openSockets } from './sockets.mjs';

const { url, connections, broadcasts } = JSON.parse(process.argv[2]);
const PATIENCE_MS = 20_000;

const sockets = await openSockets(url, connections);
const ids = [];
for (const socket of sockets) {
  socket.send('{"action":"identify"}');
  const [data] = await once(socket, 'message');
  ids.push(data.toString());
}
const times = [];
let lost = 0;
for (let i = 0; i < broadcasts; i++) {
  const text = `message ${i}`;
  const started = performance.now();
  let last = started;
  const received = sockets.map(
    (socket) =>
      new Promise((resolve) => {
        const listen = (data) => {
          if (data.toString() !== text) return;
          socket.off('message', listen);
          last = performance.now();
          resolve(true);
        };
        socket.on('message', listen);
      }),
  );
  sockets[0].send(JSON.stringify({ action: 'broadcast', ids, text }));
  const late = sleep(PATIENCE_MS, false, { ref: false });
  const outcomes = await Promise.all(received.map((one) => Promise.race([one, late])));
  lost += outcomes.filter((outcome) => !outcome).length;
  times.push(last - started);
}
for (const socket of sockets) socket.terminate();
console.log(JSON.stringify({ 'broadcast ms': median(times), lost }));
