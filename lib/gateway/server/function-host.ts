import type { Clock } from '../clock';
import { type EmitEvent, faultEvent } from '../events';
import type { LambdaService } from '../lambda';
import type { EventOutcome } from '../lambda/async-invocations';
import type { FunctionInvoker } from '../lambda/invoker';
import { dropAhead } from '../lambda/spare-process';
import type { FunctionModel } from '../model';
import type { LocalCredentials } from '../services';
import type { Running } from './control-api';
import { type Listener, listen } from './listener';
import type { RawRequest, RawResponse } from './raw';

type Functions = ReadonlyMap<string, FunctionModel>;

export interface FunctionHostOptions {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly credentials: LocalCredentials;
  /** Keys of a function's role, where the assembly has it. */
  credentialsOf(fn: FunctionModel): Pick<LocalCredentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;
  /** What functions can ask for. */
  running(): Running;
  /** Stands between the functions and all that calls them. */
  intercept?(functions: FunctionInvoker): FunctionInvoker;
  /** Variables that a function has beside its own. */
  environmentOf(fn: FunctionModel): Record<string, string>;
  /** `host:port` of the app's own APIs → the port where they are here, without TLS. */
  localHosts(): Readonly<Record<string, number>>;
  /** Applied to every value of a function's own variables. */
  rewriteValue(text: string): string;
  /** Sends what became of an asynchronous event to another service than Lambda, or answers why it did not. */
  deliver(outcome: EventOutcome): Promise<string | undefined>;
}

/** The functions of an assembly, and the Invoke API that they reach each other by. Both are loaded when needed. */
export class FunctionHost {
  readonly invoker: FunctionInvoker;
  private functions: Functions = new Map();
  private control: Listener | undefined;
  private service: LambdaService | undefined;
  private api: ((request: RawRequest) => Promise<RawResponse>) | undefined;

  constructor(private readonly options: FunctionHostOptions) {
    const own: FunctionInvoker = {
      invoke: (...call) => this.lambda.invoke(...call),
      invokeStream: (...call) => this.lambda.invokeStream(...call),
    };
    this.invoker = options.intercept?.(own) ?? own;
  }

  /** Base URL of the Invoke API; undefined while nothing needs one. */
  get endpoint(): string | undefined {
    return this.control && `http://127.0.0.1:${this.control.port}`;
  }

  /** Takes the functions of an assembly, and answers the names of those that are new, changed or gone. */
  async serve(functions: Functions): Promise<string[]> {
    const isFirst = this.service === undefined;
    this.functions = functions;
    if (functions.size > 0) this.control ??= await this.openControl();
    return isFirst ? [] : this.lambda.update(functions);
  }

  /** Keeps a process ready for the next cold start. */
  prewarm(): void {
    if (this.functions.size > 0) this.lambda.prewarm();
    else dropAhead();
  }

  replaceCode(arn: string, codeDirectory: string): void {
    this.lambda.replaceCode(arn, codeDirectory);
  }

  async close(): Promise<void> {
    await Promise.all([this.control?.close(), this.service?.close()]);
  }

  private get lambda(): LambdaService {
    if (!this.service) {
      const { LambdaService: Service } = require('../lambda') as typeof import('../lambda');
      this.service = new Service({ ...this.options, functions: this.functions });
    }
    return this.service;
  }

  private openControl(): Promise<Listener> {
    const { clock, emit } = this.options;
    return listen({
      host: '127.0.0.1',
      port: 0,
      clock,
      handle: (request) => this.answerControl(request),
      onFault: (error) => emit(faultEvent(error)),
    });
  }

  private answerControl(request: RawRequest): Promise<RawResponse> {
    if (!this.api) {
      const { createControlApi } = require('./control-api') as typeof import('./control-api');
      this.api = createControlApi(this.invoker, this.options, () => this.options.running());
    }
    return this.api(request);
  }
}
