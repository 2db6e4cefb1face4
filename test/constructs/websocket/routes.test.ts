import { Template } from 'aws-cdk-lib/assertions';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { ApiModel, Authorizer, Backend, ServerlessWebSocketApi } from '../../../lib';
import { makeFunction } from '../fixtures';
import { makeChat, onlyIn, open, refusalOf, resourcesIn, routesIn } from './fixtures';

describe('routes', () => {
  test('are one each for handshakes, ends, messages with a route, and those without', () => {
    const { stack, chat, handler } = makeChat({ ...open });
    expect(Object.keys(routesIn(stack))).toEqual(['send']);
    const all = makeChat((own) => ({
      connect: { handler: makeFunction(own, 'A') },
      disconnect: { handler: makeFunction(own, 'B') },
      defaultRoute: { handler: makeFunction(own, 'C') },
    }));
    expect(Object.keys(routesIn(all.stack)).sort()).toEqual(['$connect', '$default', '$disconnect', 'send']);
    expect(chat.route('send').handler).toBe(handler);
  });

  test('may come later, and say what is wrong with them', () => {
    const { stack, chat, handler } = makeChat();
    expect(chat.addRoute('typing', { handler }).routeKey).toBe('typing');
    expect(Object.keys(routesIn(stack)).sort()).toEqual(['$connect', 'send', 'typing']);
    expect(() => chat.addRoute('send', { handler })).toThrow(
      'Stack/Chat: route "send": there is a route with this key already',
    );
    expect(() => chat.route('gone')).toThrow('there is no route "gone", there are "$connect", "send", "typing"');
  });

  test('to one function share its integration and its permission', () => {
    const { stack, chat, handler } = makeChat({ ...open });
    chat.addRoute('typing', { handler });
    chat.addRoute('slow', { backend: Backend.lambdaProxy(handler, { timeout: Duration.seconds(5) }) });
    expect(resourcesIn(stack, 'Integration')).toHaveLength(2);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 1);
    expect(chat.route('send').integration).toBe(chat.route('typing').integration);
    expect(chat.route('slow').integration.timeoutInMillis).toBe(5000);
  });

  test('share the function of one entry', () => {
    const entry = 'lambda/orders/list.ts';
    const { stack } = makeChat({ routes: { a: { entry }, b: { entry } } });
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 2);
  });

  test('are all wrong at once, in the words of who wrote them', () => {
    const handler = makeFunction(new Stack(new App(), 'Other'));
    expect(
      refusalOf({
        connect: {},
        defaultRoute: { handler, backend: Backend.mock() },
        routes: {
          $connect: { handler },
          $secret: { handler },
          'two words': { handler },
          cached: { handler, cache: {}, authorizer: Authorizer.none() } as any,
          empty: {},
        },
      }),
    ).toBe(
      [
        'Stack/Chat: 7 faults',
        '  - route "$connect": nothing answers it: give one of entry, handler and backend',
        '  - route "$default": both "handler" and "backend" are given: keep one of them',
        '  - route "$connect" is given by the API\'s prop "connect"',
        '  - route "$secret" must be the value that chooses it, 1 to 128 characters without white space, "{" and "}", the first no "$"',
        '  - route "two words" must be the value that chooses it, 1 to 128 characters without white space, "{" and "}", the first no "$"',
        '  - route "cached": unknown option "cache": WebSocket APIs have no cache; unknown option "authorizer": connections are authorized once, by the "authorizer" of the API',
        '  - route "empty": nothing answers it: give one of entry, handler and backend',
      ].join('\n'),
    );
  });

  test('of handshakes and ends have neither replies nor schemas', () => {
    const handler = makeFunction(new Stack(new App(), 'Other'));
    const text = refusalOf({
      connect: { handler, reply: true } as any,
      disconnect: { handler, requestBody: {} } as any,
    });
    expect(text).toContain('route "$connect": unknown option "reply": the answer of this route is no message');
    expect(text).toContain('route "$disconnect": unknown option "requestBody": this route has no message');
  });

  test('must be there', () => {
    const { stack } = makeChat({ ...open, routes: {} });
    expect(() => Template.fromStack(stack)).toThrow('the API has no routes: give it some by "routes", "connect" or');
  });
});

describe('a route with a reply', () => {
  test('has a route response', () => {
    const { stack, chat, handler } = makeChat({ ...open });
    chat.addRoute('ask', { handler, reply: true });
    expect(routesIn(stack).ask.RouteResponseSelectionExpression).toBe('$default');
    expect(routesIn(stack).send.RouteResponseSelectionExpression).toBeUndefined();
    expect(onlyIn(stack, 'RouteResponse')).toMatchObject({
      RouteId: { Ref: expect.stringMatching(/^ChatRouteask/) },
      RouteResponseKey: '$default',
    });
  });
});

describe('a schema of messages', () => {
  const schema = {
    type: 'object',
    properties: { to: { $ref: '#/$defs/name' }, next: { $ref: '#' } },
    $defs: { name: { type: 'string', minLength: 1 } },
  };

  test('is a model that holds all that it refers to', () => {
    const { stack, chat, handler } = makeChat({ ...open });
    chat.addRoute('say-it', { handler, requestBody: schema });
    expect(routesIn(stack)['say-it']).toMatchObject({
      ModelSelectionExpression: '\\$default',
      RequestModels: { $default: 'SayItMessage' },
    });
    const { Name, Schema } = onlyIn(stack, 'Model');
    expect(Name).toBe('SayItMessage');
    expect(Schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-04/schema#',
      properties: { to: { $ref: '#/definitions/SayItMessagename' }, next: { $ref: '#/definitions/SayItMessage' } },
      definitions: { SayItMessagename: { type: 'string', minLength: 1 } },
    });
  });

  test('is shared by routes with one ApiModel', () => {
    const { stack, chat, handler } = makeChat({ ...open });
    const requestBody = new ApiModel('Text', { type: 'object' });
    chat.addRoute('a', { handler, requestBody });
    chat.addRoute('b', { handler, requestBody });
    expect(onlyIn(stack, 'Model').Name).toBe('Text');
  });

  test('is one of several, by what a message says', () => {
    const { stack, chat, handler } = makeChat({ ...open });
    const requestBodies = {
      text: { type: 'object', required: ['text'] },
      image: { type: 'object', required: ['url'] },
    };
    const modelSelectionExpression = '$request.body.kind';
    chat.addRoute('draw', { handler, requestBodies, modelSelectionExpression, requestBody: { type: 'object' } });
    expect(routesIn(stack).draw).toMatchObject({
      ModelSelectionExpression: '$request.body.kind',
      RequestModels: { $default: 'DrawMessage', text: 'DrawTextMessage', image: 'DrawImageMessage' },
    });
    expect(resourcesIn(stack, 'Model').map(({ Properties }) => Properties.Name)).toEqual([
      'DrawTextMessage',
      'DrawImageMessage',
      'DrawMessage',
    ]);
  });

  test.each([
    [{ requestBodies: { a: {} } }, 'requestBodies and modelSelectionExpression belong together'],
    [{ modelSelectionExpression: '$request.body.kind' }, 'requestBodies and modelSelectionExpression belong together'],
    [{ requestBodies: { a: {} }, modelSelectionExpression: 'kind' }, 'modelSelectionExpression must name a part'],
    [{ requestBodies: {}, modelSelectionExpression: '$request.body.kind' }, 'requestBodies must have a schema'],
    [
      { requestBodies: { $default: {} }, modelSelectionExpression: '$request.body.kind' },
      'give that one by requestBody',
    ],
  ])('is not chosen by %j', (options, fault) => {
    const { chat, handler } = makeChat();
    expect(() => chat.addRoute('a', { handler, ...options })).toThrow(fault);
  });

  test('is refused where API Gateway would not take it', () => {
    const { chat, handler } = makeChat();
    expect(() => chat.addRoute('a', { handler, requestBody: { if: {} } })).toThrow(
      'route "a": schema "AMessage" has "/if": write it with anyOf',
    );
  });
});

describe('functions of other stacks', () => {
  test('are routed without anything in their stack', () => {
    const app = new App();
    const team = new Stack(app, 'Team');
    const front = new Stack(app, 'Front');
    new ServerlessWebSocketApi(front, 'Chat', { routes: { send: { handler: makeFunction(team) } } });
    Template.fromStack(front).resourceCountIs('AWS::Lambda::Permission', 1);
    Template.fromStack(team).resourceCountIs('AWS::Lambda::Permission', 0);
  });

  test('are refused in our own words when they need the API, and may need it by name', () => {
    const app = new App();
    const team = new Stack(app, 'Team');
    const front = new Stack(app, 'Front');
    const chat = new ServerlessWebSocketApi(front, 'Chat', { ...open });
    const handler = makeFunction(team, 'F', { functionName: 'f', environment: { URL: chat.callbackUrl } });
    chat.addRoute('named', { backend: Backend.lambdaProxy(handler, { byName: true }) });
    expect(() => Template.fromStack(front)).not.toThrow();
    const again = new Stack(new App(), 'Front');
    const other = new ServerlessWebSocketApi(again, 'Chat', { ...open });
    const stranger = new Stack(again.node.root as App, 'Team');
    const needing = makeFunction(stranger, 'F', { environment: { URL: other.callbackUrl } });
    other.addRoute('send', { handler: needing });
    expect(() => (again.node.root as App).synth()).toThrow(
      'function "Team/F" is routed and needs the API in its environment',
    );
  });

  test('of the same stack may need the API', () => {
    const { stack, chat } = makeChat();
    const handler = makeFunction(stack, 'F', { environment: { URL: chat.callbackUrl } });
    chat.grantManageConnections(chat.addRoute('post', { handler }));
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});
