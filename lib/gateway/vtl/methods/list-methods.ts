import { javaEquals } from '../comparison';
import type { Budget } from '../limits';
import { printJava } from '../print';
import { JavaList, type Value } from '../value';
import { indexArgument, methodTable, WrongArgument } from './method-table';

/** Methods of `java.util.List`. */
export const listMethods = methodTable<JavaList>({
  size: ({ items }) => BigInt(items.length),
  isEmpty: ({ items }) => items.length === 0,
  get: ({ items }, args) => items[indexArgument(args, 0, 0, items.length - 1)],
  set({ items }, args) {
    const index = indexArgument(args, 0, 0, items.length - 1);
    const before = items[index];
    items[index] = args[1];
    return before;
  },
  add({ items }, args) {
    if (args.length === 1) return items.push(args[0]) > 0;
    items.splice(indexArgument(args, 0, 0, items.length), 0, args[1]);
    return undefined;
  },
  addAll(list, args, budget) {
    const more = listArgument(args);
    budget.spend(more.items.length);
    for (const item of [...more.items]) list.items.push(item);
    return more.items.length > 0;
  },
  remove({ items }, args, budget) {
    if (typeof args[0] === 'bigint') return items.splice(indexArgument(args, 0, 0, items.length - 1), 1)[0];
    const index = find(items, args[0], budget);
    if (index < 0) return false;
    items.splice(index, 1);
    return true;
  },
  clear({ items }) {
    items.length = 0;
    return undefined;
  },
  contains: ({ items }, args, budget) => find(items, args[0], budget) >= 0,
  containsAll: ({ items }, args, budget) => listArgument(args).items.every((item) => find(items, item, budget) >= 0),
  indexOf: ({ items }, args, budget) => BigInt(find(items, args[0], budget)),
  lastIndexOf({ items }, args, budget) {
    const fromEnd = find([...items].reverse(), args[0], budget);
    return fromEnd < 0 ? -1n : BigInt(items.length - 1 - fromEnd);
  },
  subList({ items }, args) {
    const from = indexArgument(args, 0, 0, items.length);
    return new JavaList(items.slice(from, indexArgument(args, 1, from, items.length)));
  },
  toArray: (list) => new JavaList([...list.items]),
  equals: (list, args, budget) => javaEquals(list, args[0], budget),
  toString: (list: JavaList, _args: readonly Value[], budget: Budget) => printJava(list, budget),
});

function find(items: readonly Value[], wanted: Value, budget: Budget): number {
  budget.spend(items.length);
  return items.findIndex((item) => javaEquals(item, wanted, budget));
}

function listArgument(args: readonly Value[]): JavaList {
  if (args[0] instanceof JavaList) return args[0];
  throw new WrongArgument();
}
