import type { EmitEvent } from '../events';
import type { FunctionModel } from '../model';
import type { Call } from './call';
import { exitFailure, timeoutFailure, timeoutText } from './failure-payload';
import { InvokeRefusal } from './invoker';
import type { ProcessExit, ProcessOwner, RuntimeProcess } from './runtime-process';

/** Lambda gives the code of a function this long to load, or the function's own timeout if that is longer. */
const INIT_LIMIT_MS = 10_000;

export interface EnvironmentOwner {
  onReady(environment: ExecutionEnvironment, parameters: number): void;
  onIdle(environment: ExecutionEnvironment): void;
  /** The environment ended before it had begun this call. */
  onReturned(call: Call): void;
  /** @param initFailure makes the answer of a call that waited for this start; absent once it was ready */
  onEnded(environment: ExecutionEnvironment, initFailure?: (requestId: string) => string): void;
}

export type EnvironmentState = 'starting' | 'idle' | 'busy' | 'ended';

/** One process that serves one function, one call at a time. */
export class ExecutionEnvironment implements ProcessOwner {
  state: EnvironmentState = 'starting';
  /** Milliseconds since the epoch; starting and busy environments have one. */
  deadline: number;
  /** Of the gateway's clock, for idle-out. */
  idleSince = 0;
  busySince = performance.now();
  /** Highest that was measured, in bytes. */
  peakMemory = 0;
  private call?: Call;
  private lastRequestId?: string;
  private initError?: string;
  /** The call that it was at when it ended by itself. */
  private endedAt?: string;
  private timedOut = false;
  /** Killed, but not gone yet: what it still sends counts, new calls it gets none. */
  private dying = false;
  private readonly unfinished = { stdout: '', stderr: '' };
  /** Most calls name the function as the one before did. */
  private named = { arn: '', text: '' };

  constructor(
    readonly fn: FunctionModel,
    private readonly process: RuntimeProcess,
    private readonly owner: EnvironmentOwner,
    private readonly emit: EmitEvent,
  ) {
    this.deadline = Date.now() + Math.max(INIT_LIMIT_MS, fn.timeoutMs);
    process.assign(this);
  }

  get pid(): number {
    return this.process.pid;
  }

  get gone(): Promise<void> {
    return this.process.gone;
  }

  /** Only while idle. */
  run(call: Call): void {
    const now = Date.now();
    this.state = 'busy';
    this.call = call;
    this.lastRequestId = call.requestId;
    this.busySince = performance.now();
    this.deadline = now + this.fn.timeoutMs;
    call.log.startedAt = now;
    if (this.named.arn !== call.arn) this.named = { arn: call.arn, text: JSON.stringify(call.arn) };
    this.process.send(headerOf(call, this.deadline, this.named.text), singleLine(call.payload));
  }

  /** A call under way fails as if its process had died. */
  kill(): void {
    this.dying = true;
    this.process.kill();
  }

  /** Ends a call that took too long, and with it the environment. */
  expire(): void {
    this.timedOut = true;
    const { call } = this;
    if (call !== undefined) {
      this.print('stderr', `${new Date().toISOString()} ${call.requestId} ${timeoutText(this.fn.timeoutMs)}`);
      this.finish((finished) => finished.fail(timeoutFailure(finished.requestId, this.fn.timeoutMs)));
    }
    this.kill();
  }

  onFrame(header: string, body: string): void {
    if (header === '{"t":"result"}') {
      this.finish((call) => call.complete(body));
      this.becomeIdle();
      return;
    }
    const frame = JSON.parse(header) as Frame;
    if (frame.t === 'log') this.print(frame.stream, JSON.parse(body));
    else if (frame.t === 'print') this.onForeignOutput(frame.stream, JSON.parse(body));
    else if (frame.t === 'ready') this.becomeReady(frame.parameters);
    else if (frame.t === 'start') this.call?.startStream(frame.contentType);
    else if (frame.t === 'fatal') this.fail(frame.id, body);
    else if (frame.t === 'exit') this.endedAt = frame.id;
    else {
      this.finish((call) => answer(call, frame.t, body));
      this.becomeIdle();
    }
  }

  onPart(bytes: Buffer): void {
    const goesOn = this.call?.addPart(bytes, () => this.process.resume()) ?? true;
    if (!goesOn) this.process.pause();
  }

  onForeignOutput(stream: 'stdout' | 'stderr', text: string): void {
    const lines = (this.unfinished[stream] + text).split('\n');
    this.unfinished[stream] = lines.pop() ?? '';
    for (const line of lines) this.print(stream, line);
  }

  onExit(exit: ProcessExit): void {
    this.flushOutput();
    const wasStarting = this.state === 'starting';
    this.state = 'ended';
    if (wasStarting && this.initError === undefined && !this.dying) this.printExit(exitFailure('-', exit));
    this.giveUpCall(exit);
    this.owner.onEnded(this, wasStarting ? (requestId) => this.initFailure(requestId, exit) : undefined);
  }

  private giveUpCall(exit: ProcessExit): void {
    const { call } = this;
    if (call === undefined) return;
    if (this.endedAt !== undefined && this.endedAt !== call.requestId) {
      this.call = undefined;
      this.owner.onReturned(call);
      return;
    }
    const failure = exitFailure(call.requestId, exit);
    this.printExit(failure);
    this.finish((finished) => finished.fail(failure));
  }

  private initFailure(requestId: string, exit: ProcessExit): string {
    if (this.timedOut) return timeoutFailure(requestId, this.fn.timeoutMs);
    return this.initError ?? exitFailure(requestId, exit);
  }

  private fail(requestId: string, payload: string): void {
    if (this.state === 'starting') this.initError = payload;
    else if (this.call?.requestId === requestId) this.finish((call) => call.fail(payload));
  }

  private finish(settle: (call: Call) => void): void {
    const { call } = this;
    if (call === undefined) return;
    this.flushOutput();
    this.call = undefined;
    call.log.endedAt = Date.now();
    call.log.peakBytes = this.peakMemory;
    settle(call);
  }

  private becomeReady(parameters: number): void {
    if (this.dying) return;
    this.state = 'idle';
    this.owner.onReady(this, parameters);
  }

  private becomeIdle(): void {
    if (this.state !== 'busy' || this.dying) return;
    this.state = 'idle';
    this.owner.onIdle(this);
  }

  private flushOutput(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const text = this.unfinished[stream];
      if (text === '') continue;
      this.unfinished[stream] = '';
      this.print(stream, text);
    }
  }

  private printExit(failure: string): void {
    this.print('stderr', `${JSON.parse(failure).errorMessage}\nRuntime.ExitError`);
  }

  private print(stream: 'stdout' | 'stderr', text: string): void {
    this.call?.log.add(text);
    this.emit({ event: 'function-log', function: this.fn.name, requestId: this.lastRequestId, stream, text });
  }
}

type Frame =
  | { readonly t: 'log'; readonly stream: 'stdout' | 'stderr' }
  | { readonly t: 'print'; readonly stream: 'stdout' | 'stderr' }
  | { readonly t: 'ready'; readonly parameters: number }
  | { readonly t: 'start'; readonly contentType: string }
  | { readonly t: 'fatal'; readonly id: string }
  | { readonly t: 'exit'; readonly id: string }
  | { readonly t: AnswerKind };

type AnswerKind = 'error' | 'end' | 'unreadable';

function answer(call: Call, kind: AnswerKind, body: string): void {
  if (kind === 'error') call.fail(body);
  else if (kind === 'end') call.endStream();
  else {
    const reason = `Could not parse request body into json: ${JSON.parse(body)}`;
    call.refuse(new InvokeRefusal('InvalidRequestContentException', reason));
  }
}

function headerOf(call: Call, deadline: number, arn: string): string {
  const { traceId, clientContext } = call.options;
  const trace = traceId === undefined ? '' : `,"trace":${JSON.stringify(traceId)}`;
  const client = clientContext === undefined ? '' : `,"client":${JSON.stringify(clientContext)}`;
  return `{"t":"invoke","id":"${call.requestId}","deadline":${deadline},"arn":${arn}${trace}${client}}`;
}

/** JSON text may hold line breaks between its tokens only. */
function singleLine(json: string): string {
  return json.includes('\n') ? json.replaceAll('\n', ' ') : json;
}
