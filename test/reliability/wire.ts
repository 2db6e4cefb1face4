import { connect, type Socket } from 'node:net';

/** What came back on a connection of its own: the whole of it, or the part that was there in time. */
export interface Exchange {
  /** 0 where the other side only closed. */
  readonly status: number;
  readonly text: string;
}

/** Sends bytes and reads until a whole answer is there or the other side ends. */
export function send(port: number, bytes: string | Buffer, deadlineMs = 5000): Promise<Exchange> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text });
    };
    const timer = setTimeout(finish, deadlineMs);
    socket.on('data', (data) => {
      text += data.toString('latin1');
      if (isWhole(text)) finish();
    });
    socket.on('error', finish);
    socket.on('close', finish);
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  });
}

/** A connection on which bytes were sent, and that stays open. */
export function open(port: number, bytes: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', reject);
    socket.once('connect', () => socket.write(Buffer.from(bytes, 'latin1'), () => resolve(socket)));
  });
}

/** Runs `work` for every number below `total`, so many at a time. */
export async function inParallel(total: number, lanes: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < total) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0 || /^HTTP\/1\.1 1\d\d/.test(text)) return false;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
  return text.length >= end + 4 + length;
}
