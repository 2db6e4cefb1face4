import { writeSync } from 'node:fs';
import { Socket, type SocketConstructorOpts } from 'node:net';

/** The socket to the gateway. Descriptors 0 to 2 belong to the function. */
const DESCRIPTOR = 3;
const NEWLINE = 10;
/** Past this, whoever prints waits for the gateway, as on a full pipe. */
const QUEUE_LIMIT = 4 * 1024 * 1024;

type Receiver = (header: Message, body: string) => void;

export interface Message {
  readonly t: 'init' | 'invoke';
  readonly id?: string;
  readonly deadline?: number;
  readonly arn?: string;
  readonly trace?: string;
  readonly client?: string;
}

/**
 * Messages of two lines: a JSON header and its body. Everything is written at once, past the event loop, so that what
 * was printed precedes the answer and nothing is lost when the process ends.
 */
export class Channel {
  private readonly socket: Socket;
  private readonly queue: { bytes: Buffer; done?: () => void }[] = [];
  private queuedBytes = 0;
  private ending = false;
  private partial: Buffer[] = [];
  private header?: Message;

  constructor(private readonly receive: Receiver) {
    const buffer = Buffer.allocUnsafeSlow(65_536);
    // One buffer for all reads, and none of the stream's own steps: every call pays for what is done here.
    const onread = {
      buffer,
      callback: (length: number) => {
        this.read(buffer.subarray(0, length));
        return true;
      },
    };
    this.socket = new Socket({ fd: DESCRIPTOR, readable: true, writable: false, onread } as SocketConstructorOpts);
    this.socket.on('end', () => process.exit(0)).resume();
    this.socket.on('error', () => process.exit(0));
    process.on('exit', () => this.flush());
  }

  /** Lets an idle environment wait for its next call. */
  hold(): void {
    this.socket.ref();
  }

  /** Lets `beforeExit` fire once the function has nothing left to do. */
  release(): void {
    this.socket.unref();
  }

  /** `body` has no line break. */
  send(header: string, body: string): void {
    this.writeText(`${header}\n${body}\n`);
    if (this.queuedBytes > QUEUE_LIMIT) this.drain();
  }

  /** Raw bytes of a response stream; `done` once they left this process. */
  sendPart(chunk: Buffer, done: () => void): void {
    this.write(Buffer.from(`{"t":"part","n":${chunk.length}}\n`));
    this.write(chunk, done);
  }

  private writeText(text: string): void {
    if (this.queue.length > 0) {
      this.write(Buffer.from(text));
      return;
    }
    const written = attempt(text);
    if (written < Buffer.byteLength(text)) this.enqueue(Buffer.from(text).subarray(written));
  }

  private write(bytes: Buffer, done?: () => void): void {
    const written = this.queue.length === 0 ? attempt(bytes) : 0;
    if (written < bytes.length) this.enqueue(bytes.subarray(written), done);
    else done?.();
  }

  private enqueue(bytes: Buffer, done?: () => void): void {
    this.queue.push({ bytes, done });
    this.queuedBytes += bytes.length;
    if (this.ending) this.drain();
    else if (this.queue.length === 1) this.retryLater();
  }

  private retryLater(): void {
    setTimeout(() => {
      this.writeQueue();
      if (this.queue.length > 0) this.retryLater();
    }, 1);
  }

  private writeQueue(): void {
    while (this.queue.length > 0) {
      const first = this.queue[0];
      const written = attempt(first.bytes);
      this.queuedBytes -= written;
      first.bytes = first.bytes.subarray(written);
      if (first.bytes.length > 0) return;
      this.queue.shift();
      first.done?.();
    }
  }

  private drain(): void {
    const pause = new Int32Array(new SharedArrayBuffer(4));
    while (this.queue.length > 0) {
      this.writeQueue();
      if (this.queue.length > 0) Atomics.wait(pause, 0, 0, 1);
    }
  }

  private flush(): void {
    this.ending = true;
    this.drain();
  }

  private read(chunk: Buffer): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end === -1) break;
      this.line(this.completed(chunk.subarray(start, end)));
      start = end + 1;
    }
    if (start < chunk.length) this.partial.push(Buffer.from(chunk.subarray(start)));
  }

  private completed(last: Buffer): string {
    if (this.partial.length === 0) return last.toString();
    const whole = Buffer.concat([...this.partial, last]).toString();
    this.partial = [];
    return whole;
  }

  private line(text: string): void {
    if (this.header === undefined) {
      this.header = JSON.parse(text) as Message;
      return;
    }
    const header = this.header;
    this.header = undefined;
    this.receive(header, text);
  }
}

/** Bytes that the socket took. Ends the process when the gateway is gone. */
function attempt(data: Buffer | string): number {
  try {
    return typeof data === 'string' ? writeSync(DESCRIPTOR, data) : writeSync(DESCRIPTOR, data);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    return process.exit(0);
  }
}
