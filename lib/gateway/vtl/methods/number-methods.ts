import { compareNumbers, javaEquals } from '../comparison';
import type { Budget } from '../limits';
import { printJava } from '../print';
import { OperationError } from '../template-error';
import { isNumber, type Value } from '../value';
import { methodTable, textArgument, WrongArgument } from './method-table';

/**
 * Methods of `java.lang.Number` and of its kinds. The static ones are there because `#set($Integer = 0)` and then
 * `$Integer.parseInt($text)` is how templates read numbers.
 */
export const numberMethods = methodTable<bigint | number>({
  intValue: (value) => BigInt.asIntN(32, truncate(value)),
  longValue: (value) => BigInt.asIntN(64, truncate(value)),
  shortValue: (value) => BigInt.asIntN(16, truncate(value)),
  doubleValue: (value) => Number(value),
  floatValue: (value) => Math.fround(Number(value)),
  equals: (value, args, budget) => javaEquals(value, args[0], budget),
  compareTo: (value, args) => BigInt(compareNumbers(value, numberArgument(args))),
  toString: (value: bigint | number, args: readonly Value[], budget: Budget) =>
    printJava(args.length === 0 ? value : numberArgument(args), budget),
  parseInt: (_value, args) => parseInteger(textArgument(args, 0), 32),
  parseLong: (_value, args) => parseInteger(textArgument(args, 0), 64),
  parseDouble: (_value, args) => parseFloating(textArgument(args, 0)),
  parseFloat: (_value, args) => Math.fround(parseFloating(textArgument(args, 0))),
  valueOf(value: bigint | number, args: readonly Value[]) {
    if (isNumber(args[0])) return args[0];
    const text = textArgument(args, 0);
    return typeof value === 'bigint' ? parseInteger(text, 64) : parseFloating(text);
  },
  isNaN: (value) => Number.isNaN(value),
  isInfinite: (value) => typeof value === 'number' && Math.abs(value) === Number.POSITIVE_INFINITY,
});

/** Methods of `java.lang.Boolean`. */
export const booleanMethods = methodTable<boolean>({
  booleanValue: (value) => value,
  equals: (value, args) => value === args[0],
  toString: (value: boolean) => String(value),
  parseBoolean: (_value, args) => textArgument(args, 0).toLowerCase() === 'true',
  valueOf: (_value: boolean, args: readonly Value[]) =>
    typeof args[0] === 'boolean' ? args[0] : textArgument(args, 0).toLowerCase() === 'true',
});

function truncate(value: bigint | number): bigint {
  if (typeof value === 'bigint') return value;
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}

function numberArgument(args: readonly Value[]): bigint | number {
  if (isNumber(args[0])) return args[0];
  throw new WrongArgument();
}

function parseInteger(text: string, bits: 32 | 64): bigint {
  const value = /^[+-]?\d{1,20}$/.test(text) ? BigInt(text.replace('+', '')) : undefined;
  if (value === undefined || BigInt.asIntN(bits, value) !== value) {
    throw new OperationError(`"${text.slice(0, 40)}" is not an integer`);
  }
  return value;
}

function parseFloating(text: string): number {
  const trimmed = text.trim();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/.test(trimmed)) return Number.parseFloat(trimmed);
  throw new OperationError(`"${text.slice(0, 40)}" is not a number`);
}
