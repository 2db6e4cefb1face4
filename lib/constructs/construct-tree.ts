import type { CfnRestApi } from 'aws-cdk-lib/aws-apigateway';

const PROPERTIES = 'aws:cdk:cloudformation:props';

/**
 * Tools show the tree of an app by the properties that each resource has. A second copy of the document is of no use there, and
 * to resolve it once more would cost as much as the template itself.
 */
export function leaveBodyOutOfTree(api: CfnRestApi): void {
  const inspect = api.inspect.bind(api);
  api.inspect = (inspector) => {
    inspect(inspector);
    inspector.addAttribute(PROPERTIES, { ...inspector.attributes[PROPERTIES], body: undefined });
  };
}
