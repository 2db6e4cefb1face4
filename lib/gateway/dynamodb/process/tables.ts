import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDbError, type Item, type Store } from './store';

/** A table as the template has it. */
export interface TableDefinition {
  readonly name: string;
  /** Construct path, for messages. */
  readonly path: string;
  /** Input of `CreateTable`. */
  readonly createTable: Readonly<Record<string, unknown>>;
  readonly timeToLiveAttribute?: string;
}

type Attribute = { readonly AttributeName: string; readonly AttributeType: string };
type KeyElement = { readonly AttributeName: string };

/** Holds the store's tables to those of the template; what is in them stays. */
export class Tables {
  private readonly known = new Map<string, TableDefinition>();

  constructor(private readonly store: Store) {}

  /** @returns paths of tables that lost their content */
  async apply(definitions: readonly TableDefinition[]): Promise<string[]> {
    const emptied: string[] = [];
    const wanted = new Set(definitions.map(({ name }) => name));
    for (const name of [...this.known.keys()]) {
      if (!wanted.has(name)) await this.drop(name);
    }
    for (const definition of definitions) {
      const before = this.known.get(definition.name);
      if (before === undefined) await this.create(definition);
      else if (keyOf(before) !== keyOf(definition)) {
        await this.drop(definition.name);
        await this.create(definition);
        emptied.push(definition.path);
      } else if (indexesOf(before) !== indexesOf(definition)) await this.rebuild(definition);
      this.known.set(definition.name, definition);
    }
    return emptied;
  }

  private async create(definition: TableDefinition): Promise<void> {
    // The template protects what is on AWS; here a changed template must be able to replace it.
    const { DeletionProtectionEnabled: _protected, ...input } = definition.createTable;
    try {
      await this.store.call('CreateTable', { ...input, TableName: definition.name });
    } catch (error) {
      throw new Error(`the table ${definition.path} cannot be made: ${(error as Error).message}`, { cause: error });
    }
    await this.settle(definition.name, 'ACTIVE');
  }

  private async drop(name: string): Promise<void> {
    this.known.delete(name);
    try {
      await this.store.call('DeleteTable', { TableName: name });
    } catch (error) {
      // A client of the app may have deleted it.
      if (!(error instanceof DynamoDbError) || error.code !== 'ResourceNotFoundException') throw error;
    }
    await this.settle(name, 'GONE');
  }

  /** Indexes cannot be changed in place: the table is made anew around its items. */
  private async rebuild(definition: TableDefinition): Promise<void> {
    const items: Item[] = [];
    for await (const page of this.store.scan(definition.name)) items.push(...page);
    await this.drop(definition.name);
    await this.create(definition);
    for (const item of items) await this.store.call('PutItem', { TableName: definition.name, Item: item });
  }

  private async settle(name: string, wanted: 'ACTIVE' | 'GONE'): Promise<void> {
    for (;;) {
      if ((await this.stateOf(name)) === wanted) return;
      await delay(1);
    }
  }

  private async stateOf(name: string): Promise<string> {
    try {
      const { Table } = await this.store.call<{ Table: { TableStatus: string } }>('DescribeTable', { TableName: name });
      return Table.TableStatus;
    } catch (error) {
      if (error instanceof DynamoDbError && error.code === 'ResourceNotFoundException') return 'GONE';
      throw error;
    }
  }
}

function keyOf({ createTable }: TableDefinition): string {
  const key = createTable.KeySchema as KeyElement[];
  return JSON.stringify([key, key.map(({ AttributeName }) => typeOf(createTable, AttributeName))]);
}

function indexesOf({ createTable }: TableDefinition): string {
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [], AttributeDefinitions = [] } = createTable;
  return JSON.stringify([GlobalSecondaryIndexes, LocalSecondaryIndexes, AttributeDefinitions]);
}

function typeOf(createTable: TableDefinition['createTable'], name: string): string | undefined {
  const attributes = (createTable.AttributeDefinitions ?? []) as Attribute[];
  return attributes.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
}
