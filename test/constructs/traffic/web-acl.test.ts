import { Match, Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import {
  ManagedRuleGroup,
  ManagedWebAcl,
  type ManagedWebAclProps,
  ServerlessApi,
  WebAcl,
  WebAclLog,
} from '../../../lib';
import { makeApi, makeFunction, makeStack } from '../fixtures';
import { nagFindings } from '../nag-findings';

function templateWith(options?: ManagedWebAclProps): Template {
  return Template.fromStack(makeApi({ webAcl: WebAcl.managed(options) }).stack);
}

function rulesOf(template: Template): any[] {
  const [acl] = Object.values(template.findResources('AWS::WAFv2::WebACL'));
  return acl?.Properties.Rules;
}

describe('WebAcl.managed', () => {
  test('makes a regional ACL with the common rules, known bad inputs and bad addresses (aws-cdk #17749)', () => {
    const template = templateWith();
    template.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    expect(rulesOf(template).map(({ Name, Priority }) => [Name, Priority])).toEqual([
      ['AWSManagedRulesCommonRuleSet', 1001],
      ['AWSManagedRulesKnownBadInputsRuleSet', 1002],
      ['AWSManagedRulesAmazonIpReputationList', 1003],
    ]);
    for (const rule of rulesOf(template)) expect(rule.VisibilityConfig.CloudWatchMetricsEnabled).toBe(true);
  });

  test('associates it with the stage, which stands first', () => {
    templateWith().hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: {
        'Fn::Join': ['', Match.arrayWith(['::/restapis/', '/stages/', { Ref: Match.stringLikeRegexp('^ApiStage') }])],
      },
      WebACLArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('WebAcl'), 'Arn'] },
    });
  });

  test('limits the requests of one address, without moving the other rules', () => {
    const rules = rulesOf(templateWith({ rateLimitPerIp: 2000 }));
    expect(rules[0]).toMatchObject({
      Name: 'RateLimitPerIp',
      Priority: 1000,
      Action: { Block: {} },
      Statement: { RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP', EvaluationWindowSec: 300 } },
    });
    expect(rules[1]).toMatchObject({ Name: 'AWSManagedRulesCommonRuleSet', Priority: 1001 });
  });

  test('takes other groups, pinned to a version, with rules that only count', () => {
    const rules = rulesOf(
      templateWith({
        ruleGroups: [
          ManagedRuleGroup.common({ countOnly: ['SizeRestrictions_BODY'], version: 'Version_1.4' }),
          ManagedRuleGroup.named({ name: 'Bots', vendor: 'Fortinet' }),
        ],
      }),
    );
    expect(rules).toHaveLength(2);
    expect(rules[0].Statement.ManagedRuleGroupStatement).toEqual({
      VendorName: 'AWS',
      Name: 'AWSManagedRulesCommonRuleSet',
      Version: 'Version_1.4',
      RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }],
    });
    expect(rules[1].Statement.ManagedRuleGroupStatement).toEqual({ VendorName: 'Fortinet', Name: 'Bots' });
  });

  test('puts rules of the user first', () => {
    const [first] = rulesOf(templateWith({ rules: [blockCountry('KP', 5)] }));
    expect(first).toMatchObject({ Name: 'KP', Priority: 5 });
  });

  test('logs what was refused, without credentials', () => {
    const template = templateWith();
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: Match.stringLikeRegexp('^aws-waf-logs-'),
      RetentionInDays: 30,
    });
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      LogDestinationConfigs: [Match.objectLike({ 'Fn::Join': Match.anyValue() })],
      LoggingFilter: { DefaultBehavior: 'DROP' },
      RedactedFields: [
        { SingleHeader: { Name: 'authorization' } },
        { SingleHeader: { Name: 'cookie' } },
        { SingleHeader: { Name: 'x-api-key' } },
      ],
    });
  });

  test('logs everything, elsewhere, or nothing on request', () => {
    const everything = templateWith({
      log: WebAclLog.everything({ retention: logs.RetentionDays.ONE_DAY, removalPolicy: RemovalPolicy.RETAIN }),
    });
    everything.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', { LoggingFilter: Match.absent() });
    everything.hasResource('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: Match.stringLikeRegexp('^aws-waf-logs-'), RetentionInDays: 1 },
      DeletionPolicy: 'Retain',
    });
    const destinationArn = 'arn:aws:s3:::aws-waf-logs-central';
    templateWith({ log: WebAclLog.refused({ destinationArn }) }).hasResourceProperties(
      'AWS::WAFv2::LoggingConfiguration',
      { LogDestinationConfigs: [destinationArn] },
    );
    templateWith({ log: WebAclLog.off() }).resourceCountIs('AWS::WAFv2::LoggingConfiguration', 0);
  });

  test('says all that is wrong at once', () => {
    const wrong = () =>
      templateWith({
        rateLimitPerIp: 9,
        rules: [blockCountry('KP', 1000)],
        ruleGroups: [ManagedRuleGroup.common(), ManagedRuleGroup.common()],
        log: WebAclLog.refused({ destinationArn: 'arn:aws:s3:::logs' }),
      });
    expect(wrong).toThrow(/rateLimitPerIp must be 10 to 2000000000 requests, got "9"/);
    expect(wrong).toThrow(/rules: "KP" must have a priority below 1000, got "1000"/);
    expect(wrong).toThrow(/the rule "AWSManagedRulesCommonRuleSet" is there twice/);
    expect(wrong).toThrow(/name starts with "aws-waf-logs-", got "arn:aws:s3:::logs"/);
  });
});

describe('an ACL that exists', () => {
  const arn = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/shop/0f1e';

  test('is taken by its ARN', () => {
    const template = Template.fromStack(makeApi({ webAcl: WebAcl.fromArn(arn) }).stack);
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: arn });
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
  });

  test('is shared by several APIs', () => {
    const stack = makeStack();
    const { webAcl } = new ManagedWebAcl(stack, 'Firewall');
    for (const id of ['A', 'B']) {
      const routes = { 'GET /': { handler: makeFunction(stack, `${id}F`) } };
      new ServerlessApi(stack, id, { webAcl: WebAcl.existing(webAcl), routes });
    }
    Template.fromStack(stack).resourceCountIs('AWS::WAFv2::WebACL', 1);
    Template.fromStack(stack).resourceCountIs('AWS::WAFv2::WebACLAssociation', 2);
  });

  test('is refused when it is one for CloudFront', () => {
    expect(() => WebAcl.fromArn(arn.replace('regional', 'global'))).toThrow(/must get the ARN of a regional ACL/);
  });
});

test('no API has a firewall unless it says so', () => {
  Template.fromStack(makeApi().stack).resourceCountIs('AWS::WAFv2::WebACLAssociation', 0);
});

test('cdk-nag misses a firewall where there is none, and nothing where there is one', () => {
  expect(nagFindings(makeApi().api)).toContain('AwsSolutions-APIG3');
  expect(nagFindings(makeApi({ webAcl: WebAcl.managed({ rateLimitPerIp: 2000 }) }).api)).toEqual([
    'AwsSolutions-APIG2',
  ]);
});

function blockCountry(country: string, priority: number): wafv2.CfnWebACL.RuleProperty {
  return {
    name: country,
    priority,
    action: { block: {} },
    statement: { geoMatchStatement: { countryCodes: [country] } },
    visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: country, sampledRequestsEnabled: true },
  };
}
