import type { ServerlessApi } from '../../../lib';
import { makeEverything, makeMinimal } from '../apis';
import { documentIn } from '../fixtures';

/** The validator is an ES module, which jest's own loader does not take. */
async function validate(document: object): Promise<unknown> {
  const { spawnSync } = await import('node:child_process');
  const script = `
    import { Validator } from '@seriousme/openapi-schema-validator';
    const { valid, errors } = await new Validator().validate(JSON.parse(process.env.DOCUMENT));
    console.log(JSON.stringify({ valid, errors }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, DOCUMENT: JSON.stringify(document) },
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout);
}

test.each([
  ['the smallest API', makeMinimal],
  ['an API with everything', makeEverything],
])('the documents of %s are valid OpenAPI 3.0, inside and out', async (_name, make) => {
  const stack = make();
  expect(await validate(documentIn(stack))).toEqual({ valid: true });
  expect(await validate((stack.node.findChild('Api') as ServerlessApi).openApiDocument)).toEqual({ valid: true });
});
