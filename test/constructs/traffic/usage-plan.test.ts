import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Backend, ServerlessApi, UsagePlan } from '../../../lib';
import { makeApi, makeStack } from '../fixtures';

describe('a usage plan', () => {
  test('limits its callers, in all and by route', () => {
    const { stack, api } = makeApi({ apiKeyRequired: true });
    api.addRoute('POST /orders/{id}', { backend: Backend.mock() });
    api.addUsagePlan('Gold', {
      planName: 'gold',
      throttle: { rateLimit: 100, burstLimit: 200 },
      quota: { limit: 0, period: apigateway.Period.MONTH },
      routes: { 'POST /orders/{id}': { rateLimit: 5, burstLimit: 10 } },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      UsagePlanName: 'gold',
      Throttle: { RateLimit: 100, BurstLimit: 200 },
      Quota: { Limit: 0, Period: 'MONTH' },
      ApiStages: [
        {
          ApiId: Match.anyValue(),
          Stage: { Ref: Match.stringLikeRegexp('^ApiStage') },
          Throttle: { '/orders/{id}/POST': { RateLimit: 5, BurstLimit: 10 } },
        },
      ],
    });
  });

  test('may throttle without a quota, and have a quota without a throttle (aws-cdk #8367)', () => {
    const { stack, api } = makeApi();
    api.addUsagePlan('A', { throttle: { rateLimit: 1 } });
    api.addUsagePlan('B', { quota: { limit: 1, period: apigateway.Period.DAY } });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', { Throttle: { RateLimit: 1 }, Quota: Match.absent() });
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', { Throttle: Match.absent(), Quota: { Limit: 1 } });
  });

  test('may be one for several APIs', () => {
    const { stack, api } = makeApi();
    const other = new ServerlessApi(stack, 'Other', { routes: { 'GET /': { backend: Backend.mock() } } });
    api.addUsagePlan('Gold').addApi(other, { 'GET /': { rateLimit: 1 } });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      ApiStages: [
        { Stage: { Ref: Match.stringLikeRegexp('^ApiStage') } },
        { Stage: { Ref: Match.stringLikeRegexp('^OtherStage') }, Throttle: { '//GET': { RateLimit: 1 } } },
      ],
    });
  });

  test('of elsewhere takes further keys (aws-cdk #8367)', () => {
    const stack = makeStack();
    const plan = UsagePlan.fromUsagePlanId(stack, 'Gold', 'plan1');
    const key = plan.addKey('acme');
    expect(plan.usagePlanId).toBe('plan1');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGateway::UsagePlanKey', {
      UsagePlanId: 'plan1',
      KeyId: stack.resolve(key.keyId),
    });
    template.resourceCountIs('AWS::ApiGateway::UsagePlan', 0);
  });

  test('knows the routes that it limits', () => {
    const { api } = makeApi();
    expect(() => api.addUsagePlan('A', { routes: { 'GET /none': { rateLimit: 1 } } })).toThrow(
      'there is no route "GET /none"',
    );
    expect(() => api.addUsagePlan('B', { routes: { 'get /none': {} } })).toThrow('has the method "get"');
  });
});

describe('keys of a plan (aws-cdk #4860)', () => {
  const idsWith = (...names: string[]) => {
    const { stack, api } = makeApi();
    const plan = api.addUsagePlan('Gold');
    for (const name of names) plan.addKey(name);
    const template = Template.fromStack(stack);
    return [
      ...Object.keys(template.findResources('AWS::ApiGateway::ApiKey')),
      ...Object.keys(template.findResources('AWS::ApiGateway::UsagePlanKey')),
    ];
  };

  test('keep their ids when others come and go', () => {
    const alone = idsWith('acme');
    expect(idsWith('beta', 'acme', 'zeta')).toEqual(expect.arrayContaining(alone));
    expect(alone).toHaveLength(2);
  });

  test('are enabled', () => {
    const { stack, api } = makeApi();
    api.addUsagePlan('Gold').addKey('acme', { value: 'a-value-of-twenty-characters' });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::ApiKey', {
      Enabled: true,
      Value: 'a-value-of-twenty-characters',
    });
  });

  test('may exist already', () => {
    const { stack, api } = makeApi();
    api.addUsagePlan('Gold').addExistingKey('Acme', apigateway.ApiKey.fromApiKeyId(stack, 'Key', 'abc'));
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::UsagePlanKey', { KeyId: 'abc' });
  });
});
