import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Clock } from '../clock';
import type { EmitEvent } from '../events';
import { childProgram } from '../lambda/child-program';
import type { TableModel } from '../model';
import type { Message, Request } from './process/main';

/** Expired items are looked for this often; DynamoDB itself may take days. */
const SWEEP_MS = 60_000;

export interface DynamoDbOptions {
  readonly clock: Clock;
  readonly emit: EmitEvent;
}

export interface DynamoDb {
  /** URL for `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
  /**
   * Takes the tables of a new assembly. Content stays, unless the key of a table changed.
   *
   * @throws Error that names the table which cannot be made
   */
  update(tables: readonly TableModel[]): Promise<void>;
  /** Resolves when its process is gone. */
  close(): Promise<void>;
}

/**
 * Starts DynamoDB with those tables, in a process of its own and in memory.
 *
 * @throws Error that names the table which cannot be made
 */
export async function startDynamoDb(tables: readonly TableModel[], options: DynamoDbOptions): Promise<DynamoDb> {
  const connection = new DynamoDbProcess(tables.at(0), options);
  try {
    await connection.listening;
    await connection.update(tables);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

type Unsent<T> = T extends unknown ? Omit<T, 'id'> : never;
type Waiter = { resolve(emptied: readonly string[]): void; reject(error: Error): void };

class DynamoDbProcess implements DynamoDb {
  endpoint = '';
  readonly listening: Promise<void>;
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  private readonly waiting = new Map<number, Waiter>();
  private lastId = 0;
  private cancelSweep?: () => void;
  private closed = false;

  constructor(
    first: TableModel | undefined,
    private readonly options: DynamoDbOptions,
  ) {
    const program = childProgram(join(__dirname, 'process'), ['main']);
    const { region = 'us-east-1', accountId = '000000000000' } = first?.origin ?? {};
    this.child = fork(program, [findDynalite()], {
      env: { AWS_REGION: region, AWS_ACCOUNT_ID: accountId },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const kill = () => this.child.kill('SIGKILL');
    process.on('exit', kill);
    this.gone = new Promise((resolve) => {
      this.child.on('exit', () => {
        process.removeListener('exit', kill);
        this.onExit();
        resolve();
      });
    });
    this.listening = new Promise((resolve, reject) => {
      this.child.on('message', (message: Message) => {
        if (message.type === 'fault') this.warn('dynamodb-fault', message.message);
        else if (message.type !== 'listening') this.onAnswer(message);
        else {
          this.endpoint = `http://127.0.0.1:${message.port}`;
          resolve();
        }
      });
      this.child.on('error', reject);
      this.child.on('exit', () => reject(new Error('DynamoDB on localhost ended before it was ready')));
    });
  }

  async update(tables: readonly TableModel[]): Promise<void> {
    const definitions = tables.map(({ name, origin, createTable, timeToLiveAttribute }) => ({
      name,
      path: origin.path,
      createTable,
      timeToLiveAttribute,
    }));
    const emptied = await this.request({ type: 'tables', tables: definitions });
    for (const path of emptied) {
      this.warn('table-recreated', `the key of the table ${path} changed: it was made anew and is empty`);
    }
    this.cancelSweep?.();
    this.cancelSweep = undefined;
    this.sweepLater();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.cancelSweep?.();
    this.child.kill('SIGKILL');
    await this.gone;
  }

  private request(request: Unsent<Request>): Promise<readonly string[]> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.child.send({ ...request, id }, (error) => {
        if (error !== null) this.onAnswer({ type: 'failed', id, message: error.message });
      });
    });
  }

  private onAnswer(answer: Extract<Message, { id: number }>): void {
    const waiter = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (answer.type === 'done') waiter?.resolve(answer.emptied);
    else waiter?.reject(new Error(answer.message));
  }

  private onExit(): void {
    const message = 'DynamoDB on localhost has ended: its tables are gone until the gateway starts again';
    if (!this.closed) this.warn('dynamodb-ended', message);
    for (const { reject } of this.waiting.values()) reject(new Error(message));
    this.waiting.clear();
  }

  private sweepLater(): void {
    if (this.closed) return;
    this.cancelSweep = this.options.clock.setTimer(() => {
      const swept = this.request({ type: 'sweep', now: this.options.clock.now() });
      swept.catch((error: Error) => this.warn('dynamodb-fault', error.message)).finally(() => this.sweepLater());
    }, SWEEP_MS);
  }

  private warn(code: string, message: string): void {
    if (!this.closed) this.options.emit({ event: 'error', code, message });
  }
}

function findDynalite(): string {
  try {
    return require.resolve('dynalite');
  } catch {
    throw new Error(
      'the template has DynamoDB tables, but the package dynalite is not installed: npm install dynalite',
    );
  }
}
