import { once } from 'node:events';
import { WebSocket } from 'ws';

export async function openSocket(url) {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  return socket;
}

/** Opens many, some at a time. */
export async function openSockets(url, count) {
  const sockets = [];
  for (let left = count; left > 0; left -= 50)
    sockets.push(...(await Promise.all(Array.from({ length: Math.min(50, left) }, () => openSocket(url)))));
  return sockets;
}

/** Sends a message whenever the last answer has come, until a time; answers the milliseconds of each, and what went wrong. */
export function exchange(socket, message, end) {
  const times = [];
  let failures = 0;
  return new Promise((resolve) => {
    const settle = () => resolve({ times, failures });
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      socket.send(message);
    };
    socket.on('message', (data) => {
      times.push(performance.now() - sentAt);
      if (data.toString() !== message) failures++;
      if (performance.now() < end) send();
      else settle();
    });
    socket.once('close', () => {
      if (performance.now() < end) failures++;
      settle();
    });
    send();
  });
}

export const MESSAGE = JSON.stringify({ action: 'echo', text: 'x'.repeat(64) });

export function percentile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)];
}
