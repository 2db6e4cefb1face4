import { javaEquals } from '../comparison';
import type { Budget } from '../limits';
import { printJava } from '../print';
import { JavaList, JavaMap, MapEntry, type Value } from '../value';
import { methodTable, WrongArgument } from './method-table';

/** Methods of `java.util.Map`. */
export const mapMethods = methodTable<JavaMap>({
  get: (map, args) => map.get(args[0]),
  getOrDefault: (map, args) => (map.entries.has(args[0]) ? map.get(args[0]) : args[1]),
  put(map, args) {
    const before = map.get(args[0]);
    map.set(args[0], args[1]);
    return before;
  },
  putIfAbsent(map, args) {
    const before = map.get(args[0]) ?? undefined;
    if (before === undefined) map.set(args[0], args[1]);
    return before;
  },
  putAll(map, args, budget) {
    const more = mapArgument(args);
    budget.spend(more.entries.size);
    for (const [key, value] of [...more.entries]) map.set(key, value);
    return undefined;
  },
  remove({ entries }, args) {
    const before = entries.get(args[0]);
    entries.delete(args[0]);
    return before;
  },
  clear({ entries }) {
    entries.clear();
    return undefined;
  },
  containsKey: ({ entries }, args) => entries.has(args[0]),
  containsValue: ({ entries }, args, budget) =>
    [...entries.values()].some((value) => javaEquals(value, args[0], budget)),
  keySet: ({ entries }) => new JavaList([...entries.keys()]),
  values: ({ entries }) => new JavaList([...entries.values()]),
  entrySet: ({ entries }) => new JavaList([...entries].map(([key, value]) => new MapEntry(key, value))),
  size: ({ entries }) => BigInt(entries.size),
  isEmpty: ({ entries }) => entries.size === 0,
  equals: (map, args, budget) => javaEquals(map, args[0], budget),
  toString: (map: JavaMap, _args: readonly Value[], budget: Budget) => printJava(map, budget),
});

function mapArgument(args: readonly Value[]): JavaMap {
  if (args[0] instanceof JavaMap) return args[0];
  throw new WrongArgument();
}
