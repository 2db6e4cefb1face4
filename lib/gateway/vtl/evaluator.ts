import { type ArithmeticOperator, calculate } from './arithmetic';
import type { Expression, Offset, Reference, Step, Template } from './ast';
import { compareNumbers, looselyEqual } from './comparison';
import type { Budget } from './limits';
import { callMethod, getIndex, getProperty } from './methods';
import { printJava } from './print';
import type { Scope } from './scope';
import { OperationError } from './template-error';
import { Block, isNumber, JavaList, JavaMap, type Value } from './value';

/** What an evaluator needs from the renderer around it. */
export interface EvaluatorHost {
  readonly budget: Budget;
  renderText(body: Template, scope: Scope): string;
  renderBlock(block: Block, scope: Scope): string;
  /** What an operation threw, with its place in the template. */
  located(error: unknown, at: Offset): unknown;
}

/** Computes expressions and references. */
export class Evaluator {
  constructor(private readonly host: EvaluatorHost) {}

  /** The value of an expression. */
  value(expression: Expression, scope: Scope): Value {
    this.host.budget.spend(1);
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'interpolation':
        return this.host.renderText(expression.body, scope);
      case 'reference':
        return this.reference(expression, scope);
      case 'list':
        return new JavaList(expression.items.map((item) => this.value(item, scope)));
      case 'map':
        return new JavaMap(expression.members.map(([key, item]) => [this.value(key, scope), this.value(item, scope)]));
      case 'range':
        return this.range(this.value(expression.from, scope), this.value(expression.to, scope));
      case 'not':
        return !this.isTrue(expression.operand, scope);
      default:
        return this.binary(expression, scope);
    }
  }

  /** Whether `#if` takes it: everything but false and nothing, an empty text and zero too. Literals count for nothing. */
  isTrue(expression: Expression, scope: Scope): boolean {
    if (expression.kind === 'literal') return expression.value === true;
    if (expression.kind === 'reference') {
      const value = this.value(expression, scope);
      return value !== undefined && value !== null && value !== false;
    }
    return this.value(expression, scope) === true;
  }

  /** The value that a reference leads to, undefined where the way ends. */
  reference({ name, steps, alternate }: Reference, scope: Scope): Value {
    const found = this.walk(scope.get(name), steps, scope);
    if (alternate !== undefined && isEmpty(found)) return this.value(alternate, scope);
    return found;
  }

  /** Follows all steps but the last, for `#set`. */
  walk(start: Value, steps: readonly Step[], scope: Scope): Value {
    let value = start;
    for (const step of steps) {
      if (value === undefined || value === null) return undefined;
      value = this.step(value, step, scope);
    }
    return value;
  }

  /** Text of a value as it stands in strings and arguments. */
  text(value: Value, scope: Scope): string {
    if (value === undefined || value === null) return '';
    if (value instanceof Block) return this.host.renderBlock(value, scope);
    return printJava(value, this.host.budget);
  }

  private step(value: Value, step: Step, scope: Scope): Value {
    this.host.budget.spend(1);
    if (step.kind === 'property') return getProperty(value, step.name);
    const args = step.kind === 'index' ? [this.value(step.index, scope)] : this.argumentsOf(step, scope);
    if (value instanceof Block && step.kind === 'method') {
      return step.name === 'toString' ? this.host.renderBlock(value, scope) : undefined;
    }
    try {
      return step.kind === 'index' ? getIndex(value, args[0]) : callMethod(value, step.name, args, this.host.budget);
    } catch (error) {
      throw this.host.located(error, step.at);
    }
  }

  private argumentsOf({ args }: Step & { kind: 'method' }, scope: Scope): Value[] {
    return args.map((argument) => {
      const given = this.value(argument, scope);
      return given instanceof Block ? this.host.renderBlock(given, scope) : given;
    });
  }

  private range(from: Value, to: Value): Value {
    if (typeof from !== 'bigint' || typeof to !== 'bigint') return undefined;
    const size = (to >= from ? to - from : from - to) + 1n;
    if (size > BigInt(this.host.budget.limits.steps))
      throw new OperationError(`a range of ${size} numbers is too long`);
    this.host.budget.spend(Number(size));
    const step = to >= from ? 1n : -1n;
    return new JavaList(Array.from({ length: Number(size) }, (_, i) => from + step * BigInt(i)));
  }

  private binary(expression: Expression & { kind: 'binary' }, scope: Scope): Value {
    const { operator } = expression;
    if (operator === 'and') return this.isTrue(expression.left, scope) && this.isTrue(expression.right, scope);
    if (operator === 'or') return this.isTrue(expression.left, scope) || this.isTrue(expression.right, scope);
    const left = this.value(expression.left, scope);
    const right = this.value(expression.right, scope);
    try {
      if (operator === '==') return looselyEqual(left, right, this.host.budget);
      if (operator === '!=') return !looselyEqual(left, right, this.host.budget);
      if (operator === '<' || operator === '>' || operator === '<=' || operator === '>=') {
        return compare(operator, left, right);
      }
      return this.compute(operator, left, right, scope);
    } catch (error) {
      throw this.host.located(error, expression.at);
    }
  }

  private compute(operator: ArithmeticOperator, left: Value, right: Value, scope: Scope): Value {
    if (operator !== '+' || !(typeof left === 'string' || typeof right === 'string')) {
      return calculate(operator, left, right);
    }
    const text = this.text(left, scope) + this.text(right, scope);
    this.host.budget.produce(text.length);
    return text;
  }
}

function compare(operator: '<' | '>' | '<=' | '>=', left: Value, right: Value): boolean {
  if (!isNumber(left) || !isNumber(right)) return false;
  const order = compareNumbers(left, right);
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  return operator === '<=' ? order <= 0 : order >= 0;
}

function isEmpty(value: Value): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  if (value instanceof JavaList) return value.items.length === 0;
  return value instanceof JavaMap && value.entries.size === 0;
}
