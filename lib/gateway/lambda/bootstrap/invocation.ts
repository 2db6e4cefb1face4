import type { Channel } from './channel';
import type { CallbackContext, CallContext } from './context';
import { failureOf } from './failure';
import type { Handler } from './load-handler';
import type { Output } from './output';

/** What a synchronous result may weigh. */
const RESULT_LIMIT = 6_291_556;

/** One call of a handler that returns, resolves or calls back. */
export class Invocation {
  /** What happens when nothing is left to do: `beforeExit`. */
  whenLoopIsEmpty: () => void;
  private answered = false;

  constructor(
    private readonly channel: Channel,
    private readonly output: Output,
    private readonly context: CallContext,
    neverSettled: (invocation: Invocation) => void,
  ) {
    this.whenLoopIsEmpty = () => neverSettled(this);
  }

  run(handler: Handler, event: unknown): void {
    try {
      const result = handler(event, this.extendContext(), this.once(this.callBack)) as PromiseLike<unknown> | undefined;
      if (typeof result?.then === 'function') {
        result.then(
          (value) => this.finish(undefined, value),
          (error) => this.fail(error),
        );
      }
    } catch (error) {
      this.fail(error);
    }
  }

  /** Answers with an error, at once. */
  readonly fail = (error: unknown): void => {
    if (this.answered) return;
    const reported = error ?? 'handled';
    this.output.logFailure('Invoke Error', reported);
    this.answer('{"t":"error"}', JSON.stringify(failureOf(reported)));
  };

  /** Answers with a value, at once. */
  succeed(value: unknown): void {
    if (this.answered) return;
    let text: string;
    try {
      text = JSON.stringify(value) ?? 'null';
    } catch {
      this.fail(new Error('Unable to stringify response body'));
      return;
    }
    if (text.length * 3 > RESULT_LIMIT && Buffer.byteLength(text) > RESULT_LIMIT) {
      this.answer(
        '{"t":"error"}',
        JSON.stringify({
          errorType: 'Function.ResponseSizeTooLarge',
          errorMessage: `Response payload size exceeded maximum allowed payload size (${RESULT_LIMIT} bytes).`,
        }),
      );
      return;
    }
    this.answer('{"t":"result"}', text);
  }

  private answer(header: string, body: string): void {
    this.answered = true;
    this.whenLoopIsEmpty = () => undefined;
    this.channel.hold();
    this.channel.send(header, body);
  }

  private readonly finish = (error: unknown, value?: unknown): void => {
    if (error !== undefined && error !== null) this.fail(error);
    else this.succeed(value);
  };

  private readonly callBack = (error: unknown, value?: unknown): void => {
    if ((error !== undefined && error !== null) || !this.context.callbackWaitsForEmptyEventLoop)
      this.finish(error, value);
    else this.whenLoopIsEmpty = () => this.succeed(value);
  };

  private extendContext(): CallbackContext {
    const context = this.context as CallbackContext;
    context.succeed = this.once((value) => this.finish(undefined, value));
    context.fail = this.once((error) => this.fail(error));
    context.done = this.once(this.finish);
    return context;
  }

  private once(report: (error: unknown, value?: unknown) => void): (error: unknown, value?: unknown) => void {
    let called = false;
    return (error, value) => {
      if (called) return;
      called = true;
      report(error, value);
    };
  }
}
