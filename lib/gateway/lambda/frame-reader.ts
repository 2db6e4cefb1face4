const NEWLINE = 10;
const PART = '{"t":"part"';

export interface FrameSink {
  /** A header line and its body, both JSON text. */
  onFrame(header: string, body: string): void;
  /** Bytes of a response stream. */
  onPart(bytes: Buffer): void;
}

/** Takes an execution environment's messages apart, however the socket cuts them. */
export class FrameReader {
  private readonly partial: Buffer[] = [];
  private header?: string;
  private rawBytesLeft = 0;

  constructor(private readonly sink: FrameSink) {}

  push(chunk: Buffer): void {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.rawBytesLeft > 0) {
        const bytes = chunk.subarray(offset, offset + this.rawBytesLeft);
        this.rawBytesLeft -= bytes.length;
        offset += bytes.length;
        this.sink.onPart(bytes);
        continue;
      }
      const end = chunk.indexOf(NEWLINE, offset);
      if (end === -1) {
        this.partial.push(chunk.subarray(offset));
        return;
      }
      const line =
        this.partial.length === 0 ? chunk.toString('utf8', offset, end) : this.complete(chunk.subarray(offset, end));
      offset = end + 1;
      this.onLine(line);
    }
  }

  private complete(last: Buffer): string {
    const line = Buffer.concat([...this.partial, last]).toString();
    this.partial.length = 0;
    return line;
  }

  private onLine(line: string): void {
    if (this.header !== undefined) {
      const { header } = this;
      this.header = undefined;
      this.sink.onFrame(header, line);
    } else if (line.startsWith(PART)) {
      this.rawBytesLeft = JSON.parse(line).n;
    } else {
      this.header = line;
    }
  }
}
