import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { ApiGatewayLogging, Backend, ServerlessApi } from '../../../lib';

const routes = { 'GET /': { backend: Backend.mock() } };

describe('the role for logs (aws-cdk #10878, #10722)', () => {
  test('is never made by an API', () => {
    const stack = new Stack(new App(), 'Stack');
    new ServerlessApi(stack, 'Api', { routes });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Account', 0);
  });

  test.each([true, false])('stands before the stage, whichever comes first (logging first: %s)', (first) => {
    const stack = new Stack(new App(), 'Stack');
    if (first) new ApiGatewayLogging(stack, 'Logging');
    new ServerlessApi(stack, 'Api', { routes });
    if (!first) new ApiGatewayLogging(stack, 'Logging');
    const template = Template.fromStack(stack);
    const [stage] = Object.values(template.findResources('AWS::ApiGateway::Stage'));
    const [account] = Object.entries(template.findResources('AWS::ApiGateway::Account'));
    expect(stage?.DependsOn).toContain(account?.[0]);
    expect(account?.[1].DependsOn).toEqual([expect.stringMatching(/^ApiRestApi/)]);
  });

  test('makes stacks of its environment wait', () => {
    const app = new App();
    const logging = new Stack(app, 'Logging');
    new ApiGatewayLogging(logging, 'Logging');
    const stack = new Stack(app, 'Stack');
    new ServerlessApi(stack, 'Api', { routes });
    app.synth();
    expect(stack.dependencies.map(({ node }) => node.id)).toEqual(['Logging']);
  });

  test('has nothing to do with other regions', () => {
    const app = new App();
    new ApiGatewayLogging(new Stack(app, 'Logging', { env: { region: 'us-east-1' } }), 'Logging');
    const stack = new Stack(app, 'Stack', { env: { region: 'eu-west-1' } });
    new ServerlessApi(stack, 'Api', { routes });
    app.synth();
    expect(stack.dependencies).toHaveLength(0);
  });

  test('is refused twice', () => {
    const app = new App();
    new ApiGatewayLogging(new Stack(app, 'A'), 'Logging');
    expect(() => new ApiGatewayLogging(new Stack(app, 'B'), 'Logging')).toThrow('"A/Logging" sets it already');
  });
});
