import type { Budget } from '../limits';
import { OperationError } from '../template-error';
import type { Value } from '../value';

/** The methods of one kind of value. Undefined as an answer: no such method for these arguments. */
export type MethodTable<Receiver> = ReadonlyMap<
  string,
  (receiver: Receiver, args: readonly Value[], budget: Budget) => Value
>;

/** An argument that must be text; nothing counts as the empty text. */
export function textArgument(args: readonly Value[], index: number): string {
  const value = args[index] ?? '';
  if (typeof value === 'string') return value;
  throw new WrongArgument();
}

/** An argument that must be an integer. */
export function integerArgument(args: readonly Value[], index: number): number {
  const value = args[index];
  if (typeof value === 'bigint') return Number(value);
  throw new WrongArgument();
}

/** An integer argument between two bounds. @throws OperationError as Java throws IndexOutOfBoundsException */
export function indexArgument(args: readonly Value[], index: number, from: number, to: number): number {
  const value = integerArgument(args, index);
  if (value >= from && value <= to) return value;
  throw new OperationError(`index ${value} is not between ${from} and ${to}`);
}

/** Thrown inside a method when no overload takes the arguments. */
export class WrongArgument extends Error {}

/** A table whose methods answer nothing when the arguments fit no overload. */
export function methodTable<Receiver>(
  methods: Readonly<Record<string, (receiver: Receiver, args: readonly Value[], budget: Budget) => Value>>,
): MethodTable<Receiver> {
  return new Map(
    Object.entries(methods).map(([name, method]) => [
      name,
      (receiver, args, budget) => {
        try {
          return method(receiver, args, budget);
        } catch (error) {
          if (error instanceof WrongArgument) return undefined;
          throw error;
        }
      },
    ]),
  );
}
