// Static checks of what the demo synthesizes: CDK's own validator as errors, and cfn-lint.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cdk } from './cdk.mjs';

/** Synthesizes with the validator on and its findings as errors; throws with the findings. */
export function validate(setting) {
  const strict = ['@aws-cdk/core:validateAgainstDefaultRules=true', '@aws-cdk/core:strictCfnValidateErrors=true'];
  cdk(
    setting,
    ['synth', '--quiet', '--strict', '--output', 'cdk.out.validated', ...strict.flatMap((flag) => ['-c', flag])],
    {
      CDK_VALIDATION: 'true',
    },
  );
}

/** Runs cfn-lint on every template of the assembly; throws with the findings. */
export function lint({ bin, folder }) {
  const assembly = join(folder, 'cdk.out');
  const templates = readdirSync(assembly).filter((file) => file.endsWith('.template.json'));
  const ignored = [
    'W3005', // Every Function of aws-cdk-lib depends on its role twice, by DependsOn and by GetAtt.
  ];
  const { status, stdout, stderr } = spawnSync(
    join(bin, 'cfn-lint'),
    ['--ignore-checks', ...ignored, '--', ...templates.map((file) => join(assembly, file))],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`cfn-lint has findings:\n${stdout}${stderr}`);
  return templates.length;
}
