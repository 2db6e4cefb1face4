import { AwsSolutionsChecks } from 'cdk-nag';
import { App } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { addDemo } from '../../bin/demo';

describe('the demo', () => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const demo = addDemo(app);

  test('gives the AwsSolutions pack of cdk-nag nothing to find', () => {
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations).toEqual([]);
  });

  test.each(Object.values(demo))('stack %s holds no part of an API outside of its document', (stack) => {
    const template = Template.fromStack(stack);
    for (const part of ['Method', 'Resource', 'Model', 'GatewayResponse', 'RequestValidator', 'Authorizer']) {
      template.resourceCountIs(`AWS::ApiGateway::${part}`, 0);
    }
  });
});
