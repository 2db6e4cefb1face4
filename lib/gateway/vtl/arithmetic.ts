import { type Value, isNumber } from './value';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** More bits than any honest integer has; the rest would only burn time. */
const MAX_BITS = 4096n;

/** Integers stay integers, a float makes floats, anything else and division by zero make nothing. */
export function calculate(operator: ArithmeticOperator, left: Value, right: Value): Value {
  if (!isNumber(left) || !isNumber(right)) return undefined;
  if ((operator === '/' || operator === '%') && Number(right) === 0) return undefined;
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    const result = integers(operator, left, right);
    return result > 1n << MAX_BITS || result < -(1n << MAX_BITS) ? undefined : result;
  }
  return floats(operator, Number(left), Number(right));
}

function integers(operator: ArithmeticOperator, left: bigint, right: bigint): bigint {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  return operator === '/' ? left / right : left % right;
}

function floats(operator: ArithmeticOperator, left: number, right: number): number {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  return operator === '/' ? left / right : left % right;
}
