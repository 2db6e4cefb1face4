import { type CfnResource, Lazy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * Gives a deployment a logical id that follows what it deploys. The id is computed once, in a validation: before it, references have
 * not got their final form, and after it, the API no longer changes.
 */
export function nameByDigest(scope: Construct, deployment: CfnResource, digest: () => string): void {
  const prefix = Stack.of(scope).getLogicalId(deployment);
  let frozen: string | undefined;
  scope.node.addValidation({
    validate: () => {
      frozen = digest();
      return [];
    },
  });
  deployment.overrideLogicalId(
    Lazy.uncachedString({
      produce: (context) => prefix + ('preparing' in context && context.preparing ? 'Preparing' : (frozen ?? digest())),
    }),
  );
}

/** Properties of a resource as its template has them, with the overrides of escape hatches. */
export function resolveProperties(resource: CfnResource): Record<string, any> {
  const rendered = resource.stack.resolve((resource as any)._toCloudFormation()) as Record<string, any>;
  const [found] = Object.values(rendered.Resources as Record<string, any>);
  return found.Properties ?? {};
}
