import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { EmitEvent } from '../events';
import type { FunctionModel } from '../model';
import type { LocalCredentials } from '../services';
import { AsyncInvocations, type EventOutcome } from './async-invocations';
import { BufferedCall, type Call, StreamedCall } from './call';
import { type EnvironmentOwner, ExecutionEnvironment } from './execution-environment';
import { findFunction, type FunctionReference } from './function-name';
import { FunctionPool } from './function-pool';
import { type AssignmentOptions, assignmentOf, runtimeMajor, startVariables } from './function-variables';
import {
  type FunctionInvoker,
  type InvokeOptions,
  InvokeRefusal,
  type InvokeResult,
  type InvokeStream,
} from './invoker';
import { RuntimeProcess } from './runtime-process';
import { SpareProcess } from './spare-process';
import { Watchdog } from './watchdog';

export { StreamFailure } from './call';
export { type ApiRefusal, createLambdaApi, type LambdaApiOptions } from './invoke-api';
export * from './invoker';

/** What a synchronous and an asynchronous event may weigh. */
const EVENT_LIMITS = { RequestResponse: 6_291_456, Event: 1_048_576, DryRun: 6_291_456 } as const;
const DEFAULT_IDLE_MS = 5 * 60 * 1000;
/** This version of Node.js in Lambda no longer takes handlers that call back. */
const FIRST_WITHOUT_CALLBACKS = 24;

export interface LambdaServiceOptions {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  /** By unqualified ARN. */
  readonly functions: ReadonlyMap<string, FunctionModel>;
  readonly credentials: LocalCredentials;
  /**
   * Keys in a function's environment.
   *
   * @default - the local user's
   */
  credentialsOf?(fn: FunctionModel): AssignmentOptions['credentials'];
  /** Variables beside those of the template: endpoints of services that run here. */
  environmentOf(fn: FunctionModel): Record<string, string>;
  /**
   * `host:port` of the app's own APIs → the port where they are here, without TLS.
   *
   * @default - there are none
   */
  localHosts?(): Readonly<Record<string, number>>;
  /** Applied to every value of a function's own variables. */
  rewriteValue?(text: string): string;
  /** Sends what became of an asynchronous event to another service than Lambda, or answers why it did not. */
  deliver?(outcome: EventOutcome): Promise<string | undefined>;
  /**
   * Milliseconds of the clock after which an unused environment ends.
   *
   * @default five minutes
   */
  readonly idleMs?: number;
}

/** Lambda on localhost: a process per concurrent call of a function, kept for the next one. */
export class LambdaService implements FunctionInvoker {
  private functions: ReadonlyMap<string, FunctionModel>;
  private readonly pools = new Map<string, FunctionPool>();
  private readonly retired = new Set<FunctionPool>();
  private readonly rebuilt = new Map<string, string>();
  /** What each pool's environments were told of the gateway, as JSON text. */
  private readonly surroundings = new Map<string, string>();
  private readonly spare = new SpareProcess();
  private readonly watchdog = new Watchdog();
  private readonly events: AsyncInvocations;
  private readonly told = new Set<string>();
  private closed = false;

  constructor(private readonly options: LambdaServiceOptions) {
    this.functions = options.functions;
    this.events = new AsyncInvocations({
      clock: options.clock,
      emit: options.emit,
      run: ({ fn, requestId, invokedArn, payload, options: own }) =>
        this.submit(this.current(fn), new BufferedCall(fn, requestId, invokedArn, payload, own)),
      send: (functionArn, payload) => this.sendEvent(functionArn, payload),
      deliver: options.deliver,
    });
  }

  /** @throws InvokeRefusal */
  invoke(functionArn: string, payload: string, options: InvokeOptions = {}): Promise<InvokeResult> {
    try {
      const type = options.invocationType ?? 'RequestResponse';
      const reference = this.admit(functionArn, payload, options, type);
      const requestId = randomUUID();
      if (type === 'RequestResponse') {
        return this.submit(
          reference.fn,
          new BufferedCall(reference.fn, requestId, reference.invokedArn, payload, options),
        );
      }
      checkJson(payload);
      if (type === 'Event') {
        const { fn, invokedArn } = reference;
        this.events.add({ fn, invokedArn, requestId, payload, options: { ...options, signal: undefined } });
      }
      return Promise.resolve({ requestId, payload: 'null', logTail: '' });
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** @throws InvokeRefusal */
  invokeStream(functionArn: string, payload: string, options: InvokeOptions = {}): Promise<InvokeStream> {
    try {
      const { fn, invokedArn } = this.admit(functionArn, payload, options, 'RequestResponse');
      return this.submit(fn, new StreamedCall(fn, randomUUID(), invokedArn, payload, options));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Keeps a process ready from now on. Call it once the ports accept. */
  prewarm(): void {
    this.spare.enable();
  }

  /**
   * Takes the functions of a new assembly. What did not change keeps its environments and their state; others finish
   * the call under way in the old code.
   *
   * @returns names of functions that are new, changed or gone
   */
  update(functions: ReadonlyMap<string, FunctionModel>): string[] {
    const before = this.functions;
    const changed = [...new Set([...before.keys(), ...functions.keys()])].filter(
      (arn) =>
        JSON.stringify(before.get(arn)) !== JSON.stringify(functions.get(arn)) || this.isSurroundedAnew(arn, functions),
    );
    this.functions = functions;
    for (const arn of changed) {
      if (before.get(arn)?.codeDirectory !== functions.get(arn)?.codeDirectory) this.rebuilt.delete(arn);
      this.replacePool(arn);
    }
    return changed.map((arn) => functions.get(arn)?.name ?? before.get(arn)?.name ?? arn);
  }

  /** Runs a function from a folder other than the assembly's, or from the same one with new content. */
  replaceCode(arn: string, codeDirectory: string): void {
    this.rebuilt.set(arn, codeDirectory);
    this.replacePool(arn);
  }

  /** Process ids of everything that runs for functions now, for diagnosis. */
  get pids(): number[] {
    return [...this.pools.values(), ...this.retired].flatMap(({ pids }) => pids);
  }

  /** Ends every environment; calls under way fail. Resolves when nothing is left. */
  async close(): Promise<void> {
    this.closed = true;
    this.events.close();
    const pools = [...this.pools.values(), ...this.retired];
    this.pools.clear();
    await Promise.all([this.spare.close(), ...pools.map((pool) => pool.close())]);
    this.watchdog.close();
  }

  private admit(
    name: string,
    payload: string,
    { qualifier }: InvokeOptions,
    type: keyof typeof EVENT_LIMITS,
  ): FunctionReference {
    if (this.closed) throw new InvokeRefusal('ServiceException', 'the gateway is closing');
    const reference = findFunction(this.functions, name, qualifier);
    const limit = EVENT_LIMITS[type];
    if (payload.length * 3 > limit && Buffer.byteLength(payload) > limit) {
      const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
      throw new InvokeRefusal('RequestTooLargeException', message);
    }
    return reference;
  }

  private submit<T>(fn: FunctionModel, call: Call & { readonly result: Promise<T> }): Promise<T> {
    try {
      this.poolOf(fn).submit(call);
      return call.result;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  private sendEvent(functionArn: string, payload: string): boolean {
    try {
      const { fn, invokedArn } = findFunction(this.functions, functionArn);
      this.events.add({ fn, invokedArn, requestId: randomUUID(), payload, options: {} });
      return true;
    } catch {
      return false;
    }
  }

  /** A retry runs what the function is by then. */
  private current(fn: FunctionModel): FunctionModel {
    return this.functions.get(fn.arn) ?? fn;
  }

  private poolOf(fn: FunctionModel): FunctionPool {
    const existing = this.pools.get(fn.arn);
    if (existing !== undefined) return existing;
    const codeDirectory = this.rebuilt.get(fn.arn) ?? fn.codeDirectory;
    if (fn.unsupported !== undefined || codeDirectory === undefined) {
      const reason = fn.unsupported ?? 'the assembly does not have its code';
      throw new InvokeRefusal('ServiceException', `${fn.name} cannot run on localhost: ${reason}`);
    }
    const pool = new FunctionPool(fn, {
      clock: this.options.clock,
      idleMs: this.options.idleMs ?? DEFAULT_IDLE_MS,
      start: (owner) => this.start(fn, codeDirectory, owner),
      onBusy: (environment) => this.watchdog.watch(environment),
      onReleased: (environment) => this.watchdog.release(environment),
      onReady: (parameters) => this.onReady(fn, parameters),
    });
    this.pools.set(fn.arn, pool);
    this.surroundings.set(fn.arn, this.surroundingsOf(fn));
    return pool;
  }

  /** Endpoints and addresses may move with a reload, the function itself unchanged. */
  private isSurroundedAnew(arn: string, functions: ReadonlyMap<string, FunctionModel>): boolean {
    const fn = functions.get(arn);
    return fn !== undefined && this.pools.has(arn) && this.surroundings.get(arn) !== this.surroundingsOf(fn);
  }

  private surroundingsOf(fn: FunctionModel): string {
    const { environmentOf, rewriteValue = (text) => text } = this.options;
    return JSON.stringify([environmentOf(fn), Object.values(fn.environment).map((value) => rewriteValue(value))]);
  }

  private start(fn: FunctionModel, codeDirectory: string, owner: EnvironmentOwner): ExecutionEnvironment {
    const { emit, environmentOf, rewriteValue = (text) => text } = this.options;
    const credentials = this.options.credentialsOf?.(fn) ?? this.options.credentials;
    const extra = environmentOf(fn);
    const startedAt = this.options.clock.now();
    const localHosts = this.options.localHosts?.() ?? {};
    const assignment = assignmentOf({ fn, codeDirectory, credentials, extra, rewriteValue, localHosts, startedAt });
    const own = startVariables(assignment);
    const runtime = own === undefined ? this.spare.take() : new RuntimeProcess(own);
    const environment = new ExecutionEnvironment(fn, runtime, owner, emit);
    runtime.send('{"t":"init"}', JSON.stringify(assignment));
    return environment;
  }

  private onReady(fn: FunctionModel, parameters: number): void {
    this.spare.refill();
    if (runtimeMajor(fn) < FIRST_WITHOUT_CALLBACKS || parameters < 3 || this.told.has(fn.arn)) return;
    this.told.add(fn.arn);
    const message = `its handler takes a callback: it runs here, but ${fn.runtime} refuses such handlers on AWS`;
    this.options.emit({ event: 'fidelity', entries: [{ path: fn.origin.path, message, effect: 'differs' }] });
  }

  private replacePool(arn: string): void {
    const old = this.pools.get(arn);
    if (old === undefined) return;
    this.pools.delete(arn);
    const fn = this.functions.get(arn);
    const successor = fn === undefined || fn.unsupported !== undefined ? undefined : this.poolOf(fn);
    const wasUsed = old.isUsed;
    this.retired.add(old);
    void old.retire(successor).then(() => this.retired.delete(old));
    if (wasUsed) successor?.warm();
  }
}

function checkJson(payload: string): void {
  try {
    JSON.parse(payload);
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw new InvokeRefusal('InvalidRequestContentException', message);
  }
}
