import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** The name of an API that is given none: a literal, and the only one of its kind in the account and region. */
export function nameApi(api: Construct): string {
  const stack = Stack.of(api);
  const inStack = api.node.path.slice(stack.node.path.length + 1);
  const stackName = Token.isUnresolved(stack.stackName) ? stack.node.path : stack.stackName;
  return `${stackName}-${inStack}`.replaceAll('/', '-');
}
