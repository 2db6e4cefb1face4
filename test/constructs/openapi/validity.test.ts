import { spawnSync } from 'node:child_process';
import { FrontDoorApi } from '../../../lib';
import { makeEverything, makeMinimal } from '../apis';
import { documentIn } from '../fixtures';
import { makeEverything as makeFront, makeMinimal as makeMinimalFront } from '../proxy/fronts';

const SCRIPT = `
  import { readFileSync } from 'node:fs';
  import { Validator } from '@seriousme/openapi-schema-validator';
  const results = [];
  for (const document of JSON.parse(readFileSync(0, 'utf8'))) results.push(await new Validator().validate(document));
  console.log(JSON.stringify(results.map(({ valid, errors }) => ({ valid, errors }))));`;

/** The validator is an ES module, which jest's own loader does not take. */
function validate(documents: readonly object[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    input: JSON.stringify(documents),
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout);
}

test('documents are valid OpenAPI 3.0, inside and out', () => {
  const stacks = [makeMinimal(), makeEverything(), makeMinimalFront(), makeFront()];
  const documents = stacks.flatMap((stack) => [
    documentIn(stack),
    stack.node.children.find((child) => child instanceof FrontDoorApi)?.openApiDocument,
  ]);
  expect(validate(documents)).toEqual(documents.map(() => ({ valid: true })));
});
