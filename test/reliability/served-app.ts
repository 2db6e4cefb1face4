import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from '../build-program';
import {
  MOCK,
  resource,
  RestApiId,
  restApi,
  rootMethod,
  writeAssembly,
  writeText,
} from '../gateway/template/assembly-writer';

export const HANDLER = `
const held = [];
exports.handler = async (event) => {
  const query = event.queryStringParameters || {};
  if (query.wait) await new Promise((done) => setTimeout(done, Number(query.wait)));
  if (query.exit) process.exit(Number(query.exit));
  if (query.crash) process.kill(process.pid, 'SIGSEGV');
  if (query.throw) setImmediate(() => { throw new Error('later'); });
  if (query.throw) await new Promise(() => setInterval(() => {}, 1000));
  if (query.hang) for (;;);
  if (query.leak) for (;;) held.push(Buffer.alloc(16 * 1024 * 1024, 1));
  return { statusCode: 200, body: JSON.stringify({ id: query.id, bytes: (event.body || '').length }) };
};
`;

const FUNCTION_URI = {
  'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations',
};

/** Properties of a function besides its code. */
export interface FunctionSettings {
  readonly Timeout?: number;
  readonly MemorySize?: number;
}

/** An API with mocks, a mapping template, a validator and a function behind `/fn` and `/all/{proxy+}`. */
export function writeApp(settings: FunctionSettings = {}, handler = HANDLER, folder?: string): string {
  const Integration = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: FUNCTION_URI };
  const anyOf = (ResourceId: unknown, more: object) => rootMethod({ ResourceId, HttpMethod: 'ANY', ...more });
  const mapped = {
    ...MOCK,
    RequestTemplates: { 'application/json': '{"statusCode":200,"a":$input.json("$.a"),"b":"$input.params(\'b\')"}' },
  };
  const Resources = restApi({
    Root: rootMethod(),
    FnPath: resource(undefined, 'fn'),
    FnMethod: anyOf({ Ref: 'FnPath' }, { Integration }),
    AllPath: resource(undefined, 'all'),
    ProxyPath: resource('AllPath', '{proxy+}'),
    ProxyMethod: anyOf({ Ref: 'ProxyPath' }, { Integration }),
    MappedPath: resource(undefined, 'mapped'),
    MappedMethod: anyOf({ Ref: 'MappedPath' }, { Integration: mapped }),
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/r',
        Code: { S3Bucket: 'b', S3Key: 'code.zip' },
        Timeout: 10,
        ...settings,
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Fn' },
        Principal: 'apigateway.amazonaws.com',
      },
    },
  });
  const written = writeAssembly({ Shop: { template: { Resources }, assets: { 'code.zip': 'code' } } }, folder);
  writeText(join(written, 'code'), 'index.js', handler);
  return written;
}

export { RestApiId };

/** The command line in a process of its own, serving an assembly. */
export class ServedApp {
  private static program: string | undefined;
  readonly port: number;

  private constructor(
    private readonly child: ChildProcess,
    url: string,
    private readonly exited: Promise<number | null>,
    private readonly output: { text: string; errors: string },
  ) {
    this.port = Number(new URL(url).port);
  }

  static async start(assembly: string, ...more: string[]): Promise<ServedApp> {
    ServedApp.program ??= buildProgram(work);
    const args = [ServedApp.program, 'dev', '--app', assembly, '--port', '0', '--format', 'json', ...more];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { text: '', errors: '' };
    child.stderr.on('data', (data) => {
      output.errors += data;
    });
    const exited = new Promise<number | null>((settle) => child.once('close', settle));
    const url = await new Promise<string>((settle, fail) => {
      void exited.then(() => fail(new Error(output.errors)));
      child.stdout.on('data', (data) => {
        // Requests print a line each; what matters is the start and the reloads.
        output.text = (output.text + data).slice(-200_000);
        const found = /"url":"([^"]+)"/.exec(output.text);
        if (found) settle(found[1]);
      });
    });
    return new ServedApp(child, url, exited, output);
  }

  get pid(): number {
    return this.child.pid as number;
  }

  get isUp(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What it printed on standard error. */
  get errors(): string {
    return this.output.errors;
  }

  /** The latest of what it printed. */
  get text(): string {
    return this.output.text;
  }

  get residentMegabytes(): number {
    return (Number(readFileSync(`/proc/${this.pid}/statm`, 'latin1').split(' ')[1]) * 4096) / 1024 / 1024;
  }

  get descriptors(): number {
    return descriptorsOf(this.pid).length;
  }

  /** Processes below it, however deep. */
  get children(): number[] {
    return childrenOf(this.pid);
  }

  /** Answers the exit code. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.exited;
  }
}

export function descriptorsOf(pid: number | 'self'): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

export function childrenOf(pid: number): number[] {
  const own = readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1').trim().split(' '))
    .filter((text) => text !== '')
    .map(Number);
  return own.flatMap((child) => [child, ...childrenOf(child)]);
}

/** Processes that run functions, below a process. */
export function environmentsOf(pid: number): number[] {
  return childrenOf(pid).filter((child) => /\0[^\0]*main\.js\0$/.test(commandOf(child)));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** Whether a process is there and more than the name of one that ended. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}

const work = mkdtempSync(join(tmpdir(), 'gatehouse-reliability-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
