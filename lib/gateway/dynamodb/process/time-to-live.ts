import { DynamoDbError, type Item, pick, type Store, validationError } from './store';

type Input = Readonly<Record<string, unknown>>;

/** DynamoDB leaves items alone whose time is further back than this. */
const OLDEST_SECONDS = 5 * 365 * 24 * 60 * 60;

/** Which attribute of which table says when an item expires. */
export class TimeToLive {
  private readonly attributes = new Map<string, string>();

  constructor(private readonly store: Store) {}

  set(table: string, attribute: string | undefined): void {
    if (attribute === undefined) this.attributes.delete(table);
    else this.attributes.set(table, attribute);
  }

  /** `UpdateTimeToLive`. @throws DynamoDbError */
  async update(input: Input): Promise<object> {
    const table = await this.tableOf(input);
    const specification = input.TimeToLiveSpecification as { AttributeName?: string; Enabled?: boolean } | undefined;
    if (specification?.AttributeName === undefined || specification.Enabled === undefined) {
      throw validationError('TimeToLiveSpecification needs AttributeName and Enabled');
    }
    const current = this.attributes.get(table);
    if (specification.Enabled === (current !== undefined)) {
      throw validationError(`TimeToLive is already ${specification.Enabled ? 'enabled' : 'disabled'}`);
    }
    this.set(table, specification.Enabled ? specification.AttributeName : undefined);
    return { TimeToLiveSpecification: specification };
  }

  /** `DescribeTimeToLive`. @throws DynamoDbError */
  async describe(input: Input): Promise<object> {
    const attribute = this.attributes.get(await this.tableOf(input));
    if (attribute === undefined) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
    return { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: attribute } };
  }

  /** Deletes what has expired at that time, in milliseconds since the epoch. */
  async sweep(now: number): Promise<void> {
    const seconds = Math.floor(now / 1000);
    for (const [table, attribute] of this.attributes) await this.sweepTable(table, attribute, seconds);
  }

  private async sweepTable(table: string, attribute: string, now: number): Promise<void> {
    const filter = {
      ExpressionAttributeNames: { '#t': attribute },
      ExpressionAttributeValues: { ':now': { N: String(now) }, ':oldest': { N: String(now - OLDEST_SECONDS) } },
    };
    const expression = '#t <= :now AND #t > :oldest';
    try {
      const names = await this.store.keyNames(table);
      for await (const page of this.store.scan(table, { ...filter, FilterExpression: expression })) {
        for (const item of page)
          await this.expire(table, pick(item, names), { ...filter, ConditionExpression: expression });
      }
    } catch (error) {
      if (!(error instanceof DynamoDbError) || error.code !== 'ResourceNotFoundException') throw error;
    }
  }

  private async expire(table: string, key: Item, condition: Input): Promise<void> {
    try {
      await this.store.call('DeleteItem', { ...condition, TableName: table, Key: key });
    } catch (error) {
      // It was renewed in between.
      if (!(error instanceof DynamoDbError) || error.code !== 'ConditionalCheckFailedException') throw error;
    }
  }

  private async tableOf({ TableName }: Input): Promise<string> {
    const name = String(TableName);
    await this.store.keyNames(name);
    return name;
  }
}
