import type { Budget } from '../limits';
import { OperationError } from '../template-error';
import { Block, ForeachScope, isHostObject, isNumber, JavaList, JavaMap, MapEntry, type Value } from '../value';
import { entryMethods, foreachProperties } from './entry-methods';
import { listMethods } from './list-methods';
import { mapMethods } from './map-methods';
import type { MethodTable } from './method-table';
import { booleanMethods, numberMethods } from './number-methods';
import { stringMethods } from './string-methods';

/** `value.name(args)`: undefined for a method that is not in the tables, whatever its name. */
export function callMethod(value: Value, name: string, args: readonly Value[], budget: Budget): Value {
  if (isHostObject(value)) return produced(value.call(name, args, budget), budget);
  const table: MethodTable<never> | undefined = tableOf(value);
  const method = table?.get(name);
  if (method === undefined) return undefined;
  budget.spend(1);
  return produced(method(value as never, args, budget), budget);
}

/** `value.name`. */
export function getProperty(value: Value, name: string): Value {
  if (value instanceof JavaMap) return value.get(name);
  if (value instanceof ForeachScope) return foreachProperties.get(name)?.(value);
  if (isHostObject(value)) return value.property(name);
  if (value instanceof MapEntry) {
    if (name === 'key') return value.key;
    return name === 'value' ? value.value : undefined;
  }
  if (name !== 'empty') return undefined;
  if (typeof value === 'string') return value === '';
  return value instanceof JavaList ? value.items.length === 0 : undefined;
}

/** `value[index]`. */
export function getIndex(value: Value, index: Value): Value {
  if (value instanceof JavaMap) return value.get(index);
  if (isHostObject(value)) return typeof index === 'string' ? value.property(index) : undefined;
  if (!(value instanceof JavaList) || typeof index !== 'bigint') return undefined;
  return value.items[position(value, index)];
}

/** `#set($value.name = …)`: maps only. */
export function setProperty(owner: Value, name: string, value: Value): void {
  if (owner instanceof JavaMap) owner.set(name, value);
}

/** `#set($value[index] = …)`. */
export function setIndex(owner: Value, index: Value, value: Value): void {
  if (owner instanceof JavaMap) owner.set(index, value);
  if (owner instanceof JavaList && typeof index === 'bigint') owner.items[position(owner, index)] = value;
}

/** What `#foreach` runs over: elements of a list, values of a map, undefined for anything else. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value instanceof JavaList) return [...value.items];
  return value instanceof JavaMap ? [...value.entries.values()] : undefined;
}

/** Counts from the end when negative, as Velocity has it. */
function position({ items }: JavaList, index: bigint): number {
  const at = Number(index) < 0 ? items.length + Number(index) : Number(index);
  if (at < 0 || at >= items.length) {
    throw new OperationError(`index ${index} is outside the list of ${items.length} elements`);
  }
  return at;
}

function tableOf(value: Value): MethodTable<never> | undefined {
  if (typeof value === 'string') return stringMethods;
  if (typeof value === 'boolean') return booleanMethods;
  if (isNumber(value)) return numberMethods;
  if (value instanceof JavaMap) return mapMethods;
  if (value instanceof JavaList) return listMethods;
  return value instanceof MapEntry ? entryMethods : undefined;
}

function produced(value: Value, budget: Budget): Value {
  if (typeof value === 'string') budget.produce(value.length);
  if (value instanceof JavaList) budget.spend(value.items.length);
  return value instanceof Block ? undefined : value;
}
