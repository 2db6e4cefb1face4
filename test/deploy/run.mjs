// Deploys the demo app with the unmodified CDK CLI to an AWS emulator on loopback, updates and destroys it, and
// compares what the deployed API answers with what the local gateway answers. Then the same for the WebSocket API, with
// what a second emulator's control plane says of it.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cdk } from './cdk.mjs';
import { freePort, pythonTools, startEmulator } from './emulator.mjs';
import { findFakecloud, HOW_TO_INSTALL, startFakecloud } from './fakecloud.mjs';
import { lint, validate } from './lint.mjs';
import { scenario } from './scenario.mjs';
import { copyDemo } from './demo.mjs';
import { deployWebSocketApi } from './websocket.mjs';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const work = mkdtempSync(join(tmpdir(), 'gatehouse-deploy-'));
let passed = 0;

async function step(title, run) {
  const started = Date.now();
  try {
    await run();
  } catch (error) {
    console.error(`✗ ${title}\n${error.stack ?? error}`);
    throw error;
  }
  passed++;
  console.log(`✓ ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

let emulator;
let legacy;
let second;
try {
  const bin = pythonTools(project);
  const folder = copyDemo(project, join(work, 'demo'));
  legacy = await startLegacyServer(project);
  emulator = await startEmulator({ bin, project, work, proxy: legacy.url });
  const setting = { project, folder, legacyUrl: legacy.url, home: join(work, 'home'), endpoint: emulator.endpoint };

  await step("CDK's template validator has no findings, as errors", () => validate(setting));
  await step('the CLI bootstraps the environment', () => cdk(setting, ['bootstrap']));
  await scenario({ step, setting, emulator, project });
  await step('cfn-lint has no findings', () => lint({ bin, folder }));
  const program = findFakecloud();
  if (program === undefined) console.log(`- the WebSocket API is not deployed: ${HOW_TO_INSTALL}`);
  else {
    second = await startFakecloud({ program, work });
    const other = { project, folder: copyDemo(project, join(work, 'demo-again')), home: join(work, 'home-again') };
    await deployWebSocketApi({ step, setting: { ...other, endpoint: second.endpoint } });
  }
} catch {
  process.exitCode = 1;
} finally {
  legacy?.stop();
  emulator?.stop();
  second?.stop();
  rmSync(work, { recursive: true, force: true });
}
console.log(`deploy: ${passed} passed, ${process.exitCode ? 1 : 0} failed`);

/** The server behind the demo's front door. */
async function startLegacyServer(root) {
  const port = await freePort();
  const child = fork(join(root, 'build/bin/legacy-server.js'), [String(port)]);
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}
