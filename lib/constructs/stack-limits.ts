import { Annotations, CfnResource, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

const NEAR = 0.8;
const RESOURCES = 500;
const TEMPLATE_BYTES = 1_000_000;

/** Role, function and permission. */
const RESOURCES_OF_FUNCTION = 3;

/** Says how many functions the stack of an API still has room for, once it is near CloudFormation's limit. */
export function annotateResources(api: IConstruct): void {
  const stack = Stack.of(api);
  const limit = Number(stack.node.tryGetContext('@aws-cdk/core:stackResourceLimit') ?? RESOURCES);
  const count = stack.node
    .findAll()
    .filter((child) => CfnResource.isCfnResource(child) && child.stack === stack).length;
  if (limit === 0 || count < NEAR * limit || count > limit) return;
  const room = Math.floor((limit - count) / RESOURCES_OF_FUNCTION);
  Annotations.of(api).addInfoV2(
    'cdk-gatehouse:resourcesNear',
    `the stack has ${count} of the ${limit} resources that CloudFormation takes: there is room for ${room} more functions of ` +
      'routes, while routes to functions that are there take none; a RouteGroup has its functions in another stack',
  );
}

/** Says how many routes the template still has room for, once the document alone is near CloudFormation's limit. */
export function annotateTemplateBytes(api: IConstruct, document: string, routes: number): void {
  // The stack knows what its prop and the context say of it, and has no public word for it.
  const isIndented = Reflect.get(Stack.of(api), '_suppressTemplateIndentation') !== true;
  const bytes = isIndented && document.length > TEMPLATE_BYTES / 4 ? sizeIndented(document) : document.length;
  if (bytes < NEAR * TEMPLATE_BYTES || routes === 0) return;
  const room = Math.max(0, Math.floor((TEMPLATE_BYTES - bytes) / (bytes / routes)));
  const wayOut = isIndented
    ? 'suppressTemplateIndentation on the stack makes it smaller'
    : 'several APIs can share a domain by their base paths';
  Annotations.of(api).addInfoV2(
    'cdk-gatehouse:templateNear',
    `the API's document takes about ${Math.round(bytes / 1000)} KB of the ${TEMPLATE_BYTES / 1000} KB that CloudFormation takes ` +
      `for a template: there is room for about ${room} more routes like those ${routes}; ${wayOut}`,
  );
}

function sizeIndented(document: string): number {
  return JSON.stringify(JSON.parse(document), undefined, 1).length;
}
