import * as cognito from 'aws-cdk-lib/aws-cognito';
import type { Stack } from 'aws-cdk-lib/core';
import { Authorizer, ProxyApi, type ProxyApiProps, Upstream } from '../../../lib';
import { documentIn, makeStack } from '../fixtures';

const ANY = 'x-amazon-apigateway-any-method';
const INTEGRATION = 'x-amazon-apigateway-integration';

export const LEGACY = Upstream.url('https://legacy.example.com/api');

/** A front door that everybody may call, unless the props say otherwise. */
export function makeFront(props: ProxyApiProps = {}): { stack: Stack; front: ProxyApi } {
  const stack = makeStack();
  const front = new ProxyApi(stack, 'Front', { upstream: LEGACY, authorizer: Authorizer.none(), ...props });
  return { stack, front };
}

export function makePool(stack: Stack): cognito.UserPool {
  return new cognito.UserPool(stack, 'Pool');
}

/** Where the routes of a front door lead: `ANY /users` → an address, or the kind of what answers instead. */
export function targetsIn(stack: Stack): Record<string, string> {
  return Object.fromEntries(
    operationsIn(stack).map(([key, operation]) => [key, operation[INTEGRATION].uri ?? operation[INTEGRATION].type]),
  );
}

/** Keys of routes that nobody is asked for. */
export function publicRoutesIn(stack: Stack): string[] {
  return operationsIn(stack)
    .filter(([, { security }]) => security.length === 0)
    .map(([key]) => key);
}

export function integrationIn(stack: Stack, key: string): any {
  return Object.fromEntries(operationsIn(stack))[key][INTEGRATION];
}

function operationsIn(stack: Stack): [string, any][] {
  return Object.entries<any>(documentIn(stack).paths)
    .flatMap(([path, item]) =>
      Object.entries<any>(item).map(([method, operation]): [string, any] => [
        `${method === ANY ? 'ANY' : method.toUpperCase()} ${path}`,
        operation,
      ]),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
