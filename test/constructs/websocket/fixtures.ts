import { Template } from 'aws-cdk-lib/assertions';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Stack } from 'aws-cdk-lib/core';
import { Authorizer, ServerlessWebSocketApi, type ServerlessWebSocketApiProps } from '../../../lib';
import { makeFunction, makeStack } from '../fixtures';

/** An API with one route to a function, in a stack of its own. */
export function makeChat(props: ServerlessWebSocketApiProps | ((stack: Stack) => ServerlessWebSocketApiProps) = {}): {
  stack: Stack;
  chat: ServerlessWebSocketApi;
  handler: lambda.Function;
} {
  const stack = makeStack();
  const handler = makeFunction(stack);
  const given = typeof props === 'function' ? props(stack) : props;
  const chat = new ServerlessWebSocketApi(stack, 'Chat', { routes: { send: { handler } }, ...given });
  return { stack, chat, handler };
}

/** What an API of these props is refused with. */
export function refusalOf(props: ServerlessWebSocketApiProps): string {
  try {
    makeChat(props);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

/** Properties of the routes of a stack, by their keys. */
export function routesIn(stack: Stack): Record<string, any> {
  const routes = resourcesIn(stack, 'Route').map(({ Properties }) => [Properties.RouteKey, Properties]);
  return Object.fromEntries(routes);
}

/** Resources of API Gateway, by their kind. */
export function resourcesIn(stack: Stack, kind: string): any[] {
  return Object.values(Template.fromStack(stack).findResources(`AWS::ApiGatewayV2::${kind}`));
}

/** The only resource of a kind. */
export function onlyIn(stack: Stack, kind: string): any {
  const [found, ...others] = resourcesIn(stack, kind);
  if (!found || others.length > 0) throw new Error(`there are ${others.length} more of ${kind}`);
  return found.Properties;
}

/** The logical id of a stack's only deployment. */
export function deploymentId(stack: Stack): string {
  const [id] = Object.keys(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Deployment'));
  return id as string;
}

export const open = { authorizer: Authorizer.none() };
