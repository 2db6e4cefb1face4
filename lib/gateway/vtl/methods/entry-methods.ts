import type { Budget } from '../limits';
import { printJava } from '../print';
import type { ForeachScope, MapEntry, Value } from '../value';
import { methodTable } from './method-table';

export const entryMethods = methodTable<MapEntry>({
  getKey: ({ key }) => key,
  getValue: ({ value }) => value,
  toString: (entry: MapEntry, _args: readonly Value[], budget: Budget) => printJava(entry, budget),
});

/** `$foreach.…`. */
export const foreachProperties: ReadonlyMap<string, (round: ForeachScope) => Value> = new Map([
  ['index', (round: ForeachScope): Value => BigInt(round.index)],
  ['count', (round: ForeachScope): Value => BigInt(round.index + 1)],
  ['hasNext', (round: ForeachScope): Value => round.index + 1 < round.size],
  ['first', (round: ForeachScope): Value => round.index === 0],
  ['last', (round: ForeachScope): Value => round.index + 1 === round.size],
  ['parent', (round: ForeachScope): Value => round.parent],
  ['topmost', (round: ForeachScope): Value => topmost(round)],
]);

function topmost(round: ForeachScope): ForeachScope {
  return round.parent === undefined ? round : topmost(round.parent);
}
