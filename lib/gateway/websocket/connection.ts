import type { WebSocket } from 'ws';
import type { Clock } from '../clock';
import type { Caller, KeyUse } from '../rest/call';
import type { Client, Closure } from './call';
import { MAX_UNREAD_BYTES } from './limits';

/** What a handshake found out about a client. */
export interface Admission {
  readonly client: Client;
  /** Name of the stage: its definition may change while the connection lasts. */
  readonly stage: string;
  readonly caller: Caller;
  readonly keyUse?: KeyUse;
  /** What the handshake's backend chose. */
  readonly subprotocol?: string;
}

/** An open connection. */
export class Connection {
  lastActiveAt: number;
  /** Set once the gateway itself ends it: from then on nothing is heard or sent. */
  ending: Closure | undefined;

  constructor(
    private readonly socket: WebSocket,
    readonly admission: Admission,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.lastActiveAt = clock.now();
  }

  get id(): string {
    return this.admission.client.connectionId;
  }

  /** Any frame, in either direction. */
  touch(): void {
    this.lastActiveAt = this.clock.now();
  }

  /** Sends one text message. A client that has stopped reading is cut off, so that nobody pays for it. */
  send(text: string | Buffer): void {
    if (this.ending || this.socket.readyState !== this.socket.OPEN) return;
    this.touch();
    this.socket.send(text, { binary: false }, ignore);
    if (this.socket.bufferedAmount > MAX_UNREAD_BYTES) this.socket.terminate();
  }

  /** Closes with a code. */
  end(closure: Closure): void {
    if (this.ending) return;
    this.ending = closure;
    this.socket.close(closure.code, closure.reason);
  }

  /** Notes why it is about to end, where somebody else closes it. */
  fail(closure: Closure | undefined): void {
    this.ending ??= closure;
  }

  /** Cuts it off at once. */
  terminate(): void {
    this.socket.terminate();
  }
}

function ignore(): void {}
