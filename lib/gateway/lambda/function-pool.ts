import { availableParallelism } from 'node:os';
import type { Clock } from '../clock';
import type { FunctionModel } from '../model';
import type { Call } from './call';
import type { EnvironmentOwner, ExecutionEnvironment } from './execution-environment';
import { InvokeRefusal } from './invoker';

/** A call waits this long for an environment before another one is started. */
const SCALE_OUT_AFTER_MS = 20;
const STARTS_AT_ONCE = 2;
/** So late a timer means that the machine is busy: calls then wait for it, and one more process would make it worse. */
const STALL_MS = 5;
/** Up to so long: a machine that is always busy shall still scale. */
const STALLED_LONGEST_MS = 200;
/** Up to so many environments also start when the queue has not been empty for as long, however fast it moves. */
const CHEAP_ENVIRONMENTS = Math.min(4, availableParallelism());
/** What one machine bears; Lambda's own limit is a thousand. */
const MAX_ENVIRONMENTS = 100;

export interface PoolOptions {
  readonly clock: Clock;
  /** After this long without a call an environment ends. */
  readonly idleMs: number;
  start(owner: EnvironmentOwner): ExecutionEnvironment;
  onBusy(environment: ExecutionEnvironment): void;
  onReleased(environment: ExecutionEnvironment): void;
  onReady(parameters: number): void;
}

/** The environments of one version of a function's code, and the calls that wait for them. */
export class FunctionPool implements EnvironmentOwner {
  private readonly environments = new Set<ExecutionEnvironment>();
  /** Most recently used last. */
  private readonly idle: ExecutionEnvironment[] = [];
  private readonly queue: Call[] = [];
  private starting = 0;
  private queueSince = 0;
  private lastStart = Number.NEGATIVE_INFINITY;
  private lastStall = Number.NEGATIVE_INFINITY;
  private scaleTimer?: NodeJS.Timeout;
  private cancelIdleTimer?: () => void;
  private retired = false;
  private successor?: FunctionPool;

  constructor(
    readonly fn: FunctionModel,
    private readonly options: PoolOptions,
  ) {}

  get pids(): number[] {
    return [...this.environments].map(({ pid }) => pid);
  }

  get isUsed(): boolean {
    return this.environments.size > 0;
  }

  /** @throws InvokeRefusal above the reserved concurrency */
  submit(call: Call): void {
    const limit = this.fn.reservedConcurrency;
    if (limit !== undefined && this.concurrency >= limit) {
      throw new InvokeRefusal('TooManyRequestsException', 'Rate Exceeded.');
    }
    const environment = this.idle.pop();
    if (environment !== undefined) {
      this.dispatch(environment, call);
      return;
    }
    this.wait(call);
  }

  /** Starts the first environment before anybody asks for it. */
  warm(): void {
    if (this.environments.size === 0) this.start();
  }

  /**
   * Environments end as soon as they have finished the call under way; queued calls are served by `successor`.
   * Resolves when none is left.
   */
  async retire(successor?: FunctionPool): Promise<void> {
    this.retired = true;
    this.successor = successor;
    clearTimeout(this.scaleTimer);
    this.cancelIdleTimer?.();
    const all = [...this.environments];
    for (const environment of all) {
      if (environment.state !== 'busy') environment.kill();
    }
    this.passOn();
    await Promise.all(all.map(({ gone }) => gone));
  }

  /** Ends everything; resolves when nothing is left. */
  async close(): Promise<void> {
    const gone = this.retire();
    for (const environment of this.environments) environment.kill();
    await gone;
  }

  onReady(environment: ExecutionEnvironment, parameters: number): void {
    this.starting -= 1;
    this.options.onReady(parameters);
    this.onIdle(environment);
    this.scaleOut();
  }

  onIdle(environment: ExecutionEnvironment): void {
    if (this.retired) {
      this.options.onReleased(environment);
      environment.kill();
      return;
    }
    const call = this.queue.shift();
    if (call !== undefined) {
      this.dispatch(environment, call);
      return;
    }
    this.options.onReleased(environment);
    environment.idleSince = this.options.clock.now();
    this.idle.push(environment);
    this.cancelIdleTimer ??= this.options.clock.setTimer(() => this.endIdle(), this.options.idleMs);
  }

  onReturned(call: Call): void {
    this.queue.unshift(call);
    if (this.retired) this.passOn();
  }

  onEnded(environment: ExecutionEnvironment, initFailure?: (requestId: string) => string): void {
    this.options.onReleased(environment);
    this.environments.delete(environment);
    const index = this.idle.indexOf(environment);
    if (index !== -1) this.idle.splice(index, 1);
    if (initFailure !== undefined) {
      this.starting -= 1;
      if (!this.retired) this.failWaiting(initFailure);
    }
    if (!this.retired) this.scaleOut();
  }

  private wait(call: Call): void {
    call.queuedAt = performance.now();
    if (this.queue.length === 0) this.queueSince = call.queuedAt;
    this.queue.push(call);
    this.scaleOut();
  }

  private get concurrency(): number {
    return this.queue.length + this.environments.size - this.idle.length - this.starting;
  }

  private dispatch(environment: ExecutionEnvironment, call: Call): void {
    environment.run(call);
    this.options.onBusy(environment);
  }

  private scaleOut(): void {
    if (this.queue.length === 0 || this.starting >= STARTS_AT_ONCE || this.environments.size >= MAX_ENVIRONMENTS)
      return;
    if (this.environments.size === 0) {
      this.start();
      return;
    }
    if (this.scaleTimer !== undefined) return;
    const dueAt = Math.max(performance.now(), this.nextStart());
    // Timers run before input is read: the answers that free environments may have arrived already.
    const check = () => setImmediate(() => this.checkQueue(dueAt));
    this.scaleTimer = setTimeout(check, dueAt - performance.now());
  }

  private checkQueue(dueAt: number): void {
    this.scaleTimer = undefined;
    if (this.queue.length === 0 || this.retired) return;
    if (performance.now() - dueAt > STALL_MS) this.lastStall = performance.now();
    if (performance.now() >= this.nextStart() - 1 && this.starting < STARTS_AT_ONCE) this.start();
    this.scaleOut();
  }

  private nextStart(): number {
    const waiting = this.environments.size < CHEAP_ENVIRONMENTS ? this.queueSince : this.queue[0].queuedAt;
    const sinceStall = Math.min(this.lastStall, waiting + STALLED_LONGEST_MS);
    return Math.max(waiting, this.lastStart, sinceStall) + SCALE_OUT_AFTER_MS;
  }

  private start(): void {
    this.starting += 1;
    this.lastStart = performance.now();
    try {
      const environment = this.options.start(this);
      this.environments.add(environment);
      this.options.onBusy(environment);
    } catch (error) {
      this.starting -= 1;
      if (this.environments.size === 0) this.refuseWaiting((error as Error).message);
    }
  }

  private passOn(): void {
    const { successor } = this;
    if (successor === undefined) this.refuseWaiting('the function is no longer there');
    else for (const call of this.queue.splice(0)) successor.wait(call);
  }

  private refuseWaiting(reason: string): void {
    for (const call of this.queue.splice(0)) call.refuse(new InvokeRefusal('ServiceException', reason));
  }

  /** With no other environment to serve them, all who wait would see the same failure. */
  private failWaiting(initFailure: (requestId: string) => string): void {
    const count = this.environments.size - this.starting > 0 ? 1 : this.queue.length;
    for (const call of this.queue.splice(0, count)) call.fail(initFailure(call.requestId));
  }

  private endIdle(): void {
    this.cancelIdleTimer = undefined;
    const now = this.options.clock.now();
    const expired = this.idle.filter(({ idleSince }) => idleSince + this.options.idleMs <= now);
    for (const environment of expired) {
      this.idle.splice(this.idle.indexOf(environment), 1);
      environment.kill();
    }
    if (this.idle.length === 0) return;
    const oldest = Math.min(...this.idle.map(({ idleSince }) => idleSince));
    this.cancelIdleTimer = this.options.clock.setTimer(() => this.endIdle(), oldest + this.options.idleMs - now);
  }
}
