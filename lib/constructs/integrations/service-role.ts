import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Stack } from 'aws-cdk-lib/core';
import { acknowledgeWildcard } from './acknowledge-wildcard';
import type { BackendBindOptions } from './backend-config';

/** What an integration may do: exactly what it does. */
export interface ServiceGrant {
  readonly statements: iam.PolicyStatement[];

  /** Key of the resource, when it has one of the user's, and what is done with it. */
  readonly key?: kms.IKey;
  readonly keyActions?: string[];

  /** Resources that end in a wildcard, and why they must. */
  readonly wildcards?: { readonly [resource: string]: string };
}

/** A role for one route, with one statement for the resource, and one for its key. */
export function makeServiceRole({ scope, method, path }: BackendBindOptions, grant: ServiceGrant): iam.Role {
  const { statements, key, keyActions = [] } = grant;
  const forKey = key ? [new iam.PolicyStatement({ actions: keyActions, resources: [key.keyArn] })] : [];
  const role = new iam.Role(scope, `${method} ${path} Role`, {
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    inlinePolicies: { Call: new iam.PolicyDocument({ statements: [...statements, ...forKey] }) },
  });
  for (const [resource, reason] of Object.entries(grant.wildcards ?? {})) acknowledgeWildcard(role, resource, reason);
  return role;
}

/** One action on one resource. */
export function allow(action: string, ...resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [action], resources });
}

/** The address of an action or a path of a service, as integrations have it. */
export function renderServiceUri(
  { scope }: BackendBindOptions,
  service: string,
  target: string,
  region?: string,
): string {
  const { partition, region: ownRegion } = Stack.of(scope);
  return `arn:${partition}:apigateway:${region ?? ownRegion}:${service}:${target}`;
}
