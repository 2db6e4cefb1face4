import type {
  WebAclAction,
  WebAclRule,
  WebAclStatement,
  WebAclTest,
  WebAclTextStatement,
} from '../../../lib/gateway/model';
import { judgeRequest } from '../../../lib/gateway/waf/judge-request';
import { RequestRates } from '../../../lib/gateway/waf/request-rates';
import { HandClock, makeRequest } from '../authorizers/routed-call';

const BLOCK: WebAclAction = { kind: 'BLOCK' };
const ALLOW: WebAclAction = { kind: 'ALLOW' };
const COUNT: WebAclAction = { kind: 'COUNT' };

type Request = Parameters<typeof makeRequest>[0];

function rule(statement: WebAclStatement, more: Partial<WebAclRule> = {}): WebAclRule {
  return { name: 'rule', action: BLOCK, labels: [], statement, ...more };
}

function judge(
  rules: readonly WebAclRule[],
  request: Request = {},
  { defaultAction = ALLOW, clock = new HandClock() } = {},
) {
  const acl = { arn: 'arn:acl', name: 'acl', defaultAction, rules };
  return judgeRequest(acl, makeRequest(request), new RequestRates(clock)).action.kind;
}

function text(test: WebAclTest, more: Partial<WebAclTextStatement> = {}): WebAclTextStatement {
  return { kind: 'text', field: { kind: 'path' }, transformations: [], test, ...more };
}

const bytes = (search: string, position: 'EXACTLY' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'CONTAINS_WORD') =>
  ({ kind: 'bytes', search, position }) as const;
const EVERY = text(bytes('', 'CONTAINS'));
const isBlocked = (statement: WebAclStatement, request: Request = {}) => judge([rule(statement)], request) === 'BLOCK';

describe('rules', () => {
  test('are asked in order, and the first that ends a request decides', () => {
    expect(judge([])).toBe('ALLOW');
    expect(judge([], {}, { defaultAction: BLOCK })).toBe('BLOCK');
    expect(judge([rule(EVERY, { action: ALLOW }), rule(EVERY)])).toBe('ALLOW');
    expect(judge([rule(EVERY, { action: COUNT }), rule(EVERY)])).toBe('BLOCK');
  });

  test('that match leave their labels to the ones behind them', () => {
    const labelled = rule(EVERY, { action: COUNT, labels: ['app:admin'] });
    const looks = (scope: 'LABEL' | 'NAMESPACE', key: string) => judge([labelled, rule({ kind: 'label', scope, key })]);
    expect(looks('LABEL', 'app:admin')).toBe('BLOCK');
    expect(looks('LABEL', 'awswaf:111122223333:webacl:acl:app:admin')).toBe('BLOCK');
    expect(looks('LABEL', 'admin')).toBe('ALLOW');
    expect(looks('NAMESPACE', 'app:')).toBe('BLOCK');
    expect(judge([rule({ kind: 'label', scope: 'LABEL', key: 'app:admin' }), labelled])).toBe('ALLOW');
  });

  test('are put together', () => {
    const not = (statement: WebAclStatement) => ({ kind: 'not', statement }) as const;
    expect(isBlocked(not(EVERY))).toBe(false);
    expect(isBlocked({ kind: 'and', statements: [EVERY, not(EVERY)] })).toBe(false);
    expect(isBlocked({ kind: 'or', statements: [EVERY, not(EVERY)] })).toBe(true);
  });
});

describe('a text', () => {
  test.each([
    ['EXACTLY', '/admin', true],
    ['EXACTLY', '/admin/x', false],
    ['STARTS_WITH', '/admin/x', true],
    ['STARTS_WITH', '/x/admin', false],
    ['ENDS_WITH', '/x/admin', true],
    ['CONTAINS', '/x/administrator', false],
  ] as const)('%s: %s', (position, path, expected) => {
    const search = position === 'CONTAINS' ? '/admin/' : '/admin';
    expect(isBlocked(text(bytes(search, position)), { path })).toBe(expected);
  });

  test('holds a word between other signs', () => {
    const word = text(bytes('admin', 'CONTAINS_WORD'));
    expect(isBlocked(word, { path: '/my-admin/x' })).toBe(true);
    expect(isBlocked(word, { path: '/administrator/badmin' })).toBe(false);
    expect(isBlocked(word, { path: '/badmin/admin' })).toBe(true);
  });

  test('is of the part of the request that the statement names', () => {
    const of = (field: WebAclTextStatement['field'], search: string, request: Request) =>
      isBlocked(text(bytes(search, 'EXACTLY'), { field }), request);
    const request = { httpMethod: 'PUT', query: 'a=1&B=%41&c', headers: [['X-Tenant', 't1']] as const, body: 'text' };
    expect(of({ kind: 'method' }, 'PUT', request)).toBe(true);
    expect(of({ kind: 'query' }, 'a=1&B=%41&c', request)).toBe(true);
    expect(of({ kind: 'argument', name: 'b' }, '%41', request)).toBe(true);
    expect(of({ kind: 'argument', name: 'c' }, '', request)).toBe(true);
    expect(of({ kind: 'argument', name: 'd' }, '', request)).toBe(false);
    expect(of({ kind: 'arguments' }, '1', request)).toBe(true);
    expect(of({ kind: 'header', name: 'x-tenant' }, 't1', request)).toBe(true);
    expect(of({ kind: 'header', name: 'x-other' }, '', request)).toBe(false);
    expect(of({ kind: 'body', oversize: 'CONTINUE' }, 'text', request)).toBe(true);
  });

  test('of a body is looked at for 16 KB', () => {
    const body = `${'x'.repeat(16_384)}attack`;
    const looks = (oversize: 'CONTINUE' | 'MATCH' | 'NO_MATCH') =>
      isBlocked(text(bytes('attack', 'CONTAINS'), { field: { kind: 'body', oversize } }), { body });
    expect(looks('CONTINUE')).toBe(false);
    expect(looks('MATCH')).toBe(true);
    expect(looks('NO_MATCH')).toBe(false);
  });

  test('is uncovered first', () => {
    const looks = (transformations: WebAclTextStatement['transformations'], path: string) =>
      isBlocked(text(bytes('/a b', 'EXACTLY'), { transformations }), { path });
    expect(looks(['NONE'], '/A%20b')).toBe(false);
    expect(looks(['URL_DECODE', 'LOWERCASE'], '/A%20b')).toBe(true);
    expect(looks(['URL_DECODE', 'COMPRESS_WHITE_SPACE'], '/a%09+%20b')).toBe(true);
    expect(looks(['URL_DECODE', 'REMOVE_NULLS'], '/a%00%20b')).toBe(true);
    expect(looks(['URL_DECODE'], '/a%zz')).toBe(false);
    expect(looks(['BASE64_DECODE'], Buffer.from('/a b').toString('base64'))).toBe(true);
  });

  test('fits a pattern, or has a size', () => {
    expect(isBlocked(text({ kind: 'regex', patterns: ['x{3}', '(?i)/ADMIN$'] }), { path: '/admin' })).toBe(true);
    expect(isBlocked(text({ kind: 'regex', patterns: ['^admin'] }), { path: '/admin' })).toBe(false);
    expect(isBlocked(text({ kind: 'size', operator: 'GT', size: 3 }), { path: '/ää' })).toBe(true);
    expect(isBlocked(text({ kind: 'size', operator: 'LE', size: 3 }), { path: '/ää' })).toBe(false);
  });

  test('do not run for ever over a text that is made for it', () => {
    const endless = text({ kind: 'regex', patterns: ['(a+)+$'] });
    expect(() => isBlocked(endless, { path: `/${'a'.repeat(5000)}!` })).toThrow(
      'the pattern "(a+)+$" of the web ACL cannot be matched',
    );
  });
});

describe('an address', () => {
  const statement = { kind: 'addresses', ranges: ['10.0.0.0/8', '2001:db8::/32'] } as const;

  test('is in a set', () => {
    expect(isBlocked(statement, { remoteAddress: '10.1.2.3' })).toBe(true);
    expect(isBlocked(statement, { remoteAddress: '::ffff:10.1.2.3' })).toBe(true);
    expect(isBlocked(statement, { remoteAddress: '2001:db8::1' })).toBe(true);
    expect(isBlocked(statement, { remoteAddress: '192.0.2.1' })).toBe(false);
  });

  test('is that of a header', () => {
    const from = (position: 'FIRST' | 'LAST' | 'ANY', value: string | undefined, fallback: 'MATCH' | 'NO_MATCH') =>
      isBlocked(
        { ...statement, forwarded: { header: 'X-Forwarded-For', fallback, position } },
        { headers: value === undefined ? [] : [['x-forwarded-for', value]] },
      );
    expect(from('FIRST', '10.0.0.1, 192.0.2.1', 'NO_MATCH')).toBe(true);
    expect(from('LAST', '10.0.0.1, 192.0.2.1', 'NO_MATCH')).toBe(false);
    expect(from('ANY', '192.0.2.1, 10.0.0.1', 'NO_MATCH')).toBe(true);
    expect(from('FIRST', 'nonsense', 'MATCH')).toBe(true);
    expect(from('FIRST', undefined, 'NO_MATCH')).toBe(false);
  });
});

describe('a rate', () => {
  const limit = { kind: 'rate', id: 'r', limit: 2, windowMs: 60_000 } as const;

  test('is of each address, in a window that moves on', () => {
    const clock = new HandClock();
    const rates = new RequestRates(clock);
    const acl = { arn: 'a', name: 'a', defaultAction: ALLOW, rules: [rule(limit)] };
    const ask = (remoteAddress: string) => judgeRequest(acl, makeRequest({ remoteAddress }), rates).action.kind;
    expect(['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2'].map(ask)).toEqual(['ALLOW', 'ALLOW', 'BLOCK', 'ALLOW']);
    clock.advance(30_000);
    expect(ask('192.0.2.1')).toBe('BLOCK');
    clock.advance(60_000);
    expect(ask('192.0.2.1')).toBe('ALLOW');
  });

  test('counts what its scope takes in, by a header’s address, or all together', () => {
    const rates = new RequestRates(new HandClock());
    const forwarded = { header: 'x-forwarded-for', fallback: 'NO_MATCH', position: 'FIRST' } as const;
    const ask = (statement: WebAclStatement, request: Request) =>
      judgeRequest({ arn: 'a', name: 'a', defaultAction: ALLOW, rules: [rule(statement)] }, makeRequest(request), rates)
        .action.kind;
    const scoped = { ...limit, id: 's', scope: text(bytes('/login', 'EXACTLY')) };
    expect([1, 2, 3].map(() => ask(scoped, { path: '/other' }))).toEqual(['ALLOW', 'ALLOW', 'ALLOW']);
    expect([1, 2, 3].map(() => ask(scoped, { path: '/login' }))).toEqual(['ALLOW', 'ALLOW', 'BLOCK']);
    const together = { ...limit, id: 't', by: 'nothing' as const };
    expect(['1', '2', '3'].map((n) => ask(together, { remoteAddress: `192.0.2.${n}` }))).toEqual([
      'ALLOW',
      'ALLOW',
      'BLOCK',
    ]);
    const by = { ...limit, id: 'f', by: forwarded };
    const headers = [['X-Forwarded-For', '192.0.2.9']] as const;
    expect([1, 2, 3].map(() => ask(by, { headers }))).toEqual(['ALLOW', 'ALLOW', 'BLOCK']);
    expect(ask(by, { headers: [] })).toBe('ALLOW');
  });
});
