import type { GatewayEvent } from '../../../lib/gateway/events';
import { startGateway } from '../../../lib/gateway/gateway';
import { loadResources, restApi, rootMethod } from './assembly-writer';

const VISIBILITY = { CloudWatchMetricsEnabled: false, SampledRequestsEnabled: false, MetricName: 'm' };
const NONE = [{ Priority: 0, Type: 'NONE' }];
const ACCESS_LOG = {
  DestinationArn: 'arn:aws:logs:us-east-1:1:log-group:l',
  Format: '$context.requestId $context.waf.status $context.waf.error $context.wafResponseCode $context.webaclArn',
};

const rule = (Name: string, Priority: number, Statement: object, more = {}) => ({
  Name,
  Priority,
  Statement,
  Action: { Block: {} },
  VisibilityConfig: VISIBILITY,
  ...more,
});

const pathStarts = (SearchString: string) => ({
  ByteMatchStatement: {
    SearchString,
    PositionalConstraint: 'STARTS_WITH',
    FieldToMatch: { UriPath: {} },
    TextTransformations: NONE,
  },
});

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

function load(rules: object[], acl: object = {}, more: Record<string, unknown> = {}) {
  const { Stage, ...api } = restApi({ Root: rootMethod() }) as { Stage: { Properties: object } };
  const { Properties } = Stage;
  return loadResources({
    ...api,
    Stage: { ...Stage, Properties: { ...Properties, AccessLogSetting: ACCESS_LOG } },
    Acl: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: {
        Scope: 'REGIONAL',
        DefaultAction: { Allow: {} },
        VisibilityConfig: VISIBILITY,
        Rules: rules,
        ...acl,
      },
    },
    Association: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: {
        WebACLArn: arnOf('Acl'),
        ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/test' },
      },
    },
    ...more,
  });
}

const aclOf = (...given: Parameters<typeof load>) => load(...given).restApis[0].stages[0].webAcl;
const reportOf = (...given: Parameters<typeof load>) =>
  load(...given).fidelity.flatMap(({ message }) => (message.includes('web ACL') ? [message] : []));

describe('a web ACL', () => {
  test('has its rules in their order, with what they refer to', () => {
    const sets = {
      Office: {
        Type: 'AWS::WAFv2::IPSet',
        Properties: { Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: ['192.0.2.0/24'] },
      },
      Patterns: {
        Type: 'AWS::WAFv2::RegexPatternSet',
        Properties: { Scope: 'REGIONAL', RegularExpressionList: ['a+'] },
      },
    };
    const regex = {
      Arn: arnOf('Patterns'),
      FieldToMatch: { SingleHeader: { name: 'X-A' } },
      TextTransformations: NONE,
    };
    const acl = aclOf(
      [
        rule('second', 2, { RegexPatternSetReferenceStatement: regex }),
        rule('first', 1, { NotStatement: { Statement: { IPSetReferenceStatement: { Arn: arnOf('Office') } } } }),
        rule('third', 3, { RateBasedStatement: { Limit: 100, AggregateKeyType: 'IP', EvaluationWindowSec: 60 } }),
      ],
      {},
      sets,
    );
    expect(acl).toMatchObject({
      arn: expect.stringMatching(/^arn:aws:wafv2:us-east-1:\d+:regional\/webacl\//),
      defaultAction: { kind: 'ALLOW' },
      rules: [
        { name: 'first', statement: { kind: 'not', statement: { kind: 'addresses', ranges: ['192.0.2.0/24'] } } },
        {
          name: 'second',
          statement: { field: { kind: 'header', name: 'X-A' }, test: { kind: 'regex', patterns: ['a+'] } },
        },
        { name: 'third', statement: { kind: 'rate', limit: 100, windowMs: 60_000 } },
      ],
    });
  });

  test('names the rules that only AWS can judge, and leaves them out', () => {
    const managed = { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } };
    const rules = [
      rule('Common', 1, managed, { Action: undefined, OverrideAction: { None: {} } }),
      rule('Countries', 2, { NotStatement: { Statement: { GeoMatchStatement: { CountryCodes: ['CH'] } } } }),
      rule('Human', 3, pathStarts('/'), { Action: { Captcha: {} } }),
      rule('Elsewhere', 4, { IPSetReferenceStatement: { Arn: 'arn:aws:wafv2:x:1:regional/ipset/a/b' } }),
      rule('Kept', 5, pathStarts('/test/admin')),
    ];
    expect(aclOf(rules)?.rules.map(({ name }) => name)).toEqual(['Kept']);
    expect(reportOf(rules)).toEqual([
      'these rules of the web ACL are not evaluated: "Common" (managed rules), "Countries" (the country of the client), ' +
        '"Human" (the action Captcha), "Elsewhere" ("arn:aws:wafv2:x:1:regional/ipset/a/b", which is not in the assembly)',
    ]);
    expect(reportOf([rule('Kept', 5, pathStarts('/test/admin'))])).toEqual([]);
  });

  test('that is elsewhere is named', () => {
    const association = {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: {
        WebACLArn: 'arn:aws:wafv2:us-east-1:1:regional/webacl/a/b',
        ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/test' },
      },
    };
    expect(reportOf([], {}, { Association: association })).toEqual([
      'the web ACL of the stage "test" is not in the assembly: its rules are not evaluated',
    ]);
  });

  test('has the rules of groups among its own, with other actions where it says so', () => {
    const group = (more: object) => ({ RuleGroupReferenceStatement: { Arn: arnOf('Group'), ...more } });
    const Group = {
      Type: 'AWS::WAFv2::RuleGroup',
      Properties: {
        Scope: 'REGIONAL',
        Capacity: 10,
        VisibilityConfig: VISIBILITY,
        Rules: [rule('a', 0, pathStarts('/a')), rule('b', 1, pathStarts('/b'))],
      },
    };
    const actions = (statement: object, override: object) =>
      aclOf([rule('G', 1, statement, { Action: undefined, OverrideAction: override })], {}, { Group })?.rules.map(
        ({ name, action }) => `${name} ${action.kind}`,
      );
    expect(actions(group({}), { None: {} })).toEqual(['a BLOCK', 'b BLOCK']);
    expect(actions(group({}), { Count: {} })).toEqual(['a COUNT', 'b COUNT']);
    expect(actions(group({ ExcludedRules: [{ Name: 'a' }] }), { None: {} })).toEqual(['a COUNT', 'b BLOCK']);
    const RuleActionOverrides = [{ Name: 'b', ActionToUse: { Allow: {} } }];
    expect(actions(group({ RuleActionOverrides }), { None: {} })).toEqual(['a BLOCK', 'b ALLOW']);
  });
});

describe('an API behind a web ACL', () => {
  const rules = [
    rule('Admin', 1, pathStarts('/test/admin')),
    rule('Busy', 2, pathStarts('/test/busy'), {
      Action: {
        Block: {
          CustomResponse: {
            ResponseCode: 429,
            CustomResponseBodyKey: 'busy',
            ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }],
          },
        },
      },
    }),
  ];
  const CustomResponseBodies = { busy: { Content: '{"slow":"down"}', ContentType: 'APPLICATION_JSON' } };

  test('answers what the rules say before anything else does, and logs it', async () => {
    const lines: string[] = [];
    const onEvent = (event: GatewayEvent) => {
      if (event.event === 'access-log') lines.push(event.line.replace(/^\S+ /, '').replace(/arn:aws:wafv2\S+/, 'ARN'));
    };
    const model = load(rules, { CustomResponseBodies });
    const gateway = await startGateway({ assembly: model, listen: false, environment: {}, onEvent });
    const send = (target: string) => gateway.send('Api', { target: `/test${target}` });
    const refused = await send('/admin');
    const busy = await send('/busy');
    expect((await send('/')).status).toBe(200);
    await gateway.close();
    expect([refused.status, String(refused.body)]).toEqual([403, '{"message":"Forbidden"}']);
    expect(refused.headers).toContainEqual(['x-amzn-ErrorType', 'ForbiddenException']);
    expect([busy.status, String(busy.body)]).toEqual([429, '{"slow":"down"}']);
    expect(busy.headers).toEqual(
      expect.arrayContaining([
        ['Content-Type', 'application/json'],
        ['Retry-After', '60'],
      ]),
    );
    expect(lines).toEqual(['403 Forbidden WAF_BLOCK ARN', '429 Forbidden WAF_BLOCK ARN', '200 - WAF_ALLOW ARN']);
  });
});
