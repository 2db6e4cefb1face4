import { Stack, App } from 'aws-cdk-lib/core';
import { Authorizer, Backend, ServerlessApi } from '../../../lib';
import { documentIn, makeFunction } from '../fixtures';

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

test('the document is valid OpenAPI 3.0', async () => {
  const stack = new Stack(new App(), 'Stack');
  const handler = makeFunction(stack);
  new ServerlessApi(stack, 'Api', {
    cors: { allowOrigins: ['https://a.example.com', 'https://b.example.com'], exposeHeaders: ['X-A'] },
    routes: {
      'GET /': { handler },
      'ANY /{proxy+}': { handler },
      'GET /health': { backend: Backend.mock({ body: { ok: true } }), authorizer: Authorizer.none() },
    },
  });
  expect(await validate(documentIn(stack))).toEqual({ valid: true });
  const api = stack.node.findChild('Api') as ServerlessApi;
  expect(await validate(api.openApiDocument)).toEqual({ valid: true });
});
