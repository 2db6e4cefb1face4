import { DynamoDbError, type Item, pick, type Store, validationError } from './store';

const MAX_ITEMS = 100;
/** A request token answers a repeated request for this long. */
const TOKEN_LIFETIME_MS = 10 * 60 * 1000;
/** Faults that only the item that is there can bring about; others are found before anything runs. */
const ITEM_FAULT =
  /^(An operand in the update expression|The provided expression refers to|Item size|The document path|Type mismatch)/;

type Kind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';
const OPERATIONS: Readonly<Record<Kind, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  // It has no operation of its own: an update of nothing checks too, and is undone.
  ConditionCheck: 'UpdateItem',
};

interface Action {
  readonly kind: Kind;
  readonly table: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly returnsOld: boolean;
  readonly key: Item;
}

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

interface Outcome {
  readonly action: Action;
  readonly before?: Item;
  readonly reason: Reason;
  readonly capacity?: number;
}

type Input = Readonly<Record<string, unknown>>;

/**
 * Transactions over a store that has none. They run while nothing else does, so that what is written and taken back is
 * seen by nobody.
 */
export class Transactions {
  private readonly tokens = new Map<string, { readonly request: string; readonly at: number }>();

  constructor(private readonly store: Store) {}

  /** @throws DynamoDbError */
  async write(input: Input): Promise<object> {
    const actions = await this.actionsOf(input);
    const token = input.ClientRequestToken as string | undefined;
    if (token !== undefined && this.isRepeated(token, input)) return {};
    const outcomes: Outcome[] = [];
    try {
      for (const action of actions) outcomes.push(await this.run(action));
    } catch (error) {
      await this.undo(outcomes);
      throw error;
    }
    const failed = outcomes.some(({ reason }) => reason.Code !== 'None');
    await this.undo(failed ? outcomes : outcomes.filter(({ action }) => action.kind === 'ConditionCheck'));
    if (failed) throw cancelled(outcomes.map(({ reason }) => reason));
    if (token !== undefined) this.remember(token, input);
    return consumedCapacity(input, outcomes);
  }

  /** @throws DynamoDbError */
  async get(input: Input): Promise<object> {
    const gets = itemsOf(input).map((item) => item.Get as Input | undefined);
    const responses: object[] = [];
    for (const get of gets) {
      if (get === undefined) throw validationError('TransactItems of TransactGetItems can only contain Get');
      const { Item } = await this.store.call<{ Item?: Item }>('GetItem', { ...get, ConsistentRead: true });
      responses.push(Item === undefined ? {} : { Item });
    }
    return { Responses: responses };
  }

  private async actionsOf(input: Input): Promise<Action[]> {
    const actions: Action[] = [];
    const seen = new Set<string>();
    for (const item of itemsOf(input)) {
      const [kind, ...others] = Object.keys(item) as Kind[];
      if (others.length > 0 || OPERATIONS[kind] === undefined) {
        throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
      }
      const { ReturnValuesOnConditionCheckFailure, ...own } = item[kind] as Input;
      const table = String(own.TableName);
      const names = await this.store.keyNames(table);
      const key = pick((own.Key ?? own.Item ?? {}) as Item, names);
      const identity = JSON.stringify([table, names.map((name) => key[name])]);
      if (seen.has(identity)) {
        throw validationError('Transaction request cannot include multiple operations on one item');
      }
      seen.add(identity);
      actions.push({ kind, table, key, input: own, returnsOld: ReturnValuesOnConditionCheckFailure === 'ALL_OLD' });
    }
    return actions;
  }

  private async run(action: Action): Promise<Outcome> {
    const before = await this.store.get(action.table, action.key);
    try {
      const request = { ...action.input, ReturnConsumedCapacity: 'TOTAL' };
      const output = await this.store.call<{ ConsumedCapacity?: { CapacityUnits: number } }>(
        OPERATIONS[action.kind],
        request,
      );
      return { action, before, reason: { Code: 'None' }, capacity: output.ConsumedCapacity?.CapacityUnits };
    } catch (error) {
      return { action, before, reason: reasonOf(error, action.returnsOld ? before : undefined) };
    }
  }

  private async undo(outcomes: readonly Outcome[]): Promise<void> {
    for (const { action, before, reason } of outcomes) {
      if (reason.Code !== 'None') continue;
      if (before === undefined) await this.store.call('DeleteItem', { TableName: action.table, Key: action.key });
      else await this.store.call('PutItem', { TableName: action.table, Item: before });
    }
  }

  private isRepeated(token: string, input: Input): boolean {
    const known = this.tokens.get(token);
    if (known === undefined || known.at + TOKEN_LIFETIME_MS < Date.now()) return false;
    if (known.request === JSON.stringify(input)) return true;
    throw new DynamoDbError(
      'com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException',
      'The request uses the same client token as a previous, but non-identical request.',
    );
  }

  private remember(token: string, input: Input): void {
    const now = Date.now();
    for (const [old, { at }] of this.tokens) {
      if (at + TOKEN_LIFETIME_MS >= now) break;
      this.tokens.delete(old);
    }
    this.tokens.set(token, { request: JSON.stringify(input), at: now });
  }
}

function itemsOf(input: Input): Input[] {
  const items = input.TransactItems;
  if (!Array.isArray(items) || items.length === 0 || items.length > MAX_ITEMS) {
    const bound =
      Array.isArray(items) && items.length > 0 ? `less than or equal to ${MAX_ITEMS}` : 'greater than or equal to 1';
    const value = Array.isArray(items) ? `[${items.length} items]` : 'null';
    throw validationError(
      `1 validation error detected: Value '${value}' at 'transactItems' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  return items as Input[];
}

/** @throws DynamoDbError for faults of the request itself */
function reasonOf(error: unknown, old: Item | undefined): Reason {
  if (!(error instanceof DynamoDbError)) throw error;
  if (error.code === 'ConditionalCheckFailedException') {
    const reason = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
    return old === undefined ? reason : { ...reason, Item: old };
  }
  if (error.code === 'ValidationException' && ITEM_FAULT.test(error.message)) {
    return { Code: 'ValidationError', Message: error.message };
  }
  throw error;
}

function cancelled(reasons: readonly Reason[]): DynamoDbError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new DynamoDbError(
    'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

/** A transaction costs twice what its writes would cost alone. */
function consumedCapacity(input: Input, outcomes: readonly Outcome[]): object {
  if (input.ReturnConsumedCapacity === undefined || input.ReturnConsumedCapacity === 'NONE') return {};
  const units = new Map<string, number>();
  for (const { action, capacity = 0 } of outcomes) {
    units.set(action.table, (units.get(action.table) ?? 0) + capacity * 2);
  }
  return {
    ConsumedCapacity: [...units].map(([TableName, sum]) => ({
      TableName,
      CapacityUnits: sum,
      WriteCapacityUnits: sum,
    })),
  };
}
