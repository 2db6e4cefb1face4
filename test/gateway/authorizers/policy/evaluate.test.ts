import {
  combineVerdicts,
  evaluatePolicies,
  type PolicyPrincipal,
  lazyContext,
} from '../../../../lib/gateway/authorizers/policy';
import type { PolicyStatement } from '../../../../lib/gateway/model';

const ARN = 'arn:aws:execute-api:eu-west-1:111122223333:api/development/GET/dinosaurs:extinct';
const CALLER: PolicyPrincipal = {
  accountId: '111122223333',
  arn: 'arn:aws:sts::111122223333:assumed-role/Reader/session',
  roleArn: 'arn:aws:iam::111122223333:role/Reader',
};

interface Asked {
  readonly resource?: string;
  readonly action?: string;
  readonly context?: Record<string, string | string[]>;
  readonly principal?: PolicyPrincipal;
  readonly kind?: 'identity' | 'resource';
  readonly maxResourceLength?: number;
}

const evaluate = (statements: Partial<PolicyStatement>[], asked: Asked = {}) =>
  evaluatePolicies(
    [
      {
        Version: '2012-10-17',
        Statement: statements.map((statement) => ({
          Effect: 'Allow',
          Action: 'execute-api:Invoke',
          Resource: '*',
          ...statement,
        })),
      },
    ],
    {
      action: asked.action ?? 'execute-api:Invoke',
      resource: asked.resource ?? ARN,
      context: lazyContext(() => asked.context ?? {}),
      principal: asked.principal,
    },
    { kind: asked.kind ?? 'identity', maxResourceLength: asked.maxResourceLength },
  );

const verdict = (statements: Partial<PolicyStatement>[], asked?: Asked) => evaluate(statements, asked).verdict;

describe('evaluatePolicies', () => {
  test.each([
    ['*', true],
    ['arn:aws:execute-api:*', true],
    ['arn:aws:execute-api:*:*:*', true],
    [ARN, true],
    ['arn:aws:execute-api:eu-west-1:111122223333:api/development/GET/*', true],
    ['arn:aws:execute-api:eu-west-1:111122223333:api/*/GET/dinosaurs:*', true],
    ['arn:aws:execute-api:eu-west-1:111122223333:api/development/GET/dinosaurs:extinc?', true],
    ['arn:aws:execute-api:eu-west-1:111122223333:api/development/GET/dinosaurs:ext?', false],
    ['arn:aws:execute-api:eu-west-1:111122223333:api/development/PUT/*', false],
    ['arn:aws:execute-api:eu-west-1:111122223333:api/development/*/stats', false],
    ['arn:aws:execute-api:eu-west-1:111122223333:api/development/get/*', false],
    ['arn:aws:execute-api:eu-west-1:111122223333:api/development/GET/dinosaurs.extinct', false],
    ['', false],
  ])('resource %s matches: %s', (Resource, matches) => {
    expect(verdict([{ Resource }])).toBe(matches ? 'Allow' : 'Silent');
  });

  test.each([
    ['execute-api:Invoke', true],
    ['EXECUTE-API:invoke', true],
    ['execute-api:*', true],
    ['*', true],
    ['execute-api:Inv?ke', true],
    ['execute-api:ManageConnections', false],
    ['lambda:*', false],
  ])('action %s matches: %s', (Action, matches) => {
    expect(verdict([{ Action }])).toBe(matches ? 'Allow' : 'Silent');
  });

  test('a glob with many stars ends on a text that does not match', () => {
    expect(verdict([{ Resource: `${'*a'.repeat(60)}b` }], { resource: 'a'.repeat(5_000) })).toBe('Silent');
  });

  test('lists, NotAction and NotResource', () => {
    expect(verdict([{ Resource: ['x', ARN], Action: ['s3:*', 'execute-api:Invoke'] }])).toBe('Allow');
    expect(verdict([{ Action: undefined, NotAction: 'execute-api:Invoke' }])).toBe('Silent');
    expect(verdict([{ Action: undefined, NotAction: ['s3:*'] }])).toBe('Allow');
    expect(verdict([{ Resource: undefined, NotResource: '*dinosaurs*' }])).toBe('Silent');
    expect(verdict([{ Resource: undefined, NotResource: '*cats*' }])).toBe('Allow');
  });

  test('a deny wins wherever it stands', () => {
    expect(verdict([{}, { Effect: 'Deny' }])).toBe('Deny');
    expect(verdict([{ Effect: 'Deny' }, {}])).toBe('Deny');
    expect(verdict([{}, { Effect: 'Deny', Resource: 'other' }])).toBe('Allow');
    expect(verdict([])).toBe('Silent');
  });

  test('one statement needs no list', () => {
    const policy = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } as never;
    const question = { action: 'execute-api:Invoke', resource: ARN, context: lazyContext(() => ({})) };
    expect(evaluatePolicies([policy], question, { kind: 'identity' }).verdict).toBe('Allow');
  });

  test('resources over the limit are not honoured', () => {
    const Resource = `${ARN}${'*'.repeat(512)}`;
    expect(verdict([{ Resource }], { maxResourceLength: 512 })).toBe('Silent');
    expect(verdict([{ Resource }])).toBe('Allow');
  });

  test('an effect that is none denies', () => {
    expect(verdict([{ Effect: 'allow' as never }])).toBe('Deny');
  });
});

describe('evaluatePolicies: principals of resource policies', () => {
  const ask = (statement: Partial<PolicyStatement>, principal?: PolicyPrincipal) =>
    verdict([statement], { kind: 'resource', principal });

  test('everyone', () => {
    expect(ask({ Principal: '*' })).toBe('Allow');
    expect(ask({ Principal: { AWS: '*' } })).toBe('Allow');
    expect(ask({})).toBe('Silent');
  });

  test.each([
    ['the account', CALLER.accountId, true],
    ['its root', 'arn:aws:iam::111122223333:root', true],
    ['another account', 'arn:aws:iam::999999999999:root', false],
    ['the role', CALLER.roleArn as string, true],
    ['the session', CALLER.arn, true],
    ['another role', 'arn:aws:iam::111122223333:role/Writer', false],
  ])('%s', (_, AWS, matches) => {
    expect(ask({ Principal: { AWS: ['x', AWS] } }, CALLER)).toBe(matches ? 'Allow' : 'Silent');
    expect(ask({ NotPrincipal: { AWS: [AWS] } }, CALLER)).toBe(matches ? 'Silent' : 'Allow');
    expect(ask({ Principal: { AWS } })).toBe('Silent');
  });

  test('a service is nobody who calls an API', () => {
    expect(ask({ Principal: { Service: 'lambda.amazonaws.com' } }, CALLER)).toBe('Silent');
  });
});

describe('evaluatePolicies: conditions', () => {
  const context = {
    'aws:SourceIp': '203.0.113.7',
    'aws:CurrentTime': '2026-01-15T12:00:00.000Z',
    'aws:EpochTime': '1768478400',
    'aws:SecureTransport': 'true',
    'aws:username': 'alice',
    'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/team/Reader',
    'aws:TagKeys': ['red', 'blue'],
    'aws:Referer': 'https://shop.example.com/a*b',
  };
  const met = (operator: string, key: string, value: unknown) =>
    verdict([{ Condition: { [operator]: { [key]: value } } }], { context });

  test.each([
    ['StringEquals', 'aws:username', 'alice', true],
    ['StringEquals', 'AWS:UserName', ['bob', 'alice'], true],
    ['StringEquals', 'aws:username', 'Alice', false],
    ['StringEqualsIgnoreCase', 'aws:username', 'ALICE', true],
    ['StringNotEquals', 'aws:username', 'bob', true],
    ['StringNotEquals', 'aws:username', ['bob', 'alice'], false],
    ['StringNotEqualsIgnoreCase', 'aws:username', 'ALICE', false],
    ['StringLike', 'aws:username', 'al*', true],
    ['StringLike', 'aws:username', 'al?', false],
    ['StringNotLike', 'aws:username', 'b*', true],
    ['NumericEquals', 'aws:EpochTime', '1768478400', true],
    ['NumericLessThan', 'aws:EpochTime', 1768478401, true],
    ['NumericGreaterThanEquals', 'aws:EpochTime', 1768478401, false],
    ['DateGreaterThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z', true],
    ['DateLessThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z', false],
    ['DateLessThanEquals', 'aws:EpochTime', '1768478400', true],
    ['Bool', 'aws:SecureTransport', 'true', true],
    ['Bool', 'aws:SecureTransport', false, false],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', true],
    ['IpAddress', 'aws:SourceIp', ['10.0.0.0/8', '203.0.113.7'], true],
    ['IpAddress', 'aws:SourceIp', '2001:db8::/32', false],
    ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24', false],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/team/*', true],
    ['ArnLike', 'aws:PrincipalArn', 'arn:*:role/team/Reader', undefined],
    ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/team/Reader', true],
    ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::999999999999:*', true],
    ['Null', 'aws:TokenIssueTime', 'true', true],
    ['Null', 'aws:username', 'true', false],
    ['Null', 'aws:username', false, true],
    ['StringEquals', 'aws:SourceVpce', 'vpce-1', false],
    ['StringNotEquals', 'aws:SourceVpce', 'vpce-1', true],
    ['StringEqualsIfExists', 'aws:SourceVpce', 'vpce-1', true],
    ['StringEqualsIfExists', 'aws:username', 'bob', false],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', ['blue', 'green'], true],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', 'green', false],
    ['ForAnyValue:StringEquals', 'aws:RequestTags', 'green', false],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['blue', 'red', 'green'], true],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['blue'], false],
    ['ForAllValues:StringEquals', 'aws:RequestTags', ['blue'], true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['StringLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/*/${aws:principaltype}', false],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['StringEquals', 'aws:username', "${aws:PrincipalTag/x, 'alice'}", true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['StringLike', 'aws:Referer', 'https://shop.example.com/a${*}b', true],
  ])('%s %s %j is met: %s', (operator, key, value, expected) => {
    expect(met(operator, key, value)).toBe({ true: 'Allow', false: 'Silent' }[String(expected)] ?? 'Deny');
  });

  test('all operators and keys must be met', () => {
    const Condition = { StringEquals: { 'aws:username': 'alice' }, Bool: { 'aws:SecureTransport': 'false' } };
    expect(verdict([{ Condition }], { context })).toBe('Silent');
  });

  test.each([
    ['StringMatches', 'aws:username', 'alice'],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/99'],
    ['NumericEquals', 'aws:EpochTime', 'many'],
    ['Bool', 'aws:SecureTransport', 'yes'],
    ['Null', 'aws:username', 'maybe'],
  ])('%s with %s %s cannot be evaluated, and denies', (operator, key, value) => {
    const decision = evaluate([{ Condition: { [operator]: { [key]: value } } }], { context });
    expect(decision.verdict).toBe('Deny');
    expect(decision.reason).toContain(`"${operator}"`);
  });

  test('variables in resources stand for one value, whose stars are only stars', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    const Resource = 'arn:aws:execute-api:*:*:*/GET/${aws:username}';
    const resource = (name: string) => `arn:aws:execute-api:r:a:api/prod/GET/${name}`;
    expect(verdict([{ Resource }], { context, resource: resource('alice') })).toBe('Allow');
    expect(verdict([{ Resource }], { context, resource: resource('bob') })).toBe('Silent');
    expect(verdict([{ Resource }], { context: { 'aws:username': '*' }, resource: resource('bob') })).toBe('Silent');
    expect(verdict([{ Resource }], { context: {}, resource: resource('bob') })).toBe('Silent');
  });
});

describe('combineVerdicts', () => {
  test.each([
    ['Allow', 'Allow', 'Allow', 'Allow'],
    ['Allow', 'Silent', 'Allow', 'ImplicitDeny'],
    ['Silent', 'Allow', 'Allow', 'ImplicitDeny'],
    ['Silent', 'Silent', 'ImplicitDeny', 'ImplicitDeny'],
    ['Deny', 'Allow', 'Deny', 'Deny'],
    ['Allow', 'Deny', 'Deny', 'Deny'],
    ['Silent', 'Deny', 'Deny', 'Deny'],
    ['Deny', 'Deny', 'Deny', 'Deny'],
  ] as const)('caller %s, resource %s: %s in the account, %s across accounts', (caller, resource, same, cross) => {
    expect(combineVerdicts(caller, resource, 'same')).toBe(same);
    expect(combineVerdicts(caller, resource, 'cross')).toBe(cross);
  });
});
