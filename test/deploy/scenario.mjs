// What is done with the demo: deploy, call, update with a route, update the code, destroy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { CREDENTIALS, deploy, destroy, diff, logicalIds } from './cdk.mjs';
import { edit } from './demo.mjs';
import { KNOWN } from './known-differences.mjs';
import { startLocal } from './local.mjs';
import { differences, send } from './requests.mjs';

const STACK = 'Orders';

/** The calls of the demo in an order that makes sense; a later one may use what an earlier one answered. */
const CALLS = [
  { name: 'health', method: 'GET', path: '/health', unsigned: true },
  { name: 'health, signed', method: 'GET', path: '/health' },
  { name: 'list without a signature', method: 'GET', path: '/orders', unsigned: true },
  { name: 'list nothing', method: 'GET', path: '/orders' },
  { name: 'create', method: 'POST', path: '/orders', body: { item: 'tea', quantity: 2 } },
  { name: 'create nonsense', method: 'POST', path: '/orders', body: { item: 'tea' } },
  {
    name: 'create from a page',
    method: 'POST',
    path: '/orders',
    body: { item: 'cup', quantity: 1 },
    headers: { origin: 'https://shop.example.com' },
  },
  { name: 'get', method: 'GET', path: '/orders/{created}' },
  { name: 'get one that is not there', method: 'GET', path: '/orders/nothing' },
  { name: 'cancel', method: 'DELETE', path: '/orders/{created}' },
  { name: 'cancel one that is not there', method: 'DELETE', path: '/orders/nothing' },
  {
    name: 'preflight',
    method: 'OPTIONS',
    path: '/orders',
    unsigned: true,
    headers: { origin: 'https://shop.example.com', 'access-control-request-method': 'POST' },
  },
  {
    name: 'preflight from elsewhere',
    method: 'OPTIONS',
    path: '/orders',
    unsigned: true,
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  },
  { name: 'no such path', method: 'GET', path: '/nowhere', unsigned: true },
];

export async function scenario({ step, setting, emulator, project }) {
  const { folder } = setting;
  let apiId;
  const deployed = () => ({
    baseUrl: `http://127.0.0.1:${emulator.port}/prod`,
    host: `${apiId}.execute-api.localhost:${emulator.port}`,
    credentials: CREDENTIALS,
  });
  const deploymentIds = () => logicalIds(folder, STACK, 'AWS::ApiGateway::Deployment');
  const deployStacks = () => {
    const { outputs } = deploy(setting);
    const url = Object.values(outputs[STACK]).find((value) => String(value).includes('execute-api'));
    // The emulator makes a new API where API Gateway imports a changed document into the one that stands.
    apiId = new URL(url).hostname.split('.')[0];
  };
  const rebuild = () => execFileSync('npm', ['run', '--silent', 'transpile'], { cwd: folder, stdio: 'inherit' });

  await step('the CLI deploys the demo', deployStacks);

  await step('the deployed API and the local gateway answer alike', async () => {
    const local = await startLocal({ project, assembly: join(folder, 'cdk.out'), credentials: CREDENTIALS });
    try {
      const found = [];
      const created = {};
      for (const { name, ...call } of CALLS) {
        const to = (place) => ({ ...call, path: call.path.replace('{created}', created[place]) });
        const theirs = await send(deployed(), to('deployed'));
        const ours = await send(local.api, to('local'));
        if (name === 'create') {
          created.deployed = JSON.parse(theirs.body).id;
          created.local = JSON.parse(ours.body).id;
        }
        found.push(...differences(name, theirs, ours, KNOWN[name]));
      }
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
    assert.equal((await send(deployed(), { method: 'GET', path: '/version' })).status, 200);
  });

  const between = deploymentIds();
  await step("a function's code changes without a new deployment of the API", async () => {
    edit(folder, 'lambda/orders/get.ts', 'there is no order', 'nobody knows an order');
    deployStacks();
    assert.deepEqual(deploymentIds(), between);
    const { body } = await send(deployed(), { method: 'GET', path: '/orders/nothing' });
    assert.match(body, /nobody knows an order nothing/);
  });

  await step('a deployment without changes finds none', () => {
    assert.match(diff(setting), /Number of stacks with differences: 0/);
  });

  await step('the CLI destroys it', () => {
    destroy(setting);
  });
}
