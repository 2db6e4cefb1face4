import type { Clock } from '../clock';
import type { DynamoDb } from '../dynamodb';
import type { EmitEvent } from '../events';
import type { TableModel } from '../model';

export interface DataHostOptions {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The tables of an assembly. They keep their data over reloads. */
export class DataHost {
  private running: DynamoDb | undefined;

  constructor(private readonly options: DataHostOptions) {}

  /** Base URL of DynamoDB; undefined while no table needs one. */
  get endpoint(): string | undefined {
    return this.running?.endpoint;
  }

  /** Makes the tables, unless the environment sends DynamoDB elsewhere. */
  async open(tables: readonly TableModel[]): Promise<void> {
    const { environment, clock, emit } = this.options;
    if (environment.AWS_ENDPOINT_URL_DYNAMODB || environment.AWS_ENDPOINT_URL) return;
    if (this.running) return this.running.update(tables);
    if (tables.length === 0) return;
    const { startDynamoDb } = require('../dynamodb') as typeof import('../dynamodb');
    this.running = await startDynamoDb(tables, { clock, emit });
  }

  async close(): Promise<void> {
    await this.running?.close();
  }
}
