import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Clock } from '../../../lib/gateway/clock';
import { systemClock } from '../../../lib/gateway/clock';
import type { GatewayEvent } from '../../../lib/gateway/events';
import { LambdaService, type LambdaServiceOptions } from '../../../lib/gateway/lambda';
import type { FunctionModel } from '../../../lib/gateway/model';

/** Files of a function by path: the handler is `index.handler` unless the model says otherwise. */
export type Files = Readonly<Record<string, string>>;

/** Functions written on the fly, and the service that runs them. */
export class Functions {
  readonly events: GatewayEvent[] = [];
  readonly models = new Map<string, FunctionModel>();
  private readonly folders: string[] = [];
  private started?: LambdaService;

  /** Answers the function's ARN. */
  add(name: string, files: Files | string, model: Partial<FunctionModel> = {}): string {
    const arn = `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
    this.models.set(arn, {
      origin: { stack: 'S', logicalId: name, path: `S/${name}`, region: 'us-east-1', accountId: '000000000000' },
      name,
      arn,
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      codeDirectory: this.folder(typeof files === 'string' ? { 'index.js': files } : files),
      timeoutMs: 10_000,
      memoryMb: 256,
      environment: {},
      layers: [],
      logging: { format: 'Text', group: `/aws/lambda/${name}` },
      maximumRetryAttempts: 2,
      invokePermissions: [],
      ...model,
    });
    return arn;
  }

  folder(files: Files): string {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-function-'));
    this.folders.push(folder);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  start(options: Partial<LambdaServiceOptions> & { clock?: Clock } = {}): LambdaService {
    this.started = new LambdaService({
      clock: systemClock,
      emit: (event) => this.events.push(event),
      functions: this.models,
      credentials: {
        accessKeyId: 'AKIDLOCAL',
        secretAccessKey: 'secret',
        userArn: 'arn:aws:iam::000000000000:user/local',
        accountId: '000000000000',
        generated: false,
      },
      environmentOf: () => ({}),
      ...options,
    });
    return this.started;
  }

  /** What functions printed, in order. */
  printed(): string[] {
    return this.events.flatMap((event) => (event.event === 'function-log' ? [event.text] : []));
  }

  async close(): Promise<void> {
    await this.started?.close();
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a process of that id is there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const limit = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > limit) throw new Error('it never came true');
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
