import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Children of an API that wait for its functions. */
const REST_PARTS = ['RestApi', 'Stage'];

/**
 * Routed functions that need the API themselves, by their environment or by their role's policies. The document refers
 * to the function, so the function must not refer to the API.
 */
export function findFunctionCycles(
  api: IConstruct,
  handlers: readonly lambda.IFunction[],
  parts: readonly string[] = REST_PARTS,
): string[] {
  if (handlers.length === 0) return [];
  const ids = new Set(logicalIdsIn(api, parts));
  return handlers.flatMap((handler) => {
    const needed = findNeed(handler, ids);
    if (needed === undefined) return [];
    return [
      `function "${handler.node.path}" is routed and needs the API in ${needed}: each would wait for the other. Give the function a ` +
        'functionName and route it by Backend.lambdaProxy(fn, { byName: true }), or let it take the URL from its event',
    ];
  });
}

function findNeed(handler: lambda.IFunction, ids: ReadonlySet<string>): string | undefined {
  const resource = functionResource(handler);
  if (!resource) return undefined;
  const stack = Stack.of(resource);
  const refersToApi = (value: unknown) => referencesIn(stack.resolve(value)).some((id) => ids.has(id));
  if (refersToApi(resource.environment)) return 'its environment';
  return policiesOf(handler.role).some(refersToApi) ? "its role's policy" : undefined;
}

/** The function behind an alias or a version, when it is made in this app. */
function functionResource(handler: lambda.IFunction): lambda.CfnFunction | undefined {
  const { defaultChild } = handler.node;
  if (defaultChild instanceof lambda.CfnFunction) return defaultChild;
  const behind = (handler as lambda.IVersion).lambda;
  return behind && behind !== handler ? functionResource(behind) : undefined;
}

function policiesOf(role: iam.IRole | undefined): unknown[] {
  return (role?.node.findAll() ?? [])
    .filter((child): child is CfnResource => CfnResource.isCfnResource(child))
    .filter((resource) => resource.cfnResourceType === 'AWS::IAM::Policy')
    .map((policy) => (policy as iam.CfnPolicy).policyDocument);
}

function logicalIdsIn(api: IConstruct, parts: readonly string[]): string[] {
  return parts
    .flatMap((id) => api.node.tryFindChild(id)?.node.findAll() ?? [])
    .filter((child): child is CfnResource => CfnResource.isCfnResource(child))
    .map((resource) => resource.stack.resolve(resource.logicalId) as string);
}

/** Logical ids that a resolved value refers to. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === 'Ref' && typeof member === 'string') return [member];
    if (key === 'Fn::GetAtt') return [String(Array.isArray(member) ? member[0] : member).split('.')[0] as string];
    return referencesIn(member);
  });
}
