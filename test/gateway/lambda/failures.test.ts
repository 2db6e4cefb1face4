import { Functions, isRunning, until } from './functions';

let functions: Functions;
beforeEach(() => {
  functions = new Functions();
});
afterEach(() => functions.close());

async function call(code: string, model = {}, event: unknown = {}) {
  const arn = functions.add('fn', code, model);
  const result = await functions.start().invoke(arn, JSON.stringify(event));
  return { ...result, logTail: result.logTail, value: JSON.parse(result.payload) };
}

/** A function that does what its event says, next to calls that just answer. */
const OBEDIENT = `
let calls = 0;
exports.handler = async ({ act }) => {
  calls += 1;
  if (act === 'exit') process.exit(3);
  if (act === 'abort') process.abort();
  if (act === 'reject') { Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 1000)); }
  if (act === 'throw-later') { setTimeout(() => { throw new TypeError('late'); }, 1); await new Promise((r) => setTimeout(r, 1000)); }
  if (act === 'loop') for (;;);
  if (act === 'kill') process.kill(process.pid, 'SIGKILL');
  return calls;
};`;

describe('errors of the handler', () => {
  test('a rejected promise answers name, message and trace, and the environment goes on', async () => {
    const arn = functions.add(
      'fn',
      'let n = 0; exports.handler = async () => { if (n++ === 0) throw new RangeError("no"); return n }',
    );
    const service = functions.start();
    const failed = await service.invoke(arn, '{}');
    expect(failed.functionError).toBe('Unhandled');
    expect(JSON.parse(failed.payload)).toEqual({
      errorType: 'RangeError',
      errorMessage: 'no',
      trace: expect.arrayContaining(['RangeError: no']),
    });
    expect(functions.printed()[0]).toMatch(/\tERROR\tInvoke Error \t\{"errorType":"RangeError","errorMessage":"no"/);
    expect((await service.invoke(arn, '{}')).payload).toBe('2');
  });

  test.each([
    [
      'a synchronous throw',
      'exports.handler = () => { throw new Error("sync") }',
      { errorType: 'Error', errorMessage: 'sync' },
    ],
    [
      'an error given to the callback',
      'exports.handler = (e, c, done) => done(new Error("cb"))',
      { errorType: 'Error', errorMessage: 'cb' },
    ],
    [
      'a thrown string',
      'exports.handler = async () => { throw "text" }',
      { errorType: 'string', errorMessage: 'text', trace: [] },
    ],
    [
      'a result that JSON cannot say',
      'exports.handler = async () => { const a = {}; a.a = a; return a }',
      { errorMessage: 'Unable to stringify response body' },
    ],
    [
      'a bigint in the result',
      'exports.handler = async () => ({ a: 1n })',
      { errorMessage: 'Unable to stringify response body' },
    ],
    ['context.fail', 'exports.handler = (e, c) => { c.fail(new Error("failed")) }', { errorMessage: 'failed' }],
  ])('%s', async (_name, code, expected) => {
    const { value, functionError } = await call(code);
    expect(functionError).toBe('Unhandled');
    expect(value).toMatchObject(expected);
  });

  test('a result above 6 MB', async () => {
    const { value } = await call('exports.handler = async () => "x".repeat(6291555)');
    expect(value).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
  });

  test('a result just below 6 MB passes whole', async () => {
    const { value } = await call('exports.handler = async (e) => e', { memoryMb: 1024 }, 'ü'.repeat(3_000_000));
    expect(value).toHaveLength(3_000_000);
  });
});

describe('values that are nothing', () => {
  test.each([
    ['undefined', 'exports.handler = async () => {}'],
    ['a value returned without a promise', 'exports.handler = () => 7'],
    ['a function', 'exports.handler = async () => () => 1'],
  ])('%s is null', async (_name, code) => {
    expect((await call(code)).value).toBeNull();
  });

  test('a promise that never settles is null up to nodejs22', async () => {
    expect((await call('exports.handler = () => new Promise(() => {})')).value).toBeNull();
  });

  test('a promise that never settles is an error from nodejs24 on', async () => {
    const { value } = await call('exports.handler = () => new Promise(() => {})', { runtime: 'nodejs24.x' });
    expect(value.errorType).toBe('Runtime.NodeJsExit');
  });
});

describe('an environment that ends under its call', () => {
  test.each([
    ['exit', /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/, 'Runtime.ExitError'],
    ['abort', /^RequestId: .* Error: Runtime exited with error: signal: aborted$/, 'Runtime.ExitError'],
    ['kill', /^RequestId: .* Error: Runtime exited with error: signal: killed$/, 'Runtime.ExitError'],
    ['reject', /^Error: lost$/, 'Runtime.UnhandledPromiseRejection'],
    ['throw-later', /^late$/, 'TypeError'],
    ['loop', /Task timed out after 0\.30 seconds$/, 'Sandbox.Timedout'],
  ])('%s fails this call only, and the next one starts anew', async (act, message, errorType) => {
    const arn = functions.add('fn', OBEDIENT, { timeoutMs: 300 });
    const service = functions.start();
    expect((await service.invoke(arn, '{}')).payload).toBe('1');
    const { payload, functionError } = await service.invoke(arn, JSON.stringify({ act }));
    expect(functionError).toBe('Unhandled');
    expect(JSON.parse(payload)).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
    expect((await service.invoke(arn, '{}')).payload).toBe('1');
  });

  test('process.exit(0) gives no reason', async () => {
    const { value } = await call('exports.handler = async () => process.exit()');
    expect(value.errorMessage).toMatch(/Runtime exited without providing a reason$/);
  });

  test('a memory limit that buffers pass', async () => {
    const code =
      'exports.handler = async () => { const all = []; for (;;) { all.push(Buffer.alloc(32e6, 1)); await new Promise((r) => setTimeout(r, 10)); } }';
    const { value } = await call(code, { memoryMb: 128, timeoutMs: 20_000 });
    expect(value.errorMessage).toMatch(/signal: killed$/);
  });

  test('other calls of the same function are answered meanwhile', async () => {
    const arn = functions.add('fn', OBEDIENT, { timeoutMs: 1000 });
    const service = functions.start();
    const acts = Array.from({ length: 20 }, (_none, index) => ['exit', 'reject', 'loop', 'none'][index % 4]);
    const results = await Promise.all(acts.map((act) => service.invoke(arn, JSON.stringify({ act }))));
    for (const [index, act] of acts.entries()) {
      expect(results[index].functionError).toBe(act === 'none' ? undefined : 'Unhandled');
    }
  });
});

describe('an environment that does not start', () => {
  test.each([
    [
      'a handler file that is missing',
      {},
      { handler: 'nope.handler' },
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'nope'/,
    ],
    [
      'an import that is missing',
      { 'index.js': 'require("not-there")' },
      {},
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'not-there'/,
    ],
    [
      'an export that is missing',
      { 'index.js': 'exports.other = 1' },
      {},
      'Runtime.HandlerNotFound',
      /^index.handler is undefined or not exported$/,
    ],
    [
      'an export that is no function',
      { 'index.js': 'exports.handler = 1' },
      {},
      'Runtime.HandlerNotFound',
      /^index.handler is not a function$/,
    ],
    ['a handler string without a dot', {}, { handler: 'index' }, 'Runtime.MalformedHandlerName', /^Bad handler$/],
    [
      'a handler above its folder',
      {},
      { handler: '../index.handler' },
      'Runtime.MalformedHandlerName',
      /not a valid handler name/,
    ],
    ['a syntax error', { 'index.js': 'exports.handler = (' }, {}, 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
    ['a throw while loading', { 'index.js': 'throw new EvalError("early")' }, {}, 'EvalError', /^early$/],
    ['process.exit while loading', { 'index.js': 'process.exit(9)' }, {}, 'Runtime.ExitError', /exit status 9$/],
  ])('%s', async (_name, files, model, errorType, message) => {
    const arn = functions.add('fn', { 'package.json': '{}', ...files }, model);
    const service = functions.start();
    const results = await Promise.all([service.invoke(arn, '{}'), service.invoke(arn, '{}')]);
    for (const { payload, functionError } of results) {
      expect(functionError).toBe('Unhandled');
      expect(JSON.parse(payload)).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
    }
  });

  test('code elsewhere is refused with the reason', async () => {
    const arn = functions.add('fn', '', { unsupported: 'its runtime is python3.12', codeDirectory: undefined });
    await expect(functions.start().invoke(arn, '{}')).rejects.toMatchObject({
      errorType: 'ServiceException',
      message: 'fn cannot run on localhost: its runtime is python3.12',
    });
  });
});

describe('calls that are refused', () => {
  test('an unknown function', async () => {
    await expect(
      functions.start().invoke('arn:aws:lambda:us-east-1:000000000000:function:no', '{}'),
    ).rejects.toMatchObject({
      errorType: 'ResourceNotFoundException',
    });
  });

  test('an event above 6 MB', async () => {
    const arn = functions.add('fn', 'exports.handler = async () => 1');
    await expect(functions.start().invoke(arn, `"${'x'.repeat(6_291_455)}"`)).rejects.toMatchObject({
      errorType: 'RequestTooLargeException',
    });
  });

  test('an event that is no JSON', async () => {
    const arn = functions.add('fn', 'exports.handler = async () => 1');
    const service = functions.start();
    await expect(service.invoke(arn, '{"a":')).rejects.toMatchObject({ errorType: 'InvalidRequestContentException' });
    expect((await service.invoke(arn, '{\n"a":\r\n1}')).payload).toBe('1');
  });

  test('calls above the reserved concurrency', async () => {
    const code = 'exports.handler = async () => { await new Promise((r) => setTimeout(r, 100)); return 1 }';
    const arn = functions.add('fn', code, { reservedConcurrency: 2 });
    const service = functions.start();
    const calls = await Promise.allSettled([1, 2, 3].map(() => service.invoke(arn, '{}')));
    expect(calls.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(calls[2]).toMatchObject({ reason: { errorType: 'TooManyRequestsException' } });
    expect((await service.invoke(arn, '{}')).payload).toBe('1');
  });
});

const say = (word: string) => `require('fs').writeSync(1, '${word}\\n');`;

test('an interrupt, which a terminal sends to all of its processes, cuts no call off', async () => {
  const arn = functions.add(
    'fn',
    'exports.handler = async () => { process.kill(process.pid, "SIGINT"); await new Promise((r) => setTimeout(r, 20)); return 1; }',
  );
  expect(await functions.start().invoke(arn, '{}')).toMatchObject({ payload: '1' });
});

test('close leaves nothing running, loops and sleepers included', async () => {
  const loop = functions.add('loop', `exports.handler = async () => { ${say('looping')} for (;;); }`);
  const sleep = functions.add(
    'sleep',
    `exports.handler = async () => { ${say('sleeping')} await new Promise((r) => setTimeout(r, 60000)); }`,
  );
  const child = functions.add(
    'child',
    'const { spawn } = require("child_process"); exports.handler = async () => { spawn("sleep", ["3"], { stdio: "inherit" }); return 1 }',
  );
  const service = functions.start();
  service.prewarm();
  const calls = [service.invoke(loop, '{}'), service.invoke(sleep, '{}')];
  await service.invoke(child, '{}');
  // What still waits for an environment would be refused, not killed.
  await until(() => ['looping', 'sleeping'].every((word) => functions.printed().some((line) => line.includes(word))));
  const { pids } = service;
  expect(pids).toHaveLength(3);
  expect(pids.every(isRunning)).toBe(true);
  await service.close();
  expect(pids.some(isRunning)).toBe(false);
  for (const { payload } of await Promise.all(calls)) expect(payload).toMatch(/signal: killed/);
  await expect(service.invoke(loop, '{}')).rejects.toMatchObject({ errorType: 'ServiceException' });
});
