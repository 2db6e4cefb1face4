// Runs the recorded API Gateway cases against the built gateway, where the folder that holds them is at hand.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const runner = resolve(process.env.GATEHOUSE_CONFORMANCE ?? resolve(project, '../shared/conformance'), 'run.mjs');

if (!existsSync(runner)) {
  console.log(
    'conformance: the recorded cases are not here, nothing was run (GATEHOUSE_CONFORMANCE names their folder)',
  );
  process.exit(0);
}
const { status } = spawnSync(process.execPath, [runner, '--project', project, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
