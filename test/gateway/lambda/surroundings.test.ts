import { realpathSync } from 'node:fs';
import { Functions } from './functions';

let functions: Functions;
beforeEach(() => {
  functions = new Functions();
});
afterEach(() => functions.close());

async function call(
  files: Record<string, string> | string,
  options: { event?: unknown; model?: object; service?: object; invoke?: object } = {},
) {
  const arn = functions.add('fn', files, options.model);
  const result = await functions
    .start(options.service)
    .invoke(arn, JSON.stringify(options.event ?? {}), options.invoke);
  return { ...result, logTail: result.logTail, value: JSON.parse(result.payload) };
}

test('the context has what Lambda gives', async () => {
  const code = `exports.handler = async (event, context) => ({
    ...context, remaining: context.getRemainingTimeInMillis(), functions: Object.keys(context).filter((k) => typeof context[k] === 'function'),
    trace: process.env._X_AMZN_TRACE_ID })`;
  const { value, requestId } = await call(code, {
    model: { timeoutMs: 5000, memoryMb: 512 },
    invoke: { qualifier: 'live', traceId: 'Root=1-a-b', clientContext: '{"custom":{"a":1}}' },
  });
  expect(value).toMatchObject({
    functionName: 'fn',
    functionVersion: '$LATEST',
    memoryLimitInMB: '512',
    logGroupName: '/aws/lambda/fn',
    logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:fn:live',
    awsRequestId: requestId,
    clientContext: { custom: { a: 1 } },
    callbackWaitsForEmptyEventLoop: true,
    functions: ['getRemainingTimeInMillis', 'succeed', 'fail', 'done'],
    trace: 'Root=1-a-b',
  });
  expect(value.remaining).toBeGreaterThan(4000);
  expect(value.remaining).toBeLessThanOrEqual(5000);
});

test('the trace of the call is a variable like any other', async () => {
  const code = `
    import { execFileSync } from 'node:child_process';
    import { env } from 'node:process';
    export const handler = async () => {
      const name = '_X_AMZN_TRACE_ID';
      const seen = [env[name], process.env[name], { ...process.env }[name], name in process.env];
      seen.push(execFileSync(process.execPath, ['-p', 'process.env.' + name]).toString().trim());
      // a value written into the process's own environment would stay in its memory
      seen.push(process.report.getReport().environmentVariables[name] === undefined);
      process.env[name] = 1;
      seen.push(process.env[name]);
      delete process.env[name];
      seen.push(name in process.env, Object.keys(process.env).includes(name));
      process.env.OTHER = 2;
      return [...seen, process.env.OTHER];
    };`;
  const { value } = await call({ 'index.mjs': code }, { invoke: { traceId: 'Root=1-a-b' } });
  const trace = 'Root=1-a-b';
  expect(value).toEqual([trace, trace, trace, true, trace, true, '1', false, false, '2']);
});

test('a callback waits for an empty event loop unless told otherwise', async () => {
  const code = `let late = 0; exports.handler = ({ wait }, context, done) => {
    context.callbackWaitsForEmptyEventLoop = wait; setTimeout(() => { late += 1; }, 30); done(null, { get late() { return late } }) }`;
  const arn = functions.add('fn', code);
  const service = functions.start();
  expect(JSON.parse((await service.invoke(arn, '{"wait":true}')).payload)).toEqual({ late: 1 });
  expect(JSON.parse((await service.invoke(arn, '{"wait":false}')).payload)).toEqual({ late: 1 });
});

test('environment and working directory are the function’s own', async () => {
  process.env.SECRET_OF_THE_GATEWAY = 'x';
  const code =
    'exports.handler = async () => ({ env: process.env, cwd: process.cwd(), offset: new Date().getTimezoneOffset() })';
  const { value } = await call(code, {
    model: { environment: { TABLE: 'http://old/t' }, logging: { format: 'Text', group: 'G' } },
    service: {
      environmentOf: () => ({ AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:1' }),
      rewriteValue: (text: string) => text.replace('old', 'new'),
    },
  });
  const { env } = value;
  expect(env).toMatchObject({
    TABLE: 'http://new/t',
    AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:1',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDLOCAL',
    AWS_LAMBDA_FUNCTION_NAME: 'fn',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    _HANDLER: 'index.handler',
    TZ: ':UTC',
  });
  expect(env.SECRET_OF_THE_GATEWAY).toBeUndefined();
  expect(env.HOME).toBeUndefined();
  expect(value.cwd).toBe(realpathSync(env.LAMBDA_TASK_ROOT));
  expect(value.offset).toBe(0);
  delete process.env.SECRET_OF_THE_GATEWAY;
});

test('variables that a process reads at its start are there at its start', async () => {
  const code = 'exports.handler = async () => ({ title: process.title, cwd: process.cwd() })';
  const { value } = await call(code, { model: { environment: { NODE_OPTIONS: '--title=mine' } } });
  expect(value.title).toBe('mine');
});

test('stack traces point to the source through source maps', async () => {
  const { transformSync } = require('esbuild') as typeof import('esbuild');
  const source = 'type A = string;\n\nexport const handler = async () => {\n  throw new Error("mapped");\n};\n';
  const { code } = transformSync(source, {
    loader: 'ts',
    format: 'cjs',
    sourcemap: 'inline',
    sourcefile: 'original.ts',
  });
  const { value } = await call(code);
  expect(value.trace.join('\n')).toContain('original.ts:4:');
});

describe('modules', () => {
  const layer = {
    'nodejs/node_modules/shared/package.json': '{"version":"1.2.3","main":"m.js"}',
    'nodejs/node_modules/shared/m.js': 'exports.name = "layer"',
  };

  test('CommonJS finds the modules of layers', async () => {
    const layers = [functions.folder(layer)];
    expect((await call('exports.handler = async () => require("shared").name', { model: { layers } })).value).toBe(
      'layer',
    );
  });

  test('ES modules find the modules of layers', async () => {
    const layers = [functions.folder(layer)];
    const files = { 'index.mjs': 'import { name } from "shared"; export const handler = async () => name' };
    expect((await call(files, { model: { layers } })).value).toBe('layer');
  });

  test('a folder for the runtime’s version wins', async () => {
    const own = { 'nodejs/node22/node_modules/shared/index.js': 'exports.name = "node22"' };
    const layers = [functions.folder({ ...layer, ...own })];
    expect((await call('exports.handler = async () => require("shared").name', { model: { layers } })).value).toBe(
      'node22',
    );
  });

  test.each([
    [
      'CommonJS',
      {
        'index.js':
          'const { LambdaClient } = require("@aws-sdk/client-lambda"); exports.handler = async () => typeof LambdaClient',
      },
    ],
    [
      'ES modules',
      {
        'index.mjs':
          'import { LambdaClient } from "@aws-sdk/client-lambda"; export const handler = async () => typeof LambdaClient',
      },
    ],
  ])('the AWS SDK that a bundle leaves out is found by %s outside the project', async (_name, files) => {
    expect((await call(files)).value).toBe('function');
  });
});

describe('output', () => {
  test('console lines carry time, request id and level, in order with raw output', async () => {
    const code = `console.log('loading'); exports.handler = async () => {
      console.log('a %s', 'b', { c: 1 }); process.stdout.write('raw '); process.stdout.write('line\\n'); console.error('bad'); console.warn('two\\nlines'); process.stderr.write('no newline'); }`;
    const { requestId } = await call(code);
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;
    const events = functions.events.filter((event) => event.event === 'function-log');
    expect(events.map(({ text }) => text.replace(time, 'T'))).toEqual([
      'T\tundefined\tINFO\tloading',
      `T\t${requestId}\tINFO\ta b { c: 1 }`,
      'raw line',
      `T\t${requestId}\tERROR\tbad`,
      `T\t${requestId}\tWARN\ttwo\nlines`,
      'no newline',
    ]);
    expect(events.map(({ stream }) => stream)).toEqual(['stdout', 'stdout', 'stdout', 'stderr', 'stderr', 'stderr']);
    expect(events[1]).toMatchObject({ function: 'fn', requestId });
  });

  test('JSON logs have a record per line and obey the level', async () => {
    const code =
      'exports.handler = async () => { console.debug("no"); console.info({ a: 1 }); console.error("bad", new TypeError("t")); console.warn(new RangeError("r")); }';
    const { requestId } = await call(code, {
      model: { logging: { format: 'JSON', group: 'G', applicationLevel: 'INFO' } },
    });
    const records = functions.printed().map((line) => JSON.parse(line));
    expect(records).toHaveLength(3);
    expect(records[0]).toEqual({ timestamp: expect.any(String), level: 'INFO', requestId, message: { a: 1 } });
    expect(records[1]).toMatchObject({
      level: 'ERROR',
      message: expect.stringMatching(/^bad TypeError: t/),
      errorType: 'TypeError',
      errorMessage: 't',
    });
    expect(records[2]).toMatchObject({ level: 'WARN', message: { errorType: 'RangeError', errorMessage: 'r' } });
  });

  test('a flood arrives whole, in order and before the answer', async () => {
    const code =
      'exports.handler = async () => { for (let i = 0; i < 20000; i++) { console.log("line " + i); if (i % 100 === 0) process.stdout.write("raw " + i + "\\n"); } }';
    await call(code, { model: { memoryMb: 512 } });
    const printed = functions.printed();
    expect(printed).toHaveLength(20_200);
    expect(
      printed.filter((line) => !line.startsWith('raw')).every((line, index) => line.endsWith(`\tline ${index}`)),
    ).toBe(true);
    expect(printed[1]).toBe('raw 0');
  });

  test('a flood right before process.exit arrives too', async () => {
    await call(
      'exports.handler = async () => { for (let i = 0; i < 5000; i++) console.log("line " + i); process.exit(1); }',
    );
    expect(functions.printed().filter((line) => line.includes('\tline '))).toHaveLength(5000);
  });

  test('what child processes print is shown under the request', async () => {
    const code =
      'const { execFileSync } = require("child_process"); exports.handler = async () => { execFileSync("echo", ["from echo"], { stdio: "inherit" }); await new Promise((r) => setTimeout(r, 100)) }';
    const { requestId } = await call(code);
    expect(functions.events).toContainEqual({
      event: 'function-log',
      function: 'fn',
      requestId,
      stream: 'stdout',
      text: 'from echo',
    });
  });

  test('the log tail is what the call printed between START and REPORT, at most 4 KB', async () => {
    const code = 'exports.handler = async ({ n }) => { for (let i = 0; i < n; i++) console.log("line " + i); }';
    const arn = functions.add('fn', code);
    const service = functions.start();
    const short = await service.invoke(arn, '{"n":1}');
    expect(short.logTail).toMatch(
      new RegExp(
        `^START RequestId: ${short.requestId} Version: \\$LATEST\n\\S+\t${short.requestId}\tINFO\tline 0\nEND RequestId: ${short.requestId}\nREPORT RequestId: ${short.requestId}\tDuration: \\S+ ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB\t(Max Memory Used: \\d+ MB\t)?\n$`,
      ),
    );
    const long = await service.invoke(arn, '{"n":2000}');
    expect(Buffer.byteLength(long.logTail)).toBe(4096);
    expect(long.logTail).toContain('line 1999');
  });
});
