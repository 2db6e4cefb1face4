import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Tags } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { Authorizer, Backend, ServerlessWebSocketApi } from '../../../lib';
import { makeFunction, makeStack } from '../fixtures';
import { deploymentId, makeChat, open, resourcesIn } from './fixtures';

const ping = { backend: Backend.mock({ body: { pong: true } }), reply: true };

test('the deployment waits for everything that it publishes (aws-cdk #18208)', () => {
  const { stack, chat, handler } = makeChat((own) => ({ authorizer: Authorizer.request(makeFunction(own, 'A')) }));
  chat.addRoute('ping', ping);
  chat.addRoute('typed', { handler, requestBody: { type: 'object' } });
  const [deployment] = resourcesIn(stack, 'Deployment');
  const kinds = ['Route', 'RouteResponse', 'Integration', 'IntegrationResponse', 'Model', 'Authorizer'];
  const parts = kinds.flatMap((kind) => {
    const found = Object.keys(Template.fromStack(stack).findResources(`AWS::ApiGatewayV2::${kind}`));
    expect(found.length).toBeGreaterThan(0);
    return found;
  });
  expect([...deployment.DependsOn].sort()).toEqual(parts.sort());
});

describe('the deployment id stays', () => {
  test('when routes are written in another order', () => {
    const pong = { backend: Backend.mock() };
    const first = makeChat({ routes: { ping, pong } });
    const second = makeChat({ routes: { pong, ping } });
    expect(deploymentId(first.stack)).toBe(deploymentId(second.stack));
  });

  test('when only tags, descriptions or the name change', () => {
    const plain = makeChat();
    const described = makeChat({ description: 'Talk', apiName: 'talk', stage: { description: 'the stage' } });
    Tags.of(described.stack).add('team', 'shop');
    expect(deploymentId(described.stack)).toBe(deploymentId(plain.stack));
  });

  test('when the code of a function changes', () => {
    const withCode = (code: string) => {
      const stack = makeStack();
      const handler = makeFunction(stack, 'F', { code: lambda.Code.fromInline(code) });
      new ServerlessWebSocketApi(stack, 'Chat', { routes: { send: { handler } } });
      return deploymentId(stack);
    };
    expect(withCode('a')).toBe(withCode('b'));
  });

  test('when only the stage changes', () => {
    const { stack } = makeChat({ throttle: { rateLimit: 1 }, stage: { variables: { env: 'test' } } });
    expect(deploymentId(stack)).toBe(deploymentId(makeChat().stack));
  });
});

describe('the deployment id moves', () => {
  const plain = deploymentId(makeChat().stack);
  const after = (change: (made: ReturnType<typeof makeChat>) => unknown) => {
    const made = makeChat();
    change(made);
    return deploymentId(made.stack);
  };

  test('when a route is added, or answers', () => {
    const added = after(({ chat }) => chat.addRoute('ping', { ...ping, reply: false }));
    const answering = after(({ chat }) => chat.addRoute('ping', ping));
    expect(new Set([plain, added, answering]).size).toBe(3);
  });

  test('when other messages are let in', () => {
    const typed = (type: string) =>
      after(({ chat, handler }) => chat.addRoute('typed', { handler, requestBody: { type } }));
    expect(typed('object')).not.toBe(typed('array'));
  });

  test('when others may connect', () => {
    expect(deploymentId(makeChat({ ...open }).stack)).not.toBe(plain);
    expect(deploymentId(makeChat({ apiKeyRequired: true }).stack)).not.toBe(plain);
  });

  test('when something is overridden, and when it is asked for', () => {
    expect(after(({ chat }) => chat.route('send').route.addPropertyOverride('ApiKeyRequired', true))).not.toBe(plain);
    expect(after(({ chat }) => chat.route('send').integration.addPropertyOverride('TimeoutInMillis', 50))).not.toBe(
      plain,
    );
    expect(deploymentId(makeChat({ redeployToken: '2' }).stack)).not.toBe(plain);
  });
});
