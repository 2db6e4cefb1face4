import { Writable } from 'node:stream';
import type { Channel } from './channel';
import type { CallContext } from './context';
import { failureOf, RuntimeFault } from './failure';
import type { Handler } from './load-handler';
import type { Output } from './output';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
const PRELUDE_CONTENT_TYPE = 'application/vnd.awslambda.http-integration-response';
const PRELUDE_DELIMITER = Buffer.alloc(8);

type MarkedHandler = Handler & { [STREAMING]?: string; [HIGH_WATER_MARK]?: number };

/** The global `awslambda`, which bundles find already there. */
export const awslambda = {
  streamifyResponse(handler: MarkedHandler, options?: { highWaterMark?: number }): Handler {
    handler[STREAMING] = 'response';
    if (typeof options?.highWaterMark === 'number') handler[HIGH_WATER_MARK] = Math.trunc(options.highWaterMark);
    return handler;
  },
  HttpResponseStream: {
    from(stream: ResponseStream, prelude: unknown): ResponseStream {
      stream.setContentType(PRELUDE_CONTENT_TYPE);
      stream._onBeforeFirstWrite = (write) => {
        write(JSON.stringify(prelude));
        write(PRELUDE_DELIMITER);
      };
      return stream;
    },
  },
};

export function isStreaming(handler: MarkedHandler): boolean {
  return handler[STREAMING] === 'response';
}

/** What a streaming handler writes its answer to. */
export class ResponseStream extends Writable {
  _onBeforeFirstWrite?: (write: (chunk: string | Buffer) => void) => void;
  private contentType = 'application/octet-stream';
  private started = false;

  constructor(
    private readonly channel: Channel,
    highWaterMark?: number,
  ) {
    super({ highWaterMark });
  }

  setContentType(contentType: string): void {
    if (this.started) throw new RuntimeFault('InvalidStreamingOperation', 'Cannot set content-type, too late.');
    this.contentType = contentType;
  }

  /** Plain values are written as JSON. */
  override write(chunk: unknown, ...rest: unknown[]): boolean {
    const plain = typeof chunk === 'string' || chunk instanceof Uint8Array;
    return super.write(plain ? chunk : JSON.stringify(chunk), ...(rest as [BufferEncoding]));
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.start();
    this.channel.sendPart(chunk, done);
  }

  override _final(done: () => void): void {
    this.start();
    done();
  }

  private start(): void {
    if (this.started) return;
    this.started = true;
    this.channel.send(JSON.stringify({ t: 'start', contentType: this.contentType }), 'null');
    this._onBeforeFirstWrite?.((part) => this.channel.sendPart(Buffer.from(part), () => undefined));
  }
}

/** One call of a handler made by `streamifyResponse`. */
export class StreamingInvocation {
  whenLoopIsEmpty: () => void = () => this.fail('Response stream is not finished.');
  private answered = false;

  constructor(
    private readonly channel: Channel,
    private readonly output: Output,
    private readonly context: CallContext,
  ) {}

  run(handler: MarkedHandler, event: unknown): void {
    const stream = new ResponseStream(this.channel, handler[HIGH_WATER_MARK]);
    try {
      const result = handler(event, stream, this.context) as PromiseLike<unknown> | undefined;
      if (typeof result?.then !== 'function') {
        this.fail('Streaming does not support non-async handlers.');
        return;
      }
      result.then(
        (value) => this.finishWith(stream, value),
        (error) => this.fail(error),
      );
    } catch (error) {
      this.fail(error);
    }
  }

  readonly fail = (error: unknown): void => {
    if (this.answered) return;
    this.output.logFailure('Invoke Error', error);
    this.answer('{"t":"error"}', JSON.stringify(failureOf(error)));
  };

  private finishWith(stream: ResponseStream, value: unknown): void {
    if (value !== undefined) console.warn('Streaming handlers ignore return values.');
    if (stream.writableFinished) this.answer('{"t":"end"}', 'null');
    else if (stream.destroyed) this.fail(stream.errored ?? 'Response stream is not finished.');
    else {
      stream.once('finish', () => this.answer('{"t":"end"}', 'null'));
      stream.once('error', this.fail);
    }
  }

  private answer(header: string, body: string): void {
    if (this.answered) return;
    this.answered = true;
    this.whenLoopIsEmpty = () => undefined;
    this.channel.hold();
    this.channel.send(header, body);
  }
}
