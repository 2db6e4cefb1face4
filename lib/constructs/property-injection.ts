import { PropertyInjectors } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Props as the nearest property injector wants them that is for the class, and as they are without one. */
export function injectProps<T>(
  uniqueId: string,
  { scope, id }: { readonly scope: Construct; readonly id: string },
  props: T,
): T {
  const injector = [...scope.node.scopes]
    .reverse()
    .filter((construct) => PropertyInjectors.hasPropertyInjectors(construct))
    .map((construct) => PropertyInjectors.of(construct).for(uniqueId))
    .find((found) => found !== undefined);
  return injector ? (injector.inject(props, { scope, id }) as T) : props;
}
