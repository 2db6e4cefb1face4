// What is done with the demo: deploy, call, update with a route, update the code, destroy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { CREDENTIALS, deploy, destroy, diff, logicalIds } from './cdk.mjs';
import { edit } from './demo.mjs';
import { CALLS } from './calls.mjs';
import { KNOWN } from './known-differences.mjs';
import { startLocal } from './local.mjs';
import { differences, send } from './requests.mjs';

export async function scenario({ step, setting, emulator, project }) {
  const { folder } = setting;
  const apiIds = {};
  const deployed = (stack) => ({
    baseUrl: `http://127.0.0.1:${emulator.port}/prod`,
    host: `${apiIds[stack]}.execute-api.localhost:${emulator.port}`,
    credentials: CREDENTIALS,
  });
  const deploymentIds = () => logicalIds(folder, 'Orders', 'AWS::ApiGateway::Deployment');
  const deployStacks = () => {
    const { outputs } = deploy(setting);
    for (const [stack, values] of Object.entries(outputs)) {
      const url = Object.values(values).find((value) => String(value).includes('execute-api'));
      // The emulator makes a new API where API Gateway imports a changed document into the one that stands.
      if (url) apiIds[stack] = new URL(url).hostname.split('.')[0];
    }
  };
  const rebuild = () => execFileSync('npm', ['run', '--silent', 'transpile'], { cwd: folder, stdio: 'inherit' });

  await step('the CLI deploys the demo', deployStacks);

  await step('the deployed APIs and the local gateway answer alike', async () => {
    const local = await startLocal({
      project,
      assembly: join(folder, 'cdk.out'),
      credentials: CREDENTIALS,
      legacyUrl: setting.legacyUrl,
    });
    try {
      const found = [];
      for (const [stack, calls] of Object.entries(CALLS)) {
        found.push(...(await compareAnswers(calls, deployed(stack), local.apiOf(stack))));
      }
      report(found);
    } finally {
      await local.stop();
    }
  });

  const before = deploymentIds();
  await step('a new route makes a new deployment and answers', async () => {
    edit(
      folder,
      'bin/orders-stack.ts',
      'routes: {\n',
      "routes: {\n        'GET /version': { backend: Backend.mock({ body: { version: 2 } }) },\n",
    );
    rebuild();
    deployStacks();
    assert.notDeepEqual(deploymentIds(), before);
    assert.equal((await send(deployed('Orders'), { method: 'GET', path: '/version' })).status, 200);
  });

  const between = deploymentIds();
  await step("a function's code changes without a new deployment of the API", async () => {
    edit(folder, 'lambda/orders/get.ts', 'there is no order', 'nobody knows an order');
    deployStacks();
    assert.deepEqual(deploymentIds(), between);
    const { body } = await send(deployed('Orders'), { method: 'GET', path: '/orders/nothing' });
    assert.match(body, /nobody knows an order nothing/);
  });

  await step('a deployment without changes finds none', () => {
    assert.match(diff(setting), /Number of stacks with differences: 0/);
  });

  await step('the CLI destroys it', () => {
    destroy(setting);
  });
}

/** Sends the calls to both places; answers what differs. */
async function compareAnswers(calls, deployed, local) {
  const found = [];
  const created = {};
  for (const { name, ...call } of calls) {
    const to = (place) => ({ ...call, path: call.path.replace('{created}', created[place]) });
    const theirs = await send(deployed, to('deployed'));
    const ours = await send(local, to('local'));
    if (name === 'create') {
      created.deployed = JSON.parse(theirs.body).id;
      created.local = JSON.parse(ours.body).id;
    }
    found.push(...differences(name, theirs, ours, KNOWN[name]));
  }
  return found;
}

/** Lists the differences that have a reason; throws for those that have none, and for reasons without a difference. */
function report(found) {
  for (const { name, part, reason } of found.filter((difference) => difference.reason)) {
    console.log(`  differs: ${name}, ${part}: ${reason}`);
  }
  const unknown = found.filter((difference) => !difference.reason);
  assert.equal(unknown.length, 0, unknown.map((difference) => JSON.stringify(difference)).join('\n'));
  const stale = Object.entries(KNOWN).flatMap(([name, parts]) =>
    parts
      .filter(({ part }) => !found.some((f) => f.name === name && f.part === part))
      .map(({ part }) => `${name}, ${part}`),
  );
  assert.deepEqual(stale, [], 'known differences that are gone');
}
