import { Writable } from 'node:stream';
import { format } from 'node:util';
import type { Channel } from './channel';
import { formatError, intoError } from './failure';

/** Lambda's levels, in order. */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
type Level = (typeof LEVELS)[number];

/** Everything that a function prints, in order and under the request that printed it. */
export class Output {
  requestId: string | undefined;
  private readonly json = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';
  private readonly threshold = Math.max(0, LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase() as Level));

  constructor(private readonly channel: Channel) {
    this.patchStream('stdout', 1);
    this.patchStream('stderr', 2);
    this.patchConsole();
  }

  /** A line that the runtime itself writes about a failure. */
  logFailure(title: string, thrown: unknown): void {
    const error = intoError(thrown);
    if (this.json) console.error(error);
    else console.error(title, formatError(error));
  }

  private patchConsole(): void {
    const target = console as Console & { fatal?: (...parameters: unknown[]) => void };
    for (const level of LEVELS) {
      const log =
        LEVELS.indexOf(level) < this.threshold
          ? () => undefined
          : (...parameters: unknown[]) => this.log(level, parameters);
      target[level.toLowerCase() as 'info'] = log;
      if (level === 'INFO') target.log = log;
    }
  }

  private log(level: Level, parameters: unknown[]): void {
    const time = new Date().toISOString();
    const line = this.json
      ? jsonRecord({ timestamp: time, level, requestId: this.requestId }, parameters)
      : `${time}\t${this.requestId}\t${level}\t${format(...parameters)}`;
    const stream = level === 'WARN' || level === 'ERROR' || level === 'FATAL' ? 'stderr' : 'stdout';
    this.channel.send(`{"t":"log","stream":"${stream}"}`, JSON.stringify(line));
  }

  private patchStream(name: 'stdout' | 'stderr', fd: number): void {
    const { channel } = this;
    const stream = new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        channel.send(`{"t":"print","stream":"${name}"}`, JSON.stringify(chunk.toString()));
        done();
      },
    });
    Object.defineProperty(process, name, {
      value: Object.assign(stream, { fd, isTTY: false }),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
}

function jsonRecord(record: Record<string, unknown>, parameters: unknown[]): string {
  if (parameters.length === 1) {
    try {
      return JSON.stringify({ ...record, message: parameters[0] }, (_key, value) =>
        value instanceof Error ? { ...describeError(value), ...value } : value,
      );
    } catch {
      return JSON.stringify({ ...record, message: format(parameters[0]) });
    }
  }
  const error = parameters.find((parameter) => parameter instanceof Error);
  const details = error === undefined ? {} : describeError(error as Error);
  return JSON.stringify({ ...record, message: format(...parameters), ...details });
}

function describeError(error: Error): object {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
  };
}
