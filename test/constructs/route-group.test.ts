import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, RouteGroup, ServerlessApi } from '../../lib';
import { documentIn } from './fixtures';

const mock = { backend: Backend.mock() };

function make() {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const [team, front] = [new Stack(app, 'Team'), new Stack(app, 'Front')];
  const cors = { allowOrigins: ['https://shop.example.com'] };
  return { app, team, front, api: new ServerlessApi(front, 'Api', { cors, routes: { 'GET /': mock } }) };
}

describe("a group of a team's own stack (aws-cdk #13526)", () => {
  test('is mounted below a path, with its functions in its own stack', () => {
    const { team, front, api } = make();
    const group = new RouteGroup(team, 'Billing', {
      authorizer: Authorizer.none(),
      routes: {
        'GET /': mock,
        'GET /invoices/{id}': { entry: 'lambda/orders/get.ts' },
        'POST /invoices': { entry: 'lambda/orders/create.ts', authorizer: Authorizer.iam() },
      },
    });
    api.mount('/billing', group);
    group.addRoute('GET /later', mock);
    const { paths } = documentIn(front);
    expect(Object.keys(paths)).toEqual([
      '/',
      '/billing',
      '/billing/invoices',
      '/billing/invoices/{id}',
      '/billing/later',
    ]);
    expect(paths['/billing/invoices/{id}'].get.security).toEqual([]);
    expect(paths['/billing/invoices'].post.security).toEqual([{ sigv4: [] }]);
    const teams = Template.fromStack(team);
    teams.resourceCountIs('AWS::Lambda::Function', 2);
    teams.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: { CORS_ALLOW_ORIGINS: 'https://shop.example.com' } },
    });
    teams.resourceCountIs('AWS::Lambda::Permission', 0);
    Template.fromStack(front).resourceCountIs('AWS::Lambda::Permission', 2);
  });

  test('grants before it is mounted', () => {
    const { team, front, api } = make();
    const group = new RouteGroup(team, 'Billing', {
      routes: { 'GET /a': { entry: 'lambda/orders/get.ts' }, 'GET /b': mock },
    });
    iam.Grant.addToPrincipal({
      grantee: group.route('GET /a'),
      actions: ['s3:GetObject'],
      resourceArns: ['arn:aws:s3:::b/*'],
    });
    expect(() => group.route('GET /b').grantPrincipal).toThrow(
      'route "GET /b" is not answered by an entry or a handler',
    );
    expect(() => group.route('GET /c')).toThrow('there is no route "GET /c"');
    api.mount('/', group);
    expect(Object.keys(documentIn(front).paths)).toEqual(['/', '/a', '/b']);
    Template.fromStack(team).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: 's3:GetObject' })] },
    });
  });

  test('has one place', () => {
    const { app, team, api } = make();
    const group = new RouteGroup(team, 'Billing', { routes: { 'GET /a': mock } });
    expect(() => app.synth()).toThrow('the group is mounted nowhere');
    api.mount('/a', group);
    expect(() => api.mount('/b', group)).toThrow('the group is mounted already');
  });

  test('says all that is wrong with its routes at once, when it is made and when it is mounted', () => {
    const { team, api } = make();
    const makeBad = () => new RouteGroup(team, 'A', { routes: { 'GET /a': {}, 'GET /b': { x: 1 } as any } });
    expect(makeBad).toThrow(/Team\/A: 2 faults\n.*"GET \/a"[^]*"GET \/b": unknown option "x"/);
    expect(() => new RouteGroup(team, 'M', { routes: { 'GET /a': { entry: 'no.ts' } } })).toThrow(
      'route "GET /a": entry "no.ts" is not there',
    );
    const group = new RouteGroup(team, 'B', { routes: { 'get /a': mock, 'GET /{': mock } });
    expect(() => group.addRoute('GET /{', mock)).toThrow('Team/B: route "GET /{" is there already');
    expect(() => api.mount('/b', group)).toThrow(/2 faults\n.*"get \/b\/a"[^]*"GET \/b\/\{"/);
  });

  test('says what is wrong with its routes', () => {
    const { team, api } = make();
    expect(() => new RouteGroup(team, 'A', { routes: { 'GET /a': {} } })).toThrow(
      'Team/A: route "GET /a": nothing answers it',
    );
    const group = new RouteGroup(team, 'B', { routes: { 'get /a': mock } });
    expect(() => api.mount('/b', group)).toThrow('route "get /b/a" has the method "get"');
    expect(() => api.mount('c/', group)).toThrow('mount path "c/" must have a path that starts with "/"');
  });
});
