import type { Budget } from './limits';
import { printJava } from './print';
import { descend, isNumber, JavaList, JavaMap, type Value } from './value';

/** `==`: numbers by value, equal kinds by `equals`, all else by text. Nothing and the empty text are equal, as recorded. */
export function looselyEqual(left: Value, right: Value, budget: Budget): boolean {
  const a = left ?? '';
  const b = right ?? '';
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0;
  if (sameKind(a, b)) return javaEquals(a, b, budget);
  return printJava(a, budget) === printJava(b, budget);
}

/** `equals()`: no conversions. */
export function javaEquals(left: Value, right: Value, budget: Budget, depth = 0): boolean {
  if (left === right) return true;
  if ((left ?? undefined) === undefined && (right ?? undefined) === undefined) return true;
  if (left instanceof JavaList && right instanceof JavaList) {
    descend(budget, depth);
    if (left.items.length !== right.items.length) return false;
    return left.items.every((item, i) => javaEquals(item, right.items[i], budget, depth + 1));
  }
  if (left instanceof JavaMap && right instanceof JavaMap) {
    descend(budget, depth);
    if (left.entries.size !== right.entries.size) return false;
    return [...left.entries].every(
      ([key, item]) => right.entries.has(key) && javaEquals(item, right.entries.get(key), budget, depth + 1),
    );
  }
  return false;
}

/** -1, 0 or 1. */
export function compareNumbers(left: bigint | number, right: bigint | number): number {
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

function sameKind(a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return typeof a === typeof b;
  if (a === null || b === null) return false;
  return a.constructor === b.constructor;
}
