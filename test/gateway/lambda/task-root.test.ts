import { join } from 'node:path';
import { type Files, Functions } from './functions';

let functions: Functions;
beforeEach(() => {
  functions = new Functions();
});
afterEach(() => functions.close());

/** Runs code that lies in the `cdk.out` of a project of ES modules. */
async function run(files: Files, handler = 'index.handler'): Promise<unknown> {
  const project = functions.folder({
    'package.json': '{"type":"module"}',
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`cdk.out/asset.1/${name}`, text])),
  });
  const arn = functions.add('fn', '', { codeDirectory: join(project, 'cdk.out', 'asset.1'), handler });
  return JSON.parse((await functions.start().invoke(arn, '{}')).payload);
}

describe('below a project of ES modules', () => {
  test('a bundle is CommonJS', async () => {
    const code = {
      'index.js': 'module.exports.handler = async () => require("./more").text',
      'more.js': 'exports.text = "cjs"',
    };
    expect(await run(code)).toBe('cjs');
  });

  test('a handler in a folder is CommonJS', async () => {
    expect(await run({ 'src/app.js': 'exports.handler = async () => __filename.slice(-10)' }, 'src/app.handler')).toBe(
      'src/app.js',
    );
  });

  test('code with a package.json of its own is what that says', async () => {
    const code = {
      'package.json': '{"type":"module"}',
      'index.js': 'export const handler = async () => import.meta.url.slice(0, 5)',
    };
    expect(await run(code)).toBe('file:');
  });

  test('what an ES module imports is CommonJS', async () => {
    const code = {
      'index.mjs': 'import more from "./more.js"; export const handler = async () => more.text',
      'more.js': 'exports.text = typeof module',
    };
    expect(await run(code)).toBe('object');
  });

  test('modules of its node_modules are what they say', async () => {
    const code = {
      'index.mjs': 'import { text } from "a"; import b from "b"; export const handler = async () => text + b.text',
      'node_modules/a/package.json': '{"type":"module","main":"a.js"}',
      'node_modules/a/a.js': 'export const text = "esm"',
      'node_modules/b/package.json': '{"main":"b.js"}',
      'node_modules/b/b.js': 'exports.text = "cjs"',
    };
    expect(await run(code)).toBe('esmcjs');
  });

  test('syntax errors are told as such', async () => {
    expect(await run({ 'index.js': 'module.exports = {' })).toMatchObject({ errorType: 'Runtime.UserCodeSyntaxError' });
  });
});
