import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from '../../build-program';

const work = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'));
let program: string;
const running: ChildProcess[] = [];

beforeAll(() => {
  program = buildProgram(work);
  writeAssembly(join(work, 'cdk.out'));
});

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Line {
  readonly event: string;
  readonly [member: string]: unknown;
}

function dev(...more: string[]) {
  const args = [program, 'dev', '--port', '0', '--no-watch', ...more];
  const child = spawn(process.execPath, args, { cwd: work, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => {
    output.stdout += data;
  });
  child.stderr.on('data', (data) => {
    output.stderr += data;
  });
  const exited = new Promise<number | null>((settle) => child.once('close', settle));
  const until = (pattern: RegExp) =>
    new Promise<void>((settle) => {
      const look = () => pattern.test(output.stdout) && settle();
      child.stdout.on('data', look);
      look();
    });
  const lines = () =>
    output.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  return { child, output, exited, until, lines };
}

describe('gatehouse dev', () => {
  test('says where it listens, what it answered, and ends when told', async () => {
    const { child, exited, until, lines, output } = dev('--app', 'cdk.out', '--format', 'json');
    await until(/"listening"/);
    const listening = lines().find(({ event }) => event === 'listening');
    expect(listening).toEqual({
      event: 'listening',
      apis: [
        {
          id: 'Api',
          name: 'shop',
          type: 'REST',
          stage: 'prod',
          url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/prod$/),
        },
      ],
    });
    const [{ url }] = (listening as unknown as { apis: { url: string }[] }).apis;
    const response = await fetch(`${url}/health`);
    expect([response.status, await response.text()]).toEqual([200, '{"ok":true}']);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(lines().at(-1)).toMatchObject({
      event: 'request',
      api: 'Api',
      method: 'GET',
      path: '/prod/health',
      status: 200,
      decidedBy: 'integration',
    });
    expect(output.stderr).toBe('');
  });

  test('shows people a table of routes', async () => {
    const { child, exited, until, output } = dev('--app', 'cdk.out');
    await until(/GET +\/health +none +mock/);
    expect(output.stdout).toContain('shop  http://127.0.0.1:');
    child.kill('SIGINT');
    expect(await exited).toBe(0);
  });

  test.each(['dev', 'routes'])('%s is told to stop while the app runs, and ends it', async (command) => {
    const mark = join(work, `${command}.pid`);
    writeFileSync(
      join(work, 'slow.js'),
      'require("fs").writeFileSync(process.argv[2], String(process.pid)); setTimeout(() => {}, 60_000);',
    );
    const args = [program, command, '--app', `node slow.js ${mark}`];
    const child = spawn(process.execPath, args, { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] });
    running.push(child);
    let errors = '';
    child.stderr.on('data', (data) => {
      errors += data;
    });
    const exited = new Promise<number | null>((settle) => child.once('close', settle));
    while (!existsSync(mark) || readFileSync(mark, 'utf8') === '') await new Promise(setImmediate);
    child.kill('SIGINT');
    expect(await exited).toBe(130);
    expect(errors).toBe('');
    expect(isRunning(Number(readFileSync(mark, 'utf8')))).toBe(false);
  });

  test('without an assembly says so, in words and as an event', async () => {
    const { exited, output, lines } = dev('--app', 'build', '--format', 'json');
    expect(await exited).toBe(1);
    expect(output.stderr).toContain('is no cloud assembly');
    expect(lines()).toEqual([{ event: 'error', code: 'ASSEMBLY_NOT_FOUND', message: expect.any(String) }]);
  });

  test('with an option that makes no sense names it', async () => {
    const { exited, output } = dev('--port', 'many');
    expect(await exited).toBe(1);
    expect(output.stderr).toBe('gatehouse: --port must be a whole number from 0 to 65535, got "many"\n');
  });
});

describe('what another program reads', () => {
  const run = (...args: string[]) =>
    new Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }>((settle) => {
      const child = spawn(process.execPath, [program, ...args], { cwd: work });
      running.push(child);
      const output = { stdout: '', stderr: '' };
      for (const stream of ['stdout', 'stderr'] as const) {
        child[stream].on('data', (data) => {
          output[stream] += data;
        });
      }
      child.once('close', (status) => settle({ status, ...output }));
    });

  test('gatehouse openapi prints the document of an API', async () => {
    const { status, stdout } = await run('openapi', '--app', 'cdk.out', '--api', 'shop');
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      { openapi: '3.0.1', info: { title: 'shop', version: '1' }, paths: { '/health': { get: { responses: {} } } } },
    ]);
    const unknown = await run('openapi', '--app', 'cdk.out', '--api', 'other');
    expect([unknown.status, unknown.stderr]).toEqual([
      1,
      'gatehouse: there is no REST API "other", there are: "shop" (Shop/Api)\n',
    ]);
  });

  test('gatehouse routes prints a row a line', async () => {
    const { stdout } = await run('routes', '--app', 'cdk.out', '--format', 'json');
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { api: 'shop', method: 'GET', path: '/health', backend: 'mock', auth: 'none', cache: '', throttle: '' },
    ]);
  });

  test('is not mixed with what the app prints', async () => {
    const app = `node -e "console.log('hello from the app');require('fs').cpSync('cdk.out', process.env.CDK_OUTDIR, {recursive: true})"`;
    const { status, stdout, stderr } = await run('openapi', '--app', app);
    expect([status, Object.keys(JSON.parse(stdout))]).toEqual([0, ['openapi', 'info', 'paths']]);
    expect(stderr).toContain('hello from the app');
  });
});

/** Whether a process is there and more than the name of one that ended. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}

function writeAssembly(folder: string): void {
  mkdirSync(folder);
  const integration = {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: { default: { statusCode: '200', responseTemplates: { 'application/json': '{"ok":true}' } } },
  };
  const paths = { '/health': { get: { responses: {}, 'x-amazon-apigateway-integration': integration } } };
  const template = {
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: {
          Name: 'shop',
          Body: { openapi: '3.0.1', info: { title: 'shop', version: '1' }, paths },
          EndpointConfiguration: { Types: ['REGIONAL'] },
        },
      },
      Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod' },
      },
    },
  };
  const artifacts = {
    Shop: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: 'Shop.template.json' },
    },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
  writeFileSync(join(folder, 'Shop.template.json'), JSON.stringify(template));
}
