import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { childProgram } from './child-program';
import { FrameReader, type FrameSink } from './frame-reader';

/** How a process ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProcessOwner extends FrameSink {
  /** Text written past the runtime: native addons, V8, child processes of the function. */
  onForeignOutput(stream: 'stdout' | 'stderr', text: string): void;
  /** Once everything that it sent has been seen. */
  onExit(exit: ProcessExit): void;
}

/** How long what an ended process sent may take to arrive. */
const LAST_WORDS_MS = 250;

const running = new Set<ChildProcess>();

/** Nothing outlives the gateway, however that ends short of SIGKILL. */
function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** A node process that waits to become the environment of one function. */
export class RuntimeProcess {
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  readonly pid: number;
  private readonly child: ChildProcess;
  private readonly socket: Socket;
  private owner?: ProcessOwner;
  private ended?: ProcessExit;

  /** @param env what has to be there before the process starts */
  constructor(env: Readonly<Record<string, string>>) {
    const program = childProgram(join(__dirname, 'bootstrap'), ['main', 'layer-resolution']);
    this.child = spawn(process.execPath, ['--enable-source-maps', program], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    // Node gives up before it makes the pipes when there are too many open files.
    if (this.child.stdio === undefined) throw new Error('no process could be started: too many open files');
    if (running.size === 0) process.on('exit', killAll);
    running.add(this.child);
    this.pid = this.child.pid ?? 0;
    this.socket = this.child.stdio[3] as Socket;
    this.socket.on('error', () => undefined);
    const reader = new FrameReader({
      onFrame: (header, body) => this.owner?.onFrame(header, body),
      onPart: (bytes) => this.owner?.onPart(bytes),
    });
    this.socket.on('data', (chunk: Buffer) => reader.push(chunk));
    this.forward('stdout');
    this.forward('stderr');
    this.gone = new Promise((resolve) => this.watchExit(resolve));
  }

  /** From now on `owner` hears of it, also of an end that has already been. */
  assign(owner: ProcessOwner): void {
    this.owner = owner;
    if (this.ended !== undefined) owner.onExit(this.ended);
  }

  /** `body` has no line break. */
  send(header: string, body: string): void {
    this.socket.write(`${header}\n${body}\n`);
  }

  /** Stops reading, so that the function's stream waits. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  kill(): void {
    this.child.kill('SIGKILL');
    this.socket.resume();
  }

  get hasEnded(): boolean {
    return this.ended !== undefined;
  }

  private forward(name: 'stdout' | 'stderr'): void {
    const stream = this.child[name];
    stream?.setEncoding('utf8').on('data', (text: string) => this.owner?.onForeignOutput(name, text));
    stream?.on('error', () => undefined);
  }

  private watchExit(resolve: () => void): void {
    const finish = (exit: ProcessExit) => {
      if (this.ended !== undefined) return;
      this.ended = exit;
      running.delete(this.child);
      if (running.size === 0) process.removeListener('exit', killAll);
      for (const stream of [this.socket, this.child.stdout, this.child.stderr]) stream?.destroy();
      this.owner?.onExit(exit);
      resolve();
    };
    this.child.on('error', () => finish({ code: 1, signal: null }));
    this.child.on('exit', (code, signal) => {
      // Grandchildren may hold the pipes open for as long as they like.
      const timer = setTimeout(() => finish({ code, signal }), LAST_WORDS_MS);
      this.child.on('close', () => {
        clearTimeout(timer);
        finish({ code, signal });
      });
    });
  }
}
