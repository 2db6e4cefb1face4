import type { Clock } from '../clock';
import type { EmitEvent } from '../events';
import type { FunctionModel } from '../model';
import { InvokeRefusal, type InvokeOptions, type InvokeResult } from './invoker';

/** Between attempts of a function that failed. */
const RETRY_DELAYS_MS = [60_000, 120_000];
const THROTTLED_DELAY_MS = 1_000;
const THROTTLED_DELAY_LIMIT_MS = 300_000;
/** An event is given up at this age. */
const MAX_AGE_MS = 6 * 60 * 60 * 1000;

/** Longer messages are cut for dead-letter queues. */
const MAX_ERROR_MESSAGE = 1024;
const ONLY_FUNCTIONS = 'only functions of this app are destinations here';

export interface AsyncEvent {
  readonly fn: FunctionModel;
  readonly invokedArn: string;
  readonly requestId: string;
  readonly payload: string;
  readonly options: InvokeOptions;
}

/** What became of an event, for a queue, a topic, a bus or a bucket. */
export interface EventOutcome {
  readonly destination: string;
  readonly isSuccess: boolean;
  readonly functionName: string;
  readonly functionArn: string;
  /** JSON text: the record of the call, or the event itself for a dead-letter queue. */
  readonly body: string;
  /** Attributes of a message that a dead-letter queue gets. */
  readonly attributes?: Readonly<Record<string, string | number>>;
}

export interface AsyncInvocationsOptions {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  /** Runs it once; the request id stays the same over retries. */
  run(event: AsyncEvent): Promise<InvokeResult>;
  /** Sends a record to another function, or answers false when there is none of that name here. */
  send(functionArn: string, payload: string): boolean;
  /**
   * Sends an outcome to another service. Answers why it did not arrive.
   *
   * @default - nothing but functions is a destination
   */
  deliver?(outcome: EventOutcome): Promise<string | undefined>;
}

interface Attempt {
  readonly event: AsyncEvent;
  readonly receivedAt: number;
  readonly count: number;
  readonly throttledMs: number;
}

/** Lambda's queue of asynchronous events: runs each, again where it failed, and reports its end to a destination. */
export class AsyncInvocations {
  private readonly timers = new Set<() => void>();
  private readonly told = new Set<string>();
  private closed = false;

  constructor(private readonly options: AsyncInvocationsOptions) {}

  add(event: AsyncEvent): void {
    const receivedAt = this.options.clock.now();
    this.attempt({ event, receivedAt, count: 1, throttledMs: THROTTLED_DELAY_MS });
  }

  close(): void {
    this.closed = true;
    for (const cancel of this.timers) cancel();
    this.timers.clear();
  }

  private attempt(attempt: Attempt): void {
    this.options.run(attempt.event).then(
      (result) => this.onResult(attempt, result),
      (error: unknown) => this.onRefusal(attempt, error),
    );
  }

  private onResult(attempt: Attempt, result: InvokeResult): void {
    if (this.closed) return;
    const { fn } = attempt.event;
    if (result.functionError === undefined) {
      this.report(attempt, fn.onSuccess, destinationRecord(attempt, 'Success', this.now(), result), 'Success');
      return;
    }
    const age = this.options.clock.now() - attempt.receivedAt;
    if (attempt.count <= fn.maximumRetryAttempts && age < MAX_AGE_MS) {
      const delay = RETRY_DELAYS_MS[Math.min(attempt.count, RETRY_DELAYS_MS.length) - 1];
      this.later(delay, () => this.attempt({ ...attempt, count: attempt.count + 1 }));
      return;
    }
    this.report(attempt, fn.onFailure, destinationRecord(attempt, 'RetriesExhausted', this.now(), result), 'Failure');
    this.bury(attempt, { ErrorCode: 200, ErrorMessage: errorMessageOf(result.payload) });
  }

  private onRefusal(attempt: Attempt, error: unknown): void {
    if (this.closed) return;
    const throttled = error instanceof InvokeRefusal && error.errorType === 'TooManyRequestsException';
    const age = this.options.clock.now() - attempt.receivedAt;
    if (throttled && attempt.event.fn.reservedConcurrency !== 0 && age < MAX_AGE_MS) {
      const throttledMs = Math.min(attempt.throttledMs * 2, THROTTLED_DELAY_LIMIT_MS);
      this.later(attempt.throttledMs, () => this.attempt({ ...attempt, throttledMs }));
      return;
    }
    const message = `the event for ${attempt.event.fn.name} was dropped: ${(error as Error).message}`;
    this.options.emit({ event: 'error', code: 'event-dropped', message });
    const { fn } = attempt.event;
    this.report(attempt, fn.onFailure, destinationRecord(attempt, 'EventAgeExceeded', this.now()), 'Failure');
    this.bury(attempt, { ErrorCode: 429, ErrorMessage: (error as Error).message });
  }

  /** The event itself, to the dead-letter queue. */
  private bury(attempt: Attempt, failure: { readonly ErrorCode: number; readonly ErrorMessage: string }): void {
    const { fn, requestId, payload } = attempt.event;
    const ErrorMessage = failure.ErrorMessage.slice(0, MAX_ERROR_MESSAGE);
    this.report(attempt, fn.deadLetterArn, payload, 'Failure', { RequestID: requestId, ...failure, ErrorMessage });
  }

  private report(
    { event: { fn } }: Attempt,
    destination: string | undefined,
    body: string,
    end: 'Success' | 'Failure',
    attributes?: EventOutcome['attributes'],
  ): void {
    if (destination === undefined || this.options.send(destination, body)) return;
    const outcome = { destination, isSuccess: end === 'Success', functionName: fn.name, functionArn: fn.arn, body };
    const delivery = this.options.deliver?.({ ...outcome, attributes }) ?? Promise.resolve(ONLY_FUNCTIONS);
    void delivery.then((fault) => fault !== undefined && this.tell(fn, destination, fault));
  }

  /** Once for each destination. */
  private tell(fn: FunctionModel, destination: string, fault: string): void {
    const key = `${fn.arn} ${destination}`;
    if (this.closed || this.told.has(key)) return;
    this.told.add(key);
    const message = `the outcome of an asynchronous call is not delivered to ${destination}: ${fault}`;
    const entry = { path: fn.origin.path, message, effect: 'differs' } as const;
    this.options.emit({ event: 'fidelity', entries: [entry] });
  }

  private later(ms: number, run: () => void): void {
    const cancel = this.options.clock.setTimer(() => {
      this.timers.delete(cancel);
      run();
    }, ms);
    this.timers.add(cancel);
  }

  private now(): string {
    return new Date(this.options.clock.now()).toISOString();
  }
}

function errorMessageOf(payload: string): string {
  try {
    return String((JSON.parse(payload) as { errorMessage?: unknown }).errorMessage ?? '');
  } catch {
    return payload;
  }
}

function destinationRecord(
  { event, count }: Attempt,
  condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded',
  timestamp: string,
  result?: InvokeResult,
): string {
  const { requestId, fn } = event;
  const requestContext = { requestId, functionArn: `${fn.arn}:$LATEST`, condition, approximateInvokeCount: count };
  const head = JSON.stringify({ version: '1.0', timestamp, requestContext }).slice(0, -1);
  const request = `${head},"requestPayload":${event.payload}`;
  if (result === undefined) return `${request}}`;
  const { functionError } = result;
  const responseContext = JSON.stringify({ statusCode: 200, executedVersion: '$LATEST', functionError });
  return `${request},"responseContext":${responseContext},"responsePayload":${result.payload}}`;
}
