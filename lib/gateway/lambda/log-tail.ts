import type { FunctionModel } from '../model';
import { platformLines } from './platform-log';

const TAIL_BYTES = 4096;

/** What a call printed, with what Lambda writes around it; only its end is kept. */
export class LogTail {
  /** Milliseconds since the epoch, when an environment took the call. */
  startedAt = 0;
  endedAt = 0;
  peakBytes = 0;
  private lines?: string[];
  private length = 0;

  constructor(
    private readonly fn: FunctionModel,
    private readonly requestId: string,
  ) {}

  add(line: string): void {
    this.lines ??= [];
    this.lines.push(line.endsWith('\n') ? line : `${line}\n`);
    this.length += line.length + 1;
    if (this.length <= TAIL_BYTES * 8) return;
    const kept = lastBytes(this.lines.join(''));
    this.lines = [kept];
    this.length = kept.length;
  }

  /** At most the last 4 KB. */
  text(): string {
    const { requestId, startedAt, endedAt, peakBytes } = this;
    const { before, after } = platformLines(this.fn, { requestId, startedAt, endedAt, peakBytes });
    return lastBytes(before + (this.lines?.join('') ?? '') + after);
  }
}

function lastBytes(text: string): string {
  return Buffer.from(text).subarray(-TAIL_BYTES).toString();
}
