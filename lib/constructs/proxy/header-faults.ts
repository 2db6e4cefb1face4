import { Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { HeaderRule, HeaderValue } from './header-value';
import { findSecretFault } from './secret-faults';

const NAME = /^[A-Za-z0-9._$-]+$/;

/** Headers that API Gateway writes itself: mapping one of them makes every request fail. */
const REFUSED = ['content-length', 'transfer-encoding', 'x-amzn-trace-id', 'x-amzn-apigateway-api-id'];

/** Headers that never reach a backend, whoever sets them. */
const SWALLOWED = ['connection', 'expect', 'proxy-authenticate', 'te', 'trailer', 'via'];

/** What every request has in its context. Where a value may be missing, a header that the caller made up would pass. */
const ALWAYS_IN_CONTEXT = [
  'accountId',
  'apiId',
  'deploymentId',
  'domainName',
  'domainPrefix',
  'extendedRequestId',
  'httpMethod',
  'identity.sourceIp',
  'path',
  'protocol',
  'requestId',
  'requestTime',
  'requestTimeEpoch',
  'resourceId',
  'resourcePath',
  'stage',
];

/** What is wrong with headers; each sentence opens with `place`. */
export function findHeaderFaults(
  scope: IConstruct,
  place: string,
  headers: { readonly [name: string]: HeaderValue },
): string[] {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  return Object.entries(headers).flatMap(([name, { _rule: rule }], index) => {
    const faults: (string | undefined)[] = [findNameFault(name), findRuleFault(scope, rule)];
    if (names.indexOf(name.toLowerCase()) !== index) faults.push('is there twice, because case makes no difference');
    return faults.filter((fault) => fault !== undefined).map((fault) => `${place}: header "${name}" ${fault}`);
  });
}

function findNameFault(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (!NAME.test(name)) return 'has a name that API Gateway cannot map: use letters, digits and "._$-"';
  if (REFUSED.includes(lower))
    return 'is written by API Gateway itself, which fails every request that maps it: take it out';
  if (SWALLOWED.includes(lower))
    return 'never reaches an upstream, because API Gateway takes it for its own: take it out';
  return undefined;
}

function findRuleFault(scope: IConstruct, rule: HeaderRule): string | undefined {
  if (rule.kind === 'deployed') return rule.secret && findSecretFault(Stack.of(scope), rule.secret);
  if (rule.kind === 'value') return findValueFault(rule.value._literal, rule.value._name);
  if (rule.isAlwaysThere) return findValueFault(rule.whenPublic, rule.name);
  return (
    `takes the ${rule.name}, which may be missing, and then a header of this name that the caller made up would pass: ` +
    'take one that is always there, or say "always: true" if whoever lets callers in sees to that'
  );
}

function findValueFault(literal: string | undefined, name: string): string | undefined {
  if (literal !== undefined) {
    if (Token.isUnresolved(literal) || /^[\x20-\x26\x28-\x7e]+$/.test(literal)) return undefined;
    return `must be printable ASCII without an apostrophe, and not empty, got "${literal}"`;
  }
  if (/^context\.authorizer\b/.test(name))
    return 'takes the identity by its place: use HeaderValue.claim or HeaderValue.authorizerContext';
  if (/^method\.request\.body\b/.test(name))
    return 'takes a part of the body, which passes unread: take a part of path, query or headers';
  const [, ofContext] = /^context\.(.+)$/.exec(name) ?? [];
  if (ofContext === undefined || ALWAYS_IN_CONTEXT.includes(ofContext)) return undefined;
  return `takes "${name}", which may be missing, and then a header of this name that the caller made up would pass`;
}
