// node load.mjs URL CONNECTIONS SECONDS: each connection sends when its last answer has come; prints round trips per second.
import { WebSocket } from 'ws';

const [url, connections, seconds] = process.argv.slice(2);
const MESSAGE = JSON.stringify({ action: 'echo', text: 'x'.repeat(64) });
const times = [];
let failures = 0;

const sockets = await Promise.all(Array.from({ length: Number(connections) }, () => open()));
const end = performance.now() + Number(seconds) * 1000;
await Promise.all(sockets.map((socket) => exchange(socket)));
for (const socket of sockets) socket.terminate();
times.sort((a, b) => a - b);
console.log(
  JSON.stringify({ rps: times.length / Number(seconds), failures, p99: times[Math.floor(times.length * 0.99)] }),
);

function open() {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

function exchange(socket) {
  return new Promise((resolve) => {
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      socket.send(MESSAGE);
    };
    socket.on('message', (data) => {
      times.push(performance.now() - sentAt);
      if (data.toString() !== MESSAGE) failures++;
      if (performance.now() < end) send();
      else resolve();
    });
    socket.once('close', () => {
      if (performance.now() < end) failures++;
      resolve();
    });
    send();
  });
}
