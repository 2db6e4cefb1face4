import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

const project = resolve(__dirname, '../..');
const { version, devDependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

const APP = `
const stack = new Stack(new App(), 'Shop');
new ServerlessApi(stack, 'Api', {
  routes: { 'GET /health': { backend: Backend.mock({ body: { ok: true } }), authorizer: Authorizer.none() } },
});
stack.node.root.synth();
`;

const sdkPackage = (name: string) => `@aws-sdk/${name}@${devDependencies[`@aws-sdk/${name}`]}`;

const TALK = `
const stack = new Stack(new App(), 'Talk');
const api = new ServerlessWebSocketApi(stack, 'Api', {
  authorizer: Authorizer.none(),
  connections: ConnectionTable.create(),
  routes: {
    ping: { backend: Backend.mock({ body: { pong: true } }), reply: true },
    say: { entry: 'say.ts', reply: true },
  },
});
api.grantManageConnections(api.route('say'));
stack.node.root.synth();
`;

const CHECK = `
const { App, Stack } = require('aws-cdk-lib');
const { Authorizer, Backend, ServerlessApi } = require('cdk-gatehouse');
const { LocalApi } = require('cdk-gatehouse/testing');
const stack = new Stack(new App(), 'Shop');
new ServerlessApi(stack, 'Api', {
  routes: { 'GET /health': { backend: Backend.mock({ body: { ok: true } }), authorizer: Authorizer.none() } },
});
test('is healthy', async () => {
  const api = await LocalApi.of(stack, { listen: true });
  expect(await (await fetch(api.url + '/health')).json()).toEqual({ ok: true });
});
`;

const SAY = `
import { listConnections, postToConnections, removeConnection, type ConnectionEvent } from 'cdk-gatehouse/handler';

export const handler = async (event: ConnectionEvent & { body: string }) => {
  const message = { text: JSON.parse(event.body).text };
  const { sent } = await postToConnections(event, await listConnections(), message, { onGone: removeConnection });
  return { statusCode: 200, body: JSON.stringify({ sent: sent.length }) };
};
`;

describe('the packed package, installed into an empty CDK app', () => {
  let app: string;
  const run = (command: string, args: string[], env: Record<string, string> = {}) =>
    execFileSync(command, args, { cwd: app, encoding: 'utf8', env: { ...process.env, ...env } });

  beforeAll(() => {
    app = mkdtempSync(join(tmpdir(), 'gatehouse-package-'));
    const [{ filename }] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', app], {
        cwd: project,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'shop', private: true }));
    const cdk = `aws-cdk-lib@${devDependencies['aws-cdk-lib']}`;
    const constructs = `constructs@${devDependencies.constructs}`;
    run('npm', [
      'install',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      `./${filename}`,
      cdk,
      constructs,
      // Lambda's runtime brings these; on this machine functions have what the project has.
      ...['client-apigatewaymanagementapi', 'client-dynamodb'].map(sdkPackage),
    ]);
  }, 300_000);

  afterAll(() => rmSync(app, { recursive: true, force: true }));

  test('brings what it says and nothing of its own development', () => {
    const files = run('find', [
      'node_modules/cdk-gatehouse',
      '-type',
      'f',
      '-not',
      '-path',
      '*/node_modules/*/node_modules/*',
    ]);
    expect(files).toMatch(/cdk-gatehouse\/\.jsii$/m);
    expect(files).toMatch(/cdk-gatehouse\/README\.md$/m);
    expect(files).not.toMatch(/cdk-gatehouse\/(test|bench|\.ci)\//);
    expect(files).not.toMatch(/build\/bin\/app\.js/);
  });

  test('synthesizes by require', () => {
    writeFileSync(
      join(app, 'app.js'),
      `const { App, Stack } = require('aws-cdk-lib');\nconst { Authorizer, Backend, ServerlessApi } = require('cdk-gatehouse');${APP}`,
    );
    run('node', ['app.js'], { CDK_OUTDIR: 'cdk.out' });
    expect(readFileSync(join(app, 'cdk.out/Shop.template.json'), 'utf8')).toContain('AWS::ApiGateway::RestApi');
  });

  test('synthesizes by import', () => {
    writeFileSync(
      join(app, 'app.mjs'),
      `import { App, Stack } from 'aws-cdk-lib';\nimport { Authorizer, Backend, ServerlessApi } from 'cdk-gatehouse';${APP}`,
    );
    run('node', ['app.mjs'], { CDK_OUTDIR: 'cdk.out.esm' });
    const required = readFileSync(join(app, 'cdk.out/Shop.template.json'), 'utf8');
    expect(readFileSync(join(app, 'cdk.out.esm/Shop.template.json'), 'utf8')).toBe(required);
  });

  test('offers the gateway and the testing kit below their own names, by require and by import', () => {
    const names = "Object.keys(g).includes('startGateway') && Object.keys(t).includes('renderMappingTemplate')";
    expect(
      run('node', [
        '-p',
        `const g = require('cdk-gatehouse/gateway'), t = require('cdk-gatehouse/testing'); ${names}`,
      ]).trim(),
    ).toBe('true');
    writeFileSync(
      join(app, 'names.mjs'),
      "import { startGateway } from 'cdk-gatehouse/gateway';\nimport { renderMappingTemplate } from 'cdk-gatehouse/testing';\nconsole.log(typeof startGateway, typeof renderMappingTemplate);",
    );
    expect(run('node', ['names.mjs']).trim()).toBe('function function');
  });

  test("ends what tests leave open, in the runner that 'cdk init' sets up", () => {
    writeFileSync(join(app, 'shop.check.js'), CHECK);
    const jest = join(project, 'node_modules/jest/bin/jest.js');
    const config = JSON.stringify({ transform: {}, testMatch: ['**/*.check.js'] });
    // It would wait for what is still open.
    run('node', [jest, '--rootDir', app, '--config', config], { CI: 'true' });
  }, 60_000);

  test('says its version by npx gatehouse', () => {
    expect(run('npx', ['--no-install', 'gatehouse', '--version']).trim()).toBe(version);
  });

  test('serves the synthesized app by npx gatehouse dev', async () => {
    const dev = await startDev('cdk.out');
    try {
      const response = await fetch(`${dev.url}/health`);
      expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
    } finally {
      await dev.stop();
    }
  }, 60_000);

  test('serves a WebSocket API with bundled functions and a table of connections', async () => {
    writeFileSync(join(app, 'say.ts'), SAY);
    writeFileSync(
      join(app, 'talk.js'),
      `const { App, Stack } = require('aws-cdk-lib');\nconst { Authorizer, Backend, ConnectionTable, ServerlessWebSocketApi } = require('cdk-gatehouse');${TALK}`,
    );
    run('node', ['talk.js'], { CDK_OUTDIR: 'cdk.out.talk' });
    const dev = await startDev('cdk.out.talk');
    try {
      const [one, two] = await Promise.all([connect(dev.url), connect(dev.url)]);
      one.send('{"action":"ping"}');
      expect(await one.next()).toEqual({ pong: true });
      one.send('{"action":"say","text":"hello"}');
      expect(await two.next()).toEqual({ text: 'hello' });
      expect([await one.next(), await one.next()]).toEqual(expect.arrayContaining([{ text: 'hello' }, { sent: 2 }]));
      one.close();
      two.close();
    } finally {
      await dev.stop();
    }
  }, 60_000);

  async function startDev(assembly: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
    const args = [
      '--no-install',
      'gatehouse',
      'dev',
      '--app',
      assembly,
      '--port',
      '0',
      '--no-watch',
      '--format',
      'json',
    ];
    // A group of its own: npx passes no signal on.
    const child = spawn('npx', args, { cwd: app, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    const stop = () => {
      process.kill(-(child.pid as number), 'SIGTERM');
      return gone(child.pid as number);
    };
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (data) => {
        text += data;
        const line = text.split('\n').find((l) => l.startsWith('{"event":"listening"'));
        if (line?.endsWith('}')) resolve(JSON.parse(line).apis[0].url);
      });
      child.once('exit', () => reject(new Error(text)));
    });
    return { url, stop };
  }
});

/** When nothing of a process group is left: npx itself ends before what it runs. */
async function gone(group: number): Promise<void> {
  for (;;) {
    try {
      process.kill(-group, 0);
    } catch {
      return;
    }
    await pause(20);
  }
}

/** A client with the messages that came, one by one. */
async function connect(url: string) {
  const socket = new WebSocket(url);
  const came: unknown[] = [];
  let wake = () => {};
  socket.on('message', (data) => {
    came.push(JSON.parse(String(data)));
    wake();
  });
  await new Promise<void>((resolve, reject) => socket.once('open', () => resolve()).once('error', reject));
  const next = async (): Promise<unknown> => {
    while (came.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return came.shift();
  };
  return { send: (text: string) => socket.send(text), close: () => socket.close(), next };
}
