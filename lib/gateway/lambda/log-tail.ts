const TAIL_BYTES = 4096;

/** What a call printed; only its end is kept. */
export class LogTail {
  private lines: string[] = [];
  private length = 0;

  add(line: string): void {
    this.lines.push(line.endsWith('\n') ? line : `${line}\n`);
    this.length += line.length + 1;
    if (this.length <= TAIL_BYTES * 8) return;
    const kept = Buffer.from(this.lines.join('')).subarray(-TAIL_BYTES).toString();
    this.lines = [kept];
    this.length = kept.length;
  }

  /** At most the last 4 KB. */
  text(): string {
    return Buffer.from(this.lines.join('')).subarray(-TAIL_BYTES).toString();
  }
}
