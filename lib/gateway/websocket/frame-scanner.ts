const DATA_OPCODES = 8;

/** Follows the heads of frames through the bytes of a client, for the one limit that `ws` does not know. */
export class FrameScanner {
  private readonly head = Buffer.allocUnsafeSlow(14);
  private headBytes = 0;
  private payloadBytes = 0;

  constructor(private readonly maxPayloadBytes: number) {}

  /** False once a data frame announces more than is allowed; what follows is not to be scanned. */
  accepts(chunk: Buffer): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.payloadBytes > 0) {
        const skipped = Math.min(this.payloadBytes, chunk.length - at);
        this.payloadBytes -= skipped;
        at += skipped;
      } else {
        this.head[this.headBytes++] = chunk[at++];
        if (!this.readHead()) return false;
      }
    }
    return true;
  }

  private readHead(): boolean {
    if (this.headBytes < 2) return true;
    const [first, second] = this.head;
    const lengthEnd = 2 + extendedLengthBytes(second & 0x7f);
    if (this.headBytes < lengthEnd) return true;
    const length = this.payloadLength(second & 0x7f);
    if (length > this.maxPayloadBytes && (first & 0x0f) < DATA_OPCODES) return false;
    if (this.headBytes < lengthEnd + (second & 0x80 ? 4 : 0)) return true;
    this.headBytes = 0;
    this.payloadBytes = length;
    return true;
  }

  private payloadLength(short: number): number {
    if (short < 126) return short;
    return short === 126 ? this.head.readUInt16BE(2) : Number(this.head.readBigUInt64BE(2));
  }
}

function extendedLengthBytes(short: number): number {
  if (short < 126) return 0;
  return short === 126 ? 2 : 8;
}
