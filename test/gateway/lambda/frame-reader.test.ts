import { FrameReader } from '../../../lib/gateway/lambda/frame-reader';

const SENT = Buffer.concat([
  Buffer.from('{"t":"result"}\n{"ü":1}\n{"t":"part","n":5}\n'),
  Buffer.from('a\nb\nc'),
  Buffer.from('{"t":"part","n":0}\n{"t":"end"}\nnull\n'),
]);

test.each([1, 2, 3, 7, 1000])('messages are whole again when they come %d bytes at a time', (size) => {
  const seen: string[] = [];
  let part = '';
  const reader = new FrameReader({
    onFrame: (header, body) => seen.push(`${part}${header} ${body}`),
    onPart: (bytes) => {
      part += bytes.toString();
    },
  });
  for (let at = 0; at < SENT.length; at += size) reader.push(SENT.subarray(at, at + size));
  expect(seen).toEqual(['{"t":"result"} {"ü":1}', 'a\nb\nc{"t":"end"} null']);
});
