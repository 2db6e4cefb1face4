import { isNumber, JavaList, JavaMap, type Value } from '../vtl';
import { JsonPathError } from './json-path-syntax';

/** The function at the end of a path: `length()`, `min()` … @throws JsonPathError for a name that is none */
export function applyFunction(name: string, value: Value): Value {
  if (name === 'length' || name === 'size') return lengthOf(value);
  if (name === 'keys') return value instanceof JavaMap ? new JavaList([...value.entries.keys()], 'json') : undefined;
  const compute = functions.get(name);
  if (compute === undefined) throw new JsonPathError(`"${name}()" is no function of a JSON path`);
  const numbers = value instanceof JavaList ? value.items.filter(isNumber).map(Number) : [];
  return numbers.length === 0 ? undefined : compute(numbers);
}

function lengthOf(value: Value): Value {
  if (typeof value === 'string') return BigInt(value.length);
  if (value instanceof JavaList) return BigInt(value.items.length);
  return value instanceof JavaMap ? BigInt(value.entries.size) : undefined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function deviation(numbers: readonly number[]): number {
  const mean = sum(numbers) / numbers.length;
  return Math.sqrt(sum(numbers.map((number) => (number - mean) ** 2)) / numbers.length);
}

const functions: ReadonlyMap<string, (numbers: readonly number[]) => number> = new Map([
  ['min', (numbers: readonly number[]) => numbers.reduce((a, b) => Math.min(a, b))],
  ['max', (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b))],
  ['sum', sum],
  ['avg', (numbers: readonly number[]) => sum(numbers) / numbers.length],
  ['stddev', deviation],
]);
