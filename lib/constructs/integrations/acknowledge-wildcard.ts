import { Stack, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Tells cdk-nag why a role's resource ends in a wildcard. It names findings by the resource, with references in angle
 * brackets.
 */
export function acknowledgeWildcard(role: IConstruct, resource: string, reason: string): void {
  const name = flatten(Stack.of(role).resolve(resource));
  if (name.endsWith('*')) Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${name}]`, reason });
}

function flatten(value: any): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (value.Ref !== undefined) return `<${value.Ref}>`;
  if (value['Fn::GetAtt'] !== undefined) return `<${[value['Fn::GetAtt']].flat().join('.')}>`;
  const [separator, parts] = value['Fn::Join'] ?? ['', []];
  return (parts as unknown[]).map(flatten).join(separator as string);
}
