import type { Budget } from '../limits';
import { printJava } from '../print';
import { matchesWhole, replaceMatches, splitByRegex } from '../regex';
import { OperationError } from '../template-error';
import { JavaList, type Value } from '../value';
import { formatText } from './format';
import { indexArgument, integerArgument, methodTable, textArgument } from './method-table';

/** Methods of `java.lang.String`. A single character is a string of length 1. */
export const stringMethods = methodTable<string>({
  length: (text) => BigInt(text.length),
  isEmpty: (text) => text === '',
  isBlank: (text) => text.trim() === '',
  charAt: (text, args) => text.charAt(indexArgument(args, 0, 0, text.length - 1)),
  substring(text, args) {
    const from = indexArgument(args, 0, 0, text.length);
    return args.length === 1 ? text.slice(from) : text.slice(from, indexArgument(args, 1, from, text.length));
  },
  indexOf: (text, args) => BigInt(text.indexOf(characters(args), args.length > 1 ? integerArgument(args, 1) : 0)),
  lastIndexOf: (text, args) =>
    BigInt(
      args.length > 1
        ? text.lastIndexOf(characters(args), integerArgument(args, 1))
        : text.lastIndexOf(characters(args)),
    ),
  contains: (text, args) => text.includes(textArgument(args, 0)),
  startsWith: (text, args) => text.startsWith(textArgument(args, 0), args.length > 1 ? integerArgument(args, 1) : 0),
  endsWith: (text, args) => text.endsWith(textArgument(args, 0)),
  equals: (text, args) => text === args[0],
  equalsIgnoreCase: (text, args) => text.toLowerCase() === textArgument(args, 0).toLowerCase(),
  compareTo: (text, args) => BigInt(compare(text, textArgument(args, 0))),
  compareToIgnoreCase: (text, args) => BigInt(compare(text.toLowerCase(), textArgument(args, 0).toLowerCase())),
  concat: (text, args) => text + textArgument(args, 0),
  replace(text, args, budget) {
    const wanted = textArgument(args, 0);
    const instead = textArgument(args, 1);
    budget.produce((wanted === '' ? text.length + 1 : text.split(wanted).length) * instead.length);
    return text.replaceAll(wanted, () => instead);
  },
  replaceAll: (text, args, budget) => replaceMatches(text, textArgument(args, 0), textArgument(args, 1), 'all', budget),
  replaceFirst: (text, args, budget) =>
    replaceMatches(text, textArgument(args, 0), textArgument(args, 1), 'first', budget),
  matches: (text, args, budget) => matchesWhole(text, textArgument(args, 0), budget),
  split: (text, args, budget) =>
    new JavaList(splitByRegex(text, textArgument(args, 0), args.length > 1 ? integerArgument(args, 1) : 0, budget)),
  trim,
  strip: (text) => text.trim(),
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  toString: (text: string) => text,
  intern: (text) => text,
  hashCode: (text) => BigInt(hash(text)),
  toCharArray: (text, _args, budget) => new JavaList(characterList(text, budget)),
  repeat(text, args, budget) {
    const times = indexArgument(args, 0, 0, Number.MAX_SAFE_INTEGER);
    budget.produce(text.length * times);
    return text.repeat(times);
  },
  format: (_text, args, budget) => formatText(textArgument(args, 0), formatArguments(args), budget),
  valueOf: (_text: string, args: readonly Value[], budget: Budget) => printJava(args[0], budget),
  join: (_text, args, budget) => join(args, budget),
});

/** Takes away what is not above the space, as Java does: control characters too, but no other Unicode spaces. */
function trim(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text.charCodeAt(from) <= 32) from += 1;
  while (to > from && text.charCodeAt(to - 1) <= 32) to -= 1;
  return text.slice(from, to);
}

/** `indexOf` takes text, or the code of a character. */
function characters(args: readonly Value[]): string {
  return typeof args[0] === 'bigint' ? String.fromCharCode(Number(args[0] & 0xffffn)) : textArgument(args, 0);
}

function compare(a: string, b: string): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const difference = a.charCodeAt(i) - b.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function hash(text: string): number {
  let code = 0;
  for (let i = 0; i < text.length; i += 1) code = (Math.imul(31, code) + text.charCodeAt(i)) | 0;
  return code;
}

function characterList(text: string, budget: Budget): string[] {
  budget.spend(text.length);
  return text.split('');
}

function formatArguments(args: readonly Value[]): readonly Value[] {
  return args.length === 2 && args[1] instanceof JavaList ? args[1].items : args.slice(1);
}

function join(args: readonly Value[], budget: Budget): string {
  const [separator, ...rest] = args;
  if (typeof separator !== 'string') throw new OperationError('"join" takes a separator first');
  const items = rest.length === 1 && rest[0] instanceof JavaList ? rest[0].items : rest;
  budget.produce(separator.length * items.length);
  return items.map((item) => printJava(item, budget)).join(separator);
}
