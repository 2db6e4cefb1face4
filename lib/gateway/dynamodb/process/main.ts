/** DynamoDB's process: dynalite behind what it lacks. The gateway tells it of tables and time through messages. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gate } from './gate';
import { Operations } from './operations';
import { Store } from './store';
import { type TableDefinition, Tables } from './tables';
import { TimeToLive } from './time-to-live';
import { Transactions } from './transactions';

export type Request =
  | { readonly id: number; readonly type: 'tables'; readonly tables: readonly TableDefinition[] }
  | { readonly id: number; readonly type: 'sweep'; readonly now: number };

export type Message =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'done'; readonly id: number; readonly emptied: readonly string[] }
  | { readonly type: 'fault'; readonly message: string }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };

const MAX_BODY_BYTES = 16 * 1024 * 1024;

const dynalite = require(process.argv[2]) as (options: object) => Server;
const store = new Store(dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }), reportFault);
const gate = new Gate();
const timeToLive = new TimeToLive(store);
const tables = new Tables(store);
const operations = new Operations({ store, gate, timeToLive, transactions: new Transactions(store) });

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  let length = 0;
  incoming.on('error', () => undefined);
  outgoing.on('error', () => undefined);
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  incoming.on('end', () => {
    if (length > MAX_BODY_BYTES) {
      outgoing.writeHead(413).end();
      return;
    }
    const { method, url, headers } = incoming;
    operations.answer({ method, url, headers }, Buffer.concat(chunks)).then(
      (answer) => outgoing.writeHead(answer.status, answer.headers).end(answer.body),
      (error: Error) => {
        reportFault(error);
        outgoing.writeHead(500, { 'Content-Type': 'application/x-amz-json-1.0' });
        outgoing.end('{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}');
      },
    );
  });
});
server.keepAliveTimeout = 75_000;

async function applyTables(definitions: readonly TableDefinition[]): Promise<string[]> {
  const emptied = await tables.apply(definitions);
  for (const { name, timeToLiveAttribute } of definitions) timeToLive.set(name, timeToLiveAttribute);
  return emptied;
}

async function serve(request: Request): Promise<Message> {
  try {
    if (request.type === 'tables') {
      const emptied = await gate.exclusive(() => applyTables(request.tables));
      return { type: 'done', id: request.id, emptied };
    }
    await gate.shared(() => timeToLive.sweep(request.now));
    return { type: 'done', id: request.id, emptied: [] };
  } catch (error) {
    return { type: 'failed', id: request.id, message: (error as Error).message };
  }
}

function reportFault(error: Error): void {
  send({ type: 'fault', message: error.stack ?? error.message });
}

function send(message: Message): void {
  process.send?.(message);
}

process.on('message', async (request: Request) => send(await serve(request)));
process.on('disconnect', () => process.exit(0));
// A terminal's signals reach all processes of it: the gateway answers what is under way first, and ends this one then.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
server.listen(0, '127.0.0.1', () => send({ type: 'listening', port: (server.address() as AddressInfo).port }));
