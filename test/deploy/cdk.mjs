// The unmodified CDK CLI, with a home of its own, against the emulator.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** `cdk ARGS` in `folder`; throws with everything it printed when it fails. */
export function cdk({ project, folder, home, endpoint }, args, environment = {}) {
  mkdirSync(home, { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(project, 'node_modules/aws-cdk/bin/cdk'), ...args, '--no-notices'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: {
        PATH: `${join(project, 'node_modules/.bin')}:${process.env.PATH}`,
        HOME: home,
        CI: 'true',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        CDK_DEFAULT_ACCOUNT: ACCOUNT,
        CDK_DEFAULT_REGION: REGION,
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
        AWS_REGION: REGION,
        AWS_EC2_METADATA_DISABLED: 'true',
        CDK_VALIDATION: 'false',
        ...environment,
      },
    },
  );
  if (status !== 0) throw new Error(`cdk ${args.join(' ')} failed:\n${readable(stdout)}\n${readable(stderr)}`);
  return `${stdout}${stderr}`;
}

/** Where the demo's front door leads to here; a proxy takes it to the server that plays it. */
export const LEGACY_HOST = 'http://legacy.example.com';

// The emulator's CloudFormation knows neither web ACLs nor the deployments, models and route responses of WebSocket APIs.
const CONTEXT = ['withoutWebAcl=true', 'withoutLive=true', `legacyUrl=${LEGACY_HOST}/api`].flatMap((pair) => [
  '-c',
  pair,
]);

/** Deploys every stack; answers the outputs by stack and the logical ids by type of resource. */
export function deploy(setting) {
  const outputs = join(setting.folder, 'outputs.json');
  cdk(setting, ['deploy', '--all', ...CONTEXT, '--require-approval', 'never', '--outputs-file', outputs]);
  return { outputs: JSON.parse(readFileSync(outputs, 'utf8')) };
}

export const diff = (setting) => cdk(setting, ['diff', '--all', ...CONTEXT]);

export const destroy = (setting) => cdk(setting, ['destroy', '--all', '--force', ...CONTEXT]);

export function logicalIds(folder, stack, type) {
  const template = JSON.parse(readFileSync(join(folder, 'cdk.out', `${stack}.template.json`), 'utf8'));
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id]) => id);
}

/** Without the lines of minified source that Node.js prints above an error of aws-cdk-lib. */
const readable = (text) =>
  text
    .split('\n')
    .filter((line) => line.length < 2000)
    .join('\n');
