// The AWS emulator that the demo is deployed to: ministack, from Python's registry, in a virtual environment of its own.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Makes the virtual environment once for each state of requirements.txt; answers its folder of commands. */
export function pythonTools(project) {
  const requirements = join(project, 'test/deploy/requirements.txt');
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(project, 'node_modules/.cache/cdk-gatehouse', `python-${hash}`);
  const bin = join(folder, 'bin');
  if (existsSync(join(bin, 'ministack')) && existsSync(join(bin, 'cfn-lint'))) return bin;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run('python3', ['-m', 'venv', folder]);
  run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  return bin;
}

/** Starts ministack on a free loopback port; resolves once it answers. */
export async function startEmulator({ bin, project, work, proxy }) {
  const port = await freePort();
  const log = join(work, 'ministack.log');
  const child = spawn(join(bin, 'ministack'), [], {
    env: {
      PATH: process.env.PATH,
      HOME: work,
      TMPDIR: work,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      EDGE_PORT: String(port),
      // Backends of the APIs are reached through the server that plays them, which takes whole URLs.
      http_proxy: proxy,
      no_proxy: '127.0.0.1,localhost',
      // Functions find the AWS SDK that Lambda's own runtime would bring.
      NODE_PATH: join(project, 'node_modules'),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    stdio: ['ignore', openSync(log, 'w'), openSync(log, 'a')],
    detached: true,
  });
  const stop = () => stopGroup(child);
  process.once('exit', stop);
  const endpoint = `http://127.0.0.1:${port}`;
  if (await untilAnswers(child, `${endpoint}/_ministack/health`)) return { endpoint, port, stop, log };
  stop();
  throw new Error(`the emulator did not start:\n${readFileSync(log, 'utf8').slice(-4000)}`);
}

/** Ends a detached process with all that it started. */
export function stopGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Whether a program that was just started answers at `url`, within half a minute. */
export async function untilAnswers(child, url) {
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt++) {
    if (await answers(url)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

const answers = (url) =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );

/** A loopback port that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${error ?? ''}${stdout}${stderr}`);
}
