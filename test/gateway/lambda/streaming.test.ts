import { text } from 'node:stream/consumers';
import { StreamFailure } from '../../../lib/gateway/lambda';
import { Functions } from './functions';

let functions: Functions;
beforeEach(() => {
  functions = new Functions();
});
afterEach(() => functions.close());

function streaming(body: string): string {
  return functions.add(
    'fn',
    `const { pipeline } = require('stream/promises'); const { Readable } = require('stream');
    exports.handler = awslambda.streamifyResponse(async (event, out, context) => { ${body} })`,
  );
}

test('metadata goes before the body, behind it eight zero bytes', async () => {
  const arn = streaming(
    'out = awslambda.HttpResponseStream.from(out, { statusCode: 201, headers: { a: "b" } }); out.write("hi"); out.end()',
  );
  const { body, contentType } = await functions.start().invokeStream(arn, '{}');
  expect(contentType).toBe('application/vnd.awslambda.http-integration-response');
  expect(await text(body)).toBe(`{"statusCode":201,"headers":{"a":"b"}}${'\0'.repeat(8)}hi`);
});

test('parts arrive while the function runs', async () => {
  const arn = streaming('out.write("one"); await new Promise((r) => setTimeout(r, 300)); out.end("two")');
  const service = functions.start();
  const { body } = await service.invokeStream(arn, '{}');
  const iterator = body[Symbol.asyncIterator]();
  expect(String((await iterator.next()).value)).toBe('one');
  expect(String((await iterator.next()).value)).toBe('two');
  expect((await iterator.next()).done).toBe(true);
});

test('20 MB through a pipeline to a slow reader do not pile up in the function', async () => {
  const arn =
    streaming(`let most = 0; const watch = setInterval(() => { most = Math.max(most, process.memoryUsage().rss) }, 5);
    await pipeline(Readable.from((function* () { for (let i = 0; i < 320; i++) yield Buffer.alloc(65536, 97) })()), out); clearInterval(watch); console.log("most " + most)`);
  const service = functions.start();
  const { body } = await service.invokeStream(arn, '{}');
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  expect(bytes).toBe(320 * 65_536);
  await service.invoke(arn, '{}').catch(() => undefined);
  const most = Number(/most (\d+)/.exec(functions.printed().join('\n'))?.[1]);
  expect(most).toBeLessThan(120e6);
}, 20_000);

test('a buffered call gets what the function streamed', async () => {
  const arn = streaming('out.write("{\\"a\\":"); out.end("1}")');
  expect((await functions.start().invoke(arn, '{}')).payload).toBe('{"a":1}');
});

test('a reader that leaves does not stop the function', async () => {
  const arn = streaming(
    'for (let i = 0; i < 50; i++) if (!out.write(Buffer.alloc(100000))) await new Promise((r) => out.once("drain", r)); out.end(); console.log("done")',
  );
  const service = functions.start();
  const { body } = await service.invokeStream(arn, '{}');
  body.destroy();
  await service.invoke(arn, '{}');
  expect(functions.printed().filter((line) => line.endsWith('done')).length).toBeGreaterThan(0);
});

test('a function that fails midway ends the body with its error', async () => {
  const arn = streaming('out.write("x"); throw new Error("late")');
  const { body, failure } = await functions.start().invokeStream(arn, '{}');
  expect(failure).toBeUndefined();
  const error = await text(body).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(StreamFailure);
  expect(JSON.parse(error.payload)).toMatchObject({ errorType: 'Error', errorMessage: 'late' });
});

test.each([
  ['throws', 'throw new Error("early")', 'early'],
  ['never ends its stream', '', 'Response stream is not finished.'],
])('a function that %s before its first byte says so beside an empty body', async (_name, code, message) => {
  const arn = streaming(code);
  const { body, failure } = await functions.start().invokeStream(arn, '{}');
  expect(JSON.parse(failure ?? '{}').errorMessage).toBe(message);
  expect(await text(body)).toBe('');
});

test('a handler that is not async is refused', async () => {
  const arn = functions.add('fn', 'exports.handler = awslambda.streamifyResponse(() => 1)');
  const { failure } = await functions.start().invokeStream(arn, '{}');
  expect(JSON.parse(failure ?? '{}').errorMessage).toBe('Streaming does not support non-async handlers.');
});
