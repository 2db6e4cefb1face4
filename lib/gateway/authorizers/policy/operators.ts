import { BlockList, isIP } from 'node:net';
import { matchesGlob } from './glob';
import { plainText, protectLiterals } from './variables';

/** Compares one value of the request with one value of the policy. Undefined: the policy's value makes no sense. */
export type Comparison = (actual: string, wanted: string) => boolean | undefined;

export interface Operator {
  readonly compare: Comparison;
  /** `…NotEquals` and its like: true where no value of the policy compares. */
  readonly negated: boolean;
}

const exactly: Comparison = (actual, wanted) => actual === plainText(wanted);
const ignoringCase: Comparison = (actual, wanted) => actual.toLowerCase() === plainText(wanted).toLowerCase();
const like: Comparison = (actual, wanted) =>
  matchesGlob(wanted, protectLiterals(wanted, actual), { ignoreCase: false });

const numbers =
  (test: (actual: number, wanted: number) => boolean): Comparison =>
  (actual, wanted) => {
    const [a, w] = [toNumber(actual), toNumber(wanted)];
    if (w === undefined) return undefined;
    return a !== undefined && test(a, w);
  };

const dates =
  (test: (actual: number, wanted: number) => boolean): Comparison =>
  (actual, wanted) => {
    const [a, w] = [toTime(actual), toTime(wanted)];
    if (w === undefined) return undefined;
    return a !== undefined && test(a, w);
  };

const truth: Comparison = (actual, wanted) => {
  if (!/^(true|false)$/i.test(wanted)) return undefined;
  return actual.toLowerCase() === wanted.toLowerCase();
};

const address: Comparison = (actual, wanted) => {
  const [network, prefix] = wanted.split('/');
  const family = isIP(network);
  const bits = family === 6 ? 128 : 32;
  if (family === 0 || (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))) return undefined;
  if (isIP(actual) !== family) return false;
  const list = new BlockList();
  const type = family === 6 ? 'ipv6' : 'ipv4';
  list.addSubnet(network, prefix === undefined ? bits : Number(prefix), type);
  return list.check(actual, type);
};

/** Whether an address is in a network, or is the one address that is given. */
export function isInRange(text: string, range: string): boolean {
  return address(text, range) === true;
}

/** Segments of an ARN are compared one by one, so that a wildcard does not cross a colon before the sixth. */
const arn: Comparison = (actual, wanted) => {
  const [a, w] = [arnParts(actual), arnParts(wanted)];
  if (!w) return undefined;
  return (
    a !== undefined &&
    w.every((part, index) => matchesGlob(part, protectLiterals(part, a[index]), { ignoreCase: false }))
  );
};

const binary: Comparison = (actual, wanted) => Buffer.from(actual, 'base64').equals(Buffer.from(wanted, 'base64'));

const EQUAL = (a: number, b: number) => a === b;
const LESS = (a: number, b: number) => a < b;
const AT_MOST = (a: number, b: number) => a <= b;
const GREATER = (a: number, b: number) => a > b;
const AT_LEAST = (a: number, b: number) => a >= b;

const positive = (compare: Comparison): Operator => ({ compare, negated: false });
const negative = (compare: Comparison): Operator => ({ compare, negated: true });

/** Every condition operator but `Null`, by lower-case name. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['stringequals', positive(exactly)],
  ['stringnotequals', negative(exactly)],
  ['stringequalsignorecase', positive(ignoringCase)],
  ['stringnotequalsignorecase', negative(ignoringCase)],
  ['stringlike', positive(like)],
  ['stringnotlike', negative(like)],
  ['numericequals', positive(numbers(EQUAL))],
  ['numericnotequals', negative(numbers(EQUAL))],
  ['numericlessthan', positive(numbers(LESS))],
  ['numericlessthanequals', positive(numbers(AT_MOST))],
  ['numericgreaterthan', positive(numbers(GREATER))],
  ['numericgreaterthanequals', positive(numbers(AT_LEAST))],
  ['dateequals', positive(dates(EQUAL))],
  ['datenotequals', negative(dates(EQUAL))],
  ['datelessthan', positive(dates(LESS))],
  ['datelessthanequals', positive(dates(AT_MOST))],
  ['dategreaterthan', positive(dates(GREATER))],
  ['dategreaterthanequals', positive(dates(AT_LEAST))],
  ['bool', positive(truth)],
  ['binaryequals', positive(binary)],
  ['ipaddress', positive(address)],
  ['notipaddress', negative(address)],
  ['arnequals', positive(arn)],
  ['arnlike', positive(arn)],
  ['arnnotequals', negative(arn)],
  ['arnnotlike', negative(arn)],
]);

function toNumber(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

/** ISO 8601, or seconds since the epoch. */
function toTime(text: string): number | undefined {
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function arnParts(text: string): string[] | undefined {
  const parts = text.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
