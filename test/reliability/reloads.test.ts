import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Gateway, startGateway } from '../../lib/gateway/gateway';
import { count, report } from './counts';
import { descriptorsOf, environmentsOf, HANDLER, isRunning, ServedApp, writeApp } from './served-app';
import { send } from './wire';

const RELOADS = count(10, 1000);

/** The spare one, and two of a function whose calls had to wait on a busy machine. */
const MOST_ENVIRONMENTS = 3;
/** Of an environment: its channel and its output. */
const DESCRIPTORS_OF_ONE = 6;

let gateway: Gateway | undefined;
let app: ServedApp | undefined;

afterEach(async () => {
  await gateway?.close();
  await app?.stop();
  gateway = undefined;
  app = undefined;
});

const version = (number: number) => HANDLER.replace('id: query.id', `version: ${number}`);

/** What this process holds open, by kind. */
function resources(): Record<string, number> {
  const found: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) found[kind] = (found[kind] ?? 0) + 1;
  return { ...found, descriptors: descriptorsOf('self').length, environments: environmentsOf(process.pid).length };
}

test(`${RELOADS} reloads leave no process, timer or descriptor`, async () => {
  const folder = writeApp();
  gateway = await startGateway({ assembly: folder, environment: {} });
  const [{ url }] = gateway.apis;
  const reload = async (number: number): Promise<void> => {
    writeApp({ Timeout: (number % 20) + 5 }, version(number), folder);
    await gateway?.reload();
    const response = await fetch(`${url}/fn?id=1`);
    expect(await response.json()).toEqual({ version: number, bytes: 0 });
  };
  for (let number = 0; number < 4; number++) await reload(number);
  await settle();
  const before = resources();
  const memory = process.memoryUsage().rss;
  for (let number = 0; number < RELOADS; number++) await reload(number);
  await settle();
  const after = resources();
  report({ before, after, grownMegabytes: (process.memoryUsage().rss - memory) / 1024 / 1024 });
  expect(after.environments).toBeLessThanOrEqual(MOST_ENVIRONMENTS);
  expect(after.Timeout ?? 0).toBeLessThanOrEqual((before.Timeout ?? 0) + 1);
  expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + DESCRIPTORS_OF_ONE);
  const left = environmentsOf(process.pid);
  await gateway.close();
  expect(left.filter(isRunning)).toEqual([]);
});

test('an assembly that is written again and again leaves no process, watcher or descriptor', async () => {
  const total = count(5, 1000);
  const folder = writeApp();
  app = await ServedApp.start(folder);
  const served = app;
  const get = async () => (await send(served.port, 'GET /test/fn?id=1 HTTP/1.1\r\nHost: h\r\n\r\n')).text;
  const rewrite = async (number: number): Promise<void> => {
    writeApp({ Timeout: (number % 20) + 5 }, version(number), folder);
    const until = Date.now() + 20_000;
    while (!(await get()).includes(`"version":${number},`)) {
      expect(Date.now()).toBeLessThan(until);
      await sleep(10);
    }
  };
  for (let number = 1; number <= 3; number++) await rewrite(number);
  await sleep(500);
  const before = { descriptors: served.descriptors, children: served.children.length, mb: served.residentMegabytes };
  for (let number = 4; number < total + 4; number++) await rewrite(number);
  await sleep(500);
  const after = { descriptors: served.descriptors, children: served.children.length, mb: served.residentMegabytes };
  report({ before, after });
  expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 2 * DESCRIPTORS_OF_ONE);
  expect(after.children).toBeLessThanOrEqual(before.children + 2);
  expect(after.mb).toBeLessThan(before.mb * 1.3 + 30);
  expect(served.errors).toBe('');
  const processes = [served.pid, ...served.children];
  expect(await served.stop()).toBe(0);
  expect(processes.filter(isRunning)).toEqual([]);
});

test('a broken assembly in between changes nothing', async () => {
  const folder = writeApp();
  gateway = await startGateway({ assembly: folder, environment: {} });
  const [{ url }] = gateway.apis;
  const manifest = join(folder, 'manifest.json');
  const whole = readFileSync(manifest, 'utf8');
  for (let round = 0; round < count(5, 200); round++) {
    writeFileSync(manifest, whole.slice(0, round % whole.length));
    await expect(gateway.reload()).rejects.toThrow('manifest.json');
    expect((await fetch(`${url}/fn?id=${round}`)).status).toBe(200);
  }
  writeFileSync(manifest, whole);
  await gateway.reload();
});

/** Environments that were replaced end behind the answer. */
async function settle(): Promise<void> {
  for (let round = 0; round < 50 && environmentsOf(process.pid).length > MOST_ENVIRONMENTS; round++) await sleep(20);
}
