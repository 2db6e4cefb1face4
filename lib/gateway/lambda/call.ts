import { Readable } from 'node:stream';
import type { FunctionModel } from '../model';
import { InvokeRefusal, type InvokeOptions, type InvokeResult, type InvokeStream } from './invoker';
import { LogTail } from './log-tail';

/** One invocation, from the queue to its answer. Answers after the first one are dropped. */
export abstract class Call {
  readonly log: LogTail;
  /** Since it waits, on the monotonic clock; 0 for a call that found its environment at once. */
  queuedAt = 0;

  constructor(
    fn: FunctionModel,
    readonly requestId: string,
    /** As the caller named the function. */
    readonly arn: string,
    readonly payload: string,
    readonly options: InvokeOptions,
  ) {
    this.log = new LogTail(fn, requestId);
  }

  abstract complete(payload: string): void;
  /** @param payload error as JSON text */
  abstract fail(payload: string): void;
  abstract refuse(refusal: InvokeRefusal): void;
  abstract startStream(contentType: string): void;
  /** False: the reader is behind, and `resume` will be called. */
  abstract addPart(bytes: Buffer, resume: () => void): boolean;
  abstract endStream(): void;
}

/** A call whose answer is one payload. */
export class BufferedCall extends Call {
  readonly result: Promise<InvokeResult>;
  private readonly parts: Buffer[] = [];
  private resolve!: (result: InvokeResult) => void;
  private reject!: (error: unknown) => void;

  constructor(fn: FunctionModel, requestId: string, arn: string, payload: string, options: InvokeOptions) {
    super(fn, requestId, arn, payload, options);
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    const { signal } = options;
    signal?.addEventListener('abort', () => this.reject(signal.reason), { once: true });
  }

  complete(payload: string): void {
    this.resolve(new Answer(this.requestId, payload, undefined, this.log));
  }

  fail(payload: string): void {
    this.resolve(new Answer(this.requestId, payload, 'Unhandled', this.log));
  }

  refuse(refusal: InvokeRefusal): void {
    this.reject(refusal);
  }

  startStream(): void {
    this.parts.length = 0;
  }

  addPart(bytes: Buffer): boolean {
    this.parts.push(bytes);
    return true;
  }

  endStream(): void {
    this.complete(Buffer.concat(this.parts).toString());
  }
}

class Answer implements InvokeResult {
  constructor(
    readonly requestId: string,
    readonly payload: string,
    readonly functionError: 'Unhandled' | undefined,
    private readonly log: LogTail,
  ) {}

  get logTail(): string {
    return this.log.text();
  }
}

/** A call whose answer is passed on while the function writes it. */
export class StreamedCall extends Call {
  readonly result: Promise<InvokeStream>;
  private resolve!: (stream: InvokeStream) => void;
  private reject!: (error: unknown) => void;
  private started = false;
  private resume?: () => void;
  private readonly body: Readable;

  constructor(fn: FunctionModel, requestId: string, arn: string, payload: string, options: InvokeOptions) {
    super(fn, requestId, arn, payload, options);
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    const release = () => {
      const { resume } = this;
      this.resume = undefined;
      resume?.();
    };
    this.body = new Readable({
      read: release,
      destroy(error, done) {
        // Lambda goes on when the client has left; what it writes then is dropped.
        release();
        done(error);
      },
    });
    // It may fail before its reader has it in hand.
    this.body.on('error', () => undefined);
  }

  complete(payload: string): void {
    this.startStream('application/json');
    this.body.push(payload);
    this.endStream();
  }

  fail(payload: string): void {
    if (this.started) {
      this.body.destroy(new StreamFailure(payload));
      return;
    }
    this.body.push(null);
    this.begin({ failure: payload });
  }

  refuse(refusal: InvokeRefusal): void {
    this.reject(refusal);
  }

  startStream(contentType: string): void {
    this.begin({ contentType });
  }

  addPart(bytes: Buffer, resume: () => void): boolean {
    if (this.body.destroyed || this.body.push(bytes)) return true;
    this.resume = resume;
    return false;
  }

  endStream(): void {
    if (!this.body.destroyed) this.body.push(null);
  }

  private begin(details: { contentType?: string; failure?: string }): void {
    if (this.started) return;
    this.started = true;
    this.resolve({ requestId: this.requestId, body: this.body, ...details });
  }
}

/** What a response stream ends with when its function fails midway. */
export class StreamFailure extends Error {
  constructor(
    /** `{ errorType, errorMessage, trace }` as JSON text. */
    readonly payload: string,
  ) {
    super('the function failed after it had begun to answer');
  }
}
