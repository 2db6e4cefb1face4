import { type Budget, JavaList, JavaMap, javaEquals, matchesWhole, type Value } from '../vtl';
import type { Filter, Operand, PathStep } from './json-path-syntax';

type ReadPath = (path: readonly PathStep[], from: '$' | '@') => Value;

/** Whether `[?(…)]` lets a value through. */
export function passes(filter: Filter, read: ReadPath, budget: Budget): boolean {
  budget.spend(1);
  switch (filter.kind) {
    case 'or':
      return passes(filter.left, read, budget) || passes(filter.right, read, budget);
    case 'and':
      return passes(filter.left, read, budget) && passes(filter.right, read, budget);
    case 'not':
      return !passes(filter.operand, read, budget);
    case 'exists':
      return exists(read(filter.path, '@'));
    default: {
      if (filter.right.kind === 'regex') {
        const text = valueOf(filter.left, read);
        return filter.operator === '=~' && typeof text === 'string' && matchesWhole(text, filter.right.pattern, budget);
      }
      return compare(filter.operator, valueOf(filter.left, read), valueOf(filter.right, read), budget);
    }
  }
}

function exists(value: Value): boolean {
  return value instanceof JavaList ? value.items.length > 0 : value !== undefined;
}

function valueOf(operand: Operand, read: ReadPath): Value {
  if (operand.kind === 'path') return read(operand.path, operand.root);
  if (operand.kind === 'list') return new JavaList(operand.items.map((item) => valueOf(item, read)));
  return operand.kind === 'value' ? operand.value : undefined;
}

function compare(operator: string, left: Value, right: Value, budget: Budget): boolean {
  switch (operator) {
    case '==':
      return equal(left, right, budget);
    case '!=':
      return !equal(left, right, budget);
    case '<':
      return ordered(left, right) && (left as number) < (right as number);
    case '<=':
      return ordered(left, right) && (left as number) <= (right as number);
    case '>':
      return ordered(left, right) && (left as number) > (right as number);
    case '>=':
      return ordered(left, right) && (left as number) >= (right as number);
    case 'in':
      return right instanceof JavaList && right.items.some((item) => equal(left, item, budget));
    case 'nin':
      return right instanceof JavaList && !right.items.some((item) => equal(left, item, budget));
    case 'contains':
      if (typeof left === 'string') return typeof right === 'string' && left.includes(right);
      return left instanceof JavaList && left.items.some((item) => equal(item, right, budget));
    case 'size':
      return typeof right === 'bigint' && sizeOf(left) === Number(right);
    case 'empty':
      return typeof right === 'boolean' && sizeOf(left) !== undefined && (sizeOf(left) === 0) === right;
    default:
      return false;
  }
}

function equal(left: Value, right: Value, budget: Budget): boolean {
  if (ordered(left, right)) return (left as number) == (right as number);
  return javaEquals(left, right, budget);
}

/** Numbers of either kind, or two texts. */
function ordered(left: Value, right: Value): boolean {
  const numbers = [left, right].every((value) => typeof value === 'bigint' || typeof value === 'number');
  return numbers || (typeof left === 'string' && typeof right === 'string');
}

function sizeOf(value: Value): number | undefined {
  if (typeof value === 'string') return value.length;
  if (value instanceof JavaList) return value.items.length;
  return value instanceof JavaMap ? value.entries.size : undefined;
}
