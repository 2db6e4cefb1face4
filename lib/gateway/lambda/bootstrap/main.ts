/**
 * The program of an execution environment. It starts without knowing its function, so that one can be kept ready; the
 * first message says which function it is, every further one is a call.
 */
import { Module } from 'node:module';
import { Channel, type Message } from './channel';
import { ContextFactory } from './context';
import { failureOf, RuntimeFault } from './failure';
import { Invocation } from './invocation';
import { type Handler, loadHandler } from './load-handler';
import { type LocalHosts, reachLocally } from './local-hosts';
import { Output } from './output';
import { awslambda, isStreaming, StreamingInvocation } from './response-stream';
import { TraceVariable } from './trace-variable';

interface Assignment {
  readonly env: Readonly<Record<string, string>>;
  /** `node_modules` folders for ES modules, where they need one. */
  readonly modulePaths: readonly string[];
  /** Newer runtimes report a promise that never settles, older ones answer `null`. */
  readonly reportsUnsettled: boolean;
  readonly localHosts: LocalHosts;
}

let output: Output;
let assignment: Assignment;
let handler: Handler;
let contexts: ContextFactory;
let current: Invocation | StreamingInvocation | undefined;

const trace = new TraceVariable();

const channel = new Channel((message, body) => {
  if (message.t === 'init') void initialize(JSON.parse(body) as Assignment);
  else invoke(message, body);
});

// Ctrl+C reaches all processes of a terminal: the gateway waits for what is under way, and ends this one then.
process.on('SIGINT', () => undefined);

async function initialize(given: Assignment): Promise<void> {
  assignment = given;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, given.env);
  trace.install();
  (Module as unknown as { _initPaths(): void })._initPaths();
  process.chdir(given.env.LAMBDA_TASK_ROOT);
  output = new Output(channel);
  contexts = new ContextFactory();
  Object.assign(globalThis, { awslambda });
  reachLocally(given.localHosts);
  process.on('uncaughtException', (error) => die('Uncaught Exception', error, 129));
  process.on('unhandledRejection', (reason) => {
    const fault = new RuntimeFault('UnhandledPromiseRejection', String(reason));
    if (reason instanceof Error) fault.stack = `${fault.name}: ${reason.stack}`;
    die('Unhandled Promise Rejection', Object.assign(fault, { reason }), 128);
  });
  process.on('beforeExit', () => current?.whenLoopIsEmpty());
  // A call that is on its way while this process ends has not begun: the gateway sends it elsewhere.
  process.on('exit', () => channel.send(`{"t":"exit","id":"${output.requestId}"}`, 'null'));
  try {
    handler = await loadHandler(given.env.LAMBDA_TASK_ROOT, given.env._HANDLER, given.modulePaths);
  } catch (error) {
    die('Uncaught Exception', error, 1);
    return;
  }
  channel.send(JSON.stringify({ t: 'ready', parameters: handler.length }), 'null');
}

function invoke(call: Message, body: string): void {
  output.requestId = call.id;
  trace.value = call.trace;
  let event: unknown;
  try {
    event = JSON.parse(body);
  } catch (error) {
    channel.send('{"t":"unreadable"}', JSON.stringify((error as Error).message));
    return;
  }
  channel.release();
  const context = contexts.create(call);
  const invocation = isStreaming(handler)
    ? new StreamingInvocation(channel, output, context)
    : new Invocation(channel, output, context, neverSettled);
  current = invocation;
  invocation.run(handler, event);
}

/** The function did nothing more, and neither returned a value nor called back. */
function neverSettled(invocation: Invocation): void {
  if (!assignment.reportsUnsettled) {
    invocation.succeed(null);
    return;
  }
  const message =
    'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes';
  invocation.fail(new RuntimeFault('NodeJsExit', message));
}

/** The last message of an environment that cannot go on. */
function die(title: string, error: unknown, status: number): void {
  output.logFailure(title, error);
  channel.send(`{"t":"fatal","id":"${output.requestId}"}`, JSON.stringify(failureOf(error)));
  process.exit(status);
}
