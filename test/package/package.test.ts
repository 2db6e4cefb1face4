import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const project = resolve(__dirname, '../..');
const { version, devDependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

const APP = `
const stack = new Stack(new App(), 'Shop');
new ServerlessApi(stack, 'Api', {
  routes: { 'GET /health': { backend: Backend.mock({ body: { ok: true } }), authorizer: Authorizer.none() } },
});
stack.node.root.synth();
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

  test('says its version by npx gatehouse', () => {
    expect(run('npx', ['--no-install', 'gatehouse', '--version']).trim()).toBe(version);
  });

  test('serves the synthesized app by npx gatehouse dev', async () => {
    const child = spawn(
      'npx',
      ['--no-install', 'gatehouse', 'dev', '--app', 'cdk.out', '--port', '0', '--no-watch', '--format', 'json'],
      {
        cwd: app,
        stdio: ['ignore', 'pipe', 'inherit'],
        // A group of its own: npx passes no signal on.
        detached: true,
      },
    );
    const ended = new Promise((resolve) => child.once('exit', resolve));
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let text = '';
        child.stdout.on('data', (data) => {
          text += data;
          const line = text.split('\n').find((l) => l.startsWith('{"event":"listening"'));
          if (line?.endsWith('}')) resolve(JSON.parse(line).apis[0].url);
        });
        child.once('exit', () => reject(new Error(text)));
      });
      const response = await fetch(`${url}/health`);
      expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
    } finally {
      process.kill(-(child.pid as number), 'SIGTERM');
      await ended;
    }
  }, 60_000);
});
