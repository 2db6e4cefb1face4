import { spawnSync } from 'node:child_process';

const SCRIPT = `
  import { readFileSync } from 'node:fs';
  import { Validator } from '@seriousme/openapi-schema-validator';
  const results = [];
  for (const document of JSON.parse(readFileSync(0, 'utf8'))) results.push(await new Validator().validate(document));
  console.log(JSON.stringify(results.map(({ valid, errors }) => ({ valid, errors }))));`;

/** The validator is an ES module, which jest's own loader does not take. */
export function validateOpenApi(documents: readonly object[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    input: JSON.stringify(documents),
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout);
}
