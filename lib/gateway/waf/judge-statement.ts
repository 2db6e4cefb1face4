import { isIP } from 'node:net';
import { isInRange } from '../authorizers/policy/operators';
import type { ForwardedAddress, WebAclRateStatement, WebAclStatement, WebAclTest, WebAclTextStatement } from '../model';
import { headerValues, type RawRequest } from '../server/raw';
import { fieldTexts } from './field-texts';
import { findsPattern } from './find-pattern';
import type { RequestRates } from './request-rates';
import { transform } from './transformations';

/** What statements look at. */
export interface Judged {
  readonly request: RawRequest;
  /** Of rules that matched before. */
  readonly labels: ReadonlySet<string>;
  readonly rates: RequestRates;
}

/** Whether a statement applies to a request. Rates are counted by asking. */
export function matches(statement: WebAclStatement, judged: Judged): boolean {
  switch (statement.kind) {
    case 'and':
      return statement.statements.every((each) => matches(each, judged));
    case 'or':
      return statement.statements.some((each) => matches(each, judged));
    case 'not':
      return !matches(statement.statement, judged);
    case 'label':
      return [...judged.labels].some((label) =>
        statement.scope === 'LABEL' ? endsWithName(statement.key, label) : label.startsWith(statement.key),
      );
    case 'addresses':
      return matchesAddress(statement.ranges, statement.forwarded, judged.request);
    case 'text':
      return matchesText(statement, judged.request);
    case 'rate':
      return isOverRate(statement, judged);
  }
}

/** Keys may begin with whose label it is: `awswaf:ACCOUNT:webacl:NAME:`. */
function endsWithName(key: string, label: string): boolean {
  return key === label || (key.startsWith('awswaf:') && key.endsWith(`:${label}`));
}

function matchesAddress(ranges: readonly string[], way: ForwardedAddress | undefined, request: RawRequest): boolean {
  const addresses = way ? forwardedAddresses(way, request) : [clientAddress(request)];
  if (addresses.length === 0) return way?.fallback === 'MATCH';
  return addresses.some((address) => ranges.some((range) => isInRange(address, range)));
}

function forwardedAddresses({ header, position }: ForwardedAddress, request: RawRequest): string[] {
  const all = headerValues(request.headers, header).flatMap((value) => value.split(',').map((part) => part.trim()));
  const chosen = position === 'ANY' ? all : position === 'LAST' ? all.slice(-1) : all.slice(0, 1);
  return chosen.filter((address) => isIP(address) > 0);
}

/** Node reports IPv4 clients of a dual-stack socket in IPv6 clothes. */
function clientAddress({ remoteAddress }: RawRequest): string {
  return remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '');
}

function matchesText({ field, transformations, test }: WebAclTextStatement, request: RawRequest): boolean {
  const texts = fieldTexts(field, request);
  if (typeof texts === 'string') return texts === 'MATCH';
  return texts.some((text) => passes(test, transform(text, transformations)));
}

function passes(test: WebAclTest, text: string): boolean {
  switch (test.kind) {
    case 'bytes':
      return POSITIONS[test.position](text, test.search);
    case 'regex':
      return test.patterns.some((pattern) => findsPattern(pattern, text));
    case 'size':
      return COMPARISONS[test.operator](Buffer.byteLength(text), test.size);
  }
}

const POSITIONS = {
  EXACTLY: (text: string, search: string) => text === search,
  STARTS_WITH: (text: string, search: string) => text.startsWith(search),
  ENDS_WITH: (text: string, search: string) => text.endsWith(search),
  CONTAINS: (text: string, search: string) => text.includes(search),
  CONTAINS_WORD: containsWord,
} as const;

function containsWord(text: string, search: string): boolean {
  const isWord = (at: number): boolean => /\w/.test(text.charAt(at));
  let at = text.indexOf(search);
  while (at >= 0) {
    if (!isWord(at - 1) && !isWord(at + search.length)) return true;
    at = at < text.length ? text.indexOf(search, at + 1) : -1;
  }
  return false;
}

const COMPARISONS = {
  EQ: (a: number, b: number) => a === b,
  NE: (a: number, b: number) => a !== b,
  LE: (a: number, b: number) => a <= b,
  LT: (a: number, b: number) => a < b,
  GE: (a: number, b: number) => a >= b,
  GT: (a: number, b: number) => a > b,
} as const;

function isOverRate({ id, limit, windowMs, by, scope }: WebAclRateStatement, judged: Judged): boolean {
  if (scope && !matches(scope, judged)) return false;
  const caller = callerOf(by, judged.request);
  if (caller === undefined) return typeof by === 'object' && by.fallback === 'MATCH';
  return judged.rates.count(`${id} ${caller}`, windowMs) > limit;
}

function callerOf(by: WebAclRateStatement['by'], request: RawRequest): string | undefined {
  if (by === 'nothing') return '';
  return by ? forwardedAddresses(by, request)[0] : clientAddress(request);
}
