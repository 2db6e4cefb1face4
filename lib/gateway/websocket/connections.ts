import type { Clock } from '../clock';
import { DeadlineScan } from '../rest/deadlines';
import type { Closure } from './call';
import type { Connection } from './connection';
import { CLOSE, IDLE_MS, LIFETIME_MS } from './limits';

const GOING_AWAY: Closure = { code: CLOSE.GOING_AWAY, reason: 'Going away' };

/** How long clients may take to say goodbye when all are closed, in milliseconds. */
const FAREWELL_MS = 1000;

interface Entry {
  readonly connection: Connection;
  cancel: () => void;
}

/** The open connections of an API by their ids. They end when nothing happens for too long, and after two hours. */
export class Connections {
  private readonly entries = new Map<string, Entry>();
  private readonly deadlines: DeadlineScan;
  private whenEmpty: (() => void) | undefined;
  private hasClosed = false;

  constructor(private readonly clock: Clock) {
    this.deadlines = new DeadlineScan(clock);
  }

  /** True once the API goes: then nobody is told any more that connections end. */
  get closed(): boolean {
    return this.hasClosed;
  }

  add(connection: Connection): void {
    const entry: Entry = { connection, cancel: () => {} };
    this.entries.set(connection.id, entry);
    this.watch(entry);
    if (this.hasClosed) connection.end(GOING_AWAY);
  }

  /** Undefined for one that is gone or about to go. */
  find(id: string): Connection | undefined {
    const connection = this.entries.get(id)?.connection;
    return connection?.ending ? undefined : connection;
  }

  remove(id: string): void {
    this.entries.get(id)?.cancel();
    this.entries.delete(id);
    if (this.entries.size === 0) this.whenEmpty?.();
  }

  /** Ends those that a predicate chooses. */
  endWhere(isChosen: (connection: Connection) => boolean): void {
    for (const { connection } of this.entries.values()) if (isChosen(connection)) connection.end(GOING_AWAY);
  }

  /** Ends all, and those that come later. Resolves when none is left. */
  async close(): Promise<void> {
    this.hasClosed = true;
    this.endWhere(() => true);
    if (this.entries.size > 0) await this.farewell();
    this.deadlines.close();
  }

  private farewell(): Promise<void> {
    return new Promise((resolve) => {
      const cut = setTimeout(() => {
        for (const { connection } of this.entries.values()) connection.terminate();
      }, FAREWELL_MS);
      this.whenEmpty = () => {
        clearTimeout(cut);
        resolve();
      };
    });
  }

  private watch(entry: Entry): void {
    const { connection } = entry;
    const { connectedAt } = connection.admission.client;
    const end = Math.min(connection.lastActiveAt + IDLE_MS, connectedAt + LIFETIME_MS);
    const left = end - this.clock.now();
    if (left > 0) entry.cancel = this.deadlines.add(left, () => this.watch(entry));
    else connection.end(GOING_AWAY);
  }
}
