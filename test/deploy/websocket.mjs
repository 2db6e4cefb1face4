// The demo's WebSocket API on an emulator that has all its resources: deploy, compare, update, destroy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cdk, logicalIds } from './cdk.mjs';
import { ControlPlane } from './control-plane.mjs';
import { edit } from './demo.mjs';

const TEMPLATES = 'the emulator takes no templates of an integration from CloudFormation';
/** What the emulator does not say of the route that the update adds; one that is gone fails the test. */
const KNOWN = { 'Integration.RequestTemplates': TEMPLATES, 'Integration.TemplateSelectionExpression': TEMPLATES };

export async function deployWebSocketApi({ step, setting }) {
  const { folder, endpoint } = setting;
  const plane = new ControlPlane(endpoint);
  const deploy = () => cdk(setting, ['deploy', 'Orders', '--require-approval', 'never']);
  const one = (kind) => logicalIds(folder, 'Orders', `AWS::ApiGatewayV2::${kind}`)[0];
  const compare = async (known = {}) => {
    const ids = await plane.physicalIds('Orders');
    const template = JSON.parse(readFileSync(join(folder, 'cdk.out/Orders.template.json'), 'utf8'));
    const { compared, found } = await plane.compare(template, ids);
    report(found, known);
    return { compared, ids, apiId: ids.get(one('Api')) };
  };

  await step('the CLI deploys the WebSocket API to a second emulator', () => {
    cdk(setting, ['bootstrap']);
    deploy();
  });

  const before = {};
  await step('its control plane says what the template does', async () => {
    Object.assign(before, await compare());
    assert.ok(before.compared > 10, `${before.compared} resources`);
  });

  await step('a new route makes a new deployment, which the stage has', async () => {
    edit(
      folder,
      'bin/live.ts',
      'routes: {\n',
      'routes: {\n        about: { backend: Backend.mock({ body: {} }), reply: true },\n',
    );
    edit(folder, 'bin/live.ts', 'import { Authorizer, ', 'import { Authorizer, Backend, ');
    execFileSync('npm', ['run', '--silent', 'transpile'], { cwd: folder, stdio: 'inherit' });
    deploy();
    const { ids, apiId, compared } = await compare(KNOWN);
    assert.equal(apiId, before.apiId);
    assert.ok(compared > before.compared);
    const { deploymentId } = await plane.get(apiId, `/stages/${ids.get(one('Stage'))}`);
    assert.equal(deploymentId, ids.get(one('Deployment')));
    assert.ok(![...before.ids.values()].includes(deploymentId));
  });

  await step('the CLI destroys it there', async () => {
    cdk(setting, ['destroy', 'Orders', 'Foundation', '--force']);
    assert.equal(await plane.get(before.apiId, ''), undefined);
  });
}

/** Lists the differences that have a reason; throws for those that have none, and for reasons without a difference. */
function report(found, known) {
  const nameOf = ({ kind, property }) => `${kind}.${property}`;
  const unknown = found.filter((difference) => known[nameOf(difference)] === undefined);
  assert.equal(unknown.length, 0, unknown.map((difference) => JSON.stringify(difference)).join('\n'));
  const stale = Object.keys(known).filter((name) => !found.some((difference) => nameOf(difference) === name));
  assert.deepEqual(stale, [], 'known differences that are gone');
  for (const [name, reason] of Object.entries(known)) console.log(`  differs: ${name}: ${reason}`);
}
