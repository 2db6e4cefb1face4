import { Functions } from './functions';

let functions: Functions;
beforeEach(() => {
  functions = new Functions();
});
afterEach(() => functions.close());

async function call(files: Record<string, string> | string, event: unknown = {}, model = {}) {
  const arn = functions.add('fn', files, model);
  const result = await functions.start().invoke(arn, JSON.stringify(event));
  return { ...result, logTail: result.logTail, value: JSON.parse(result.payload) };
}

describe('what a handler may be', () => {
  test('an async CommonJS function answers what it resolves to', async () => {
    const { value, functionError } = await call('exports.handler = async (event) => ({ got: event.a })', { a: 1 });
    expect(value).toEqual({ got: 1 });
    expect(functionError).toBeUndefined();
  });

  test.each([
    ['an .mjs file', { 'index.mjs': 'export const handler = async () => "ok"' }],
    [
      'an ES module by package.json',
      { 'package.json': '{"type":"module"}', 'index.js': 'export const handler = async () => "ok"' },
    ],
    ['a .cjs file', { 'index.cjs': 'exports.handler = async () => "ok"' }],
    [
      'a module with top-level await',
      { 'index.mjs': 'const v = await Promise.resolve("ok"); export const handler = async () => v' },
    ],
    ['a function that calls back', 'exports.handler = (e, c, done) => { setTimeout(() => done(null, "ok"), 5) }'],
    ['a function that uses context.succeed', 'exports.handler = (e, context) => { context.succeed("ok") }'],
    [
      'a function that uses context.done',
      'exports.handler = (e, context) => { setImmediate(() => context.done(null, "ok")) }',
    ],
  ])('%s', async (_name, files) => {
    expect((await call(files)).value).toBe('ok');
  });

  test('a nested path and a nested export', async () => {
    const files = { 'src/http/app.js': 'exports.api = { v1: { handler: async () => "nested" } }' };
    expect((await call(files, {}, { handler: 'src/http/app.api.v1.handler' })).value).toBe('nested');
  });
});
