import { Template } from 'aws-cdk-lib/assertions';
import { App, NestedStack, Stack } from 'aws-cdk-lib/core';
import { Backend, ServerlessApi } from '../../lib';
import { makeFunction } from './fixtures';

function twoStacks(): { app: App; team: Stack; front: Stack; api: ServerlessApi } {
  const app = new App();
  const team = new Stack(app, 'Team');
  const front = new Stack(app, 'Front');
  const api = new ServerlessApi(front, 'Api', { routes: { 'GET /': { backend: Backend.mock() } } });
  return { app, team, front, api };
}

describe("a function of a team's own stack (aws-cdk #13526, #3000)", () => {
  test('is routed without anything in the stack of the team', () => {
    const { team, front, api } = twoStacks();
    api.addRoute('GET /team', { handler: makeFunction(team) });
    const fronts = Template.fromStack(front);
    const body = Object.values<any>(fronts.findResources('AWS::ApiGateway::RestApi'))[0].Properties.Body;
    expect(body.paths['/team'].get['x-amazon-apigateway-integration'].uri).toEqual({
      'Fn::Sub': [
        expect.stringContaining('functions/${Function}/invocations'),
        { Function: { 'Fn::ImportValue': expect.stringMatching(/^Team:/) } },
      ],
    });
    fronts.resourceCountIs('AWS::Lambda::Permission', 1);
    Template.fromStack(team).resourceCountIs('AWS::Lambda::Permission', 0);
  });

  test('may be its alias', () => {
    const { team, front, api } = twoStacks();
    const alias = makeFunction(team).addAlias('live');
    api.addRoute('GET /team', { handler: alias });
    expect(JSON.stringify(Template.fromStack(front).toJSON())).toContain('Team:ExportsOutputRefFunctionAliaslive');
  });

  test('is refused in our own words when it needs the URL', () => {
    const { app, team, api } = twoStacks();
    const handler = makeFunction(team, 'Function', { environment: { URL: api.url } });
    api.addRoute('GET /team', { handler });
    expect(() => app.synth()).toThrow(/function "Team\/Function" is routed and needs the API in its environment/);
    expect(() => app.synth()).toThrow(/byName: true/);
  });

  test('may use the URL when it is referred to by name', () => {
    const { team, front, api } = twoStacks();
    const handler = makeFunction(team, 'Function', { functionName: 'team-fn', environment: { URL: api.url } });
    api.addRoute('GET /team', { backend: Backend.lambdaProxy(handler, { byName: true }) });
    const fronts = Template.fromStack(front);
    fronts.resourceCountIs('AWS::Lambda::Permission', 0);
    expect(JSON.stringify(fronts.toJSON())).toContain(':function:team-fn/invocations');
    const [permission] = Object.values(Template.fromStack(team).findResources('AWS::Lambda::Permission'));
    expect(permission?.Properties.SourceArn).toEqual({
      'Fn::Sub': [
        expect.stringContaining('execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*'),
        { Api: { 'Fn::ImportValue': expect.stringMatching(/^Front:/) } },
      ],
    });
  });

  test('may have alarms on the API in its own stack', () => {
    const { app, team, api } = twoStacks();
    api.addRoute('GET /team', { handler: makeFunction(team) });
    api.metricServerError().createAlarm(team, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    expect(() => app.synth()).not.toThrow();
  });
});

describe('a function of the same stack', () => {
  const make = () => {
    const stack = new Stack(new App(), 'Stack');
    return { stack, api: new ServerlessApi(stack, 'Api', { routes: { 'GET /': { backend: Backend.mock() } } }) };
  };

  test('is refused when its environment needs the URL', () => {
    const { stack, api } = make();
    api.addRoute('GET /a', { handler: makeFunction(stack, 'F', { environment: { URL: api.url } }) });
    expect(() => Template.fromStack(stack)).toThrow(
      'function "Stack/F" is routed and needs the API in its environment',
    );
  });

  test('is refused when its role may call the API', () => {
    const { stack, api } = make();
    const handler = makeFunction(stack, 'F');
    api.addRoute('GET /a', { handler }).grantInvoke(handler);
    expect(() => Template.fromStack(stack)).toThrow("needs the API in its role's policy");
  });

  test('may do both when it is referred to by name', () => {
    const { stack, api } = make();
    const handler = makeFunction(stack, 'F', { functionName: 'f', environment: { URL: api.url } });
    api.addRoute('GET /a', { backend: Backend.lambdaProxy(handler, { byName: true }) }).grantInvoke(handler);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('must have a literal name for that', () => {
    const { stack, api } = make();
    const backend = Backend.lambdaProxy(makeFunction(stack, 'F'), { byName: true });
    expect(() => api.addRoute('GET /a', { backend })).toThrow(
      'route "GET /a": byName needs a function with a literal functionName, "Stack/F" has none',
    );
  });
});

test('a function of a nested stack is routed by its output', () => {
  const stack = new Stack(new App(), 'Stack');
  const nested = new NestedStack(stack, 'Nested');
  new ServerlessApi(stack, 'Api', { routes: { 'GET /': { handler: makeFunction(nested) } } });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain('{"Function":{"Fn::GetAtt":["NestedNestedStack');
});

test('an API of a nested stack has a literal name', () => {
  const stack = new Stack(new App(), 'Stack');
  const nested = new NestedStack(stack, 'Nested');
  const api = new ServerlessApi(nested, 'Api', { routes: { 'GET /': { backend: Backend.mock() } } });
  expect(api.apiName).toBe('Stack-Nested-Api');
});
