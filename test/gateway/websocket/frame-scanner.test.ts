import { FrameScanner } from '../../../lib/gateway/websocket/frame-scanner';

const LIMIT = 32 * 1024;

function frame(length: number, { opcode = 1, masked = true } = {}): Buffer {
  const short = length < 126 ? length : length < 65_536 ? 126 : 127;
  const extended = Buffer.alloc(short < 126 ? 0 : short === 126 ? 2 : 8);
  if (short === 126) extended.writeUInt16BE(length);
  if (short === 127) extended.writeBigUInt64BE(BigInt(length));
  const head = Buffer.concat([Buffer.from([0x80 | opcode, (masked ? 0x80 : 0) | short]), extended]);
  return Buffer.concat([head, Buffer.alloc(masked ? 4 : 0), Buffer.alloc(length, 0xff)]);
}

test('accepts a frame of just the limit, and nothing above it', () => {
  expect(new FrameScanner(LIMIT).accepts(frame(LIMIT))).toBe(true);
  expect(new FrameScanner(LIMIT).accepts(frame(LIMIT + 1))).toBe(false);
  expect(new FrameScanner(LIMIT).accepts(frame(70_000))).toBe(false);
});

test('refuses on the head alone', () => {
  expect(new FrameScanner(LIMIT).accepts(frame(LIMIT + 1).subarray(0, 4))).toBe(false);
});

test('finds the next head whatever the bytes between look like, and however they are cut', () => {
  const bytes = Buffer.concat([
    frame(10),
    frame(300),
    frame(0),
    frame(LIMIT),
    frame(5, { masked: false }),
    frame(LIMIT + 1),
  ]);
  for (const size of [1, 3, 7, 1000, bytes.length]) {
    const scanner = new FrameScanner(LIMIT);
    const verdicts: boolean[] = [];
    for (let at = 0; at < bytes.length && verdicts.at(-1) !== false; at += size) {
      verdicts.push(scanner.accepts(bytes.subarray(at, at + size)));
    }
    expect(verdicts.at(-1)).toBe(false);
    expect(verdicts.length * size).toBeGreaterThan(bytes.length - LIMIT - 10);
  }
});

test('leaves control frames to the protocol', () => {
  expect(new FrameScanner(LIMIT).accepts(frame(LIMIT + 1, { opcode: 9 }))).toBe(true);
});

test('counts continued frames one by one', () => {
  const scanner = new FrameScanner(LIMIT);
  expect(scanner.accepts(frame(LIMIT, { opcode: 0 }))).toBe(true);
  expect(scanner.accepts(frame(LIMIT, { opcode: 0 }))).toBe(true);
});

test('takes a length beyond all numbers', () => {
  const head = Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
  expect(new FrameScanner(LIMIT).accepts(head)).toBe(false);
});
