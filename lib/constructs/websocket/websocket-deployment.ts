import { createHash } from 'node:crypto';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { type CfnResource, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { nameByDigest, resolveProperties } from '../deployment-id';
import { CanonicalWriter } from '../openapi/canonical';

/** Names and descriptions may change without a new deployment. */
const WITHOUT_EFFECT = ['Name', 'Description', 'OperationName', 'Tags', 'Version'];

/**
 * The deployment of everything that an API is made of: it stands after all of that, or it would take a snapshot of a part, and its
 * logical id follows it.
 */
export class WebSocketDeployment {
  public readonly resource: apigatewayv2.CfnDeployment;

  private readonly parts: CfnResource[] = [];

  constructor(scope: Construct, api: apigatewayv2.CfnApi, redeployToken: string | undefined) {
    this.resource = new apigatewayv2.CfnDeployment(scope, 'Deployment', { apiId: api.ref });
    this.parts.push(api);
    nameByDigest(scope, this.resource, () => this.digest(Stack.of(scope), redeployToken));
  }

  public add(part: CfnResource): void {
    this.parts.push(part);
    this.resource.addResourceDependency(part);
  }

  private digest(stack: Stack, redeployToken: string | undefined): string {
    const parts = this.parts.map((part): [string, object] => [stack.resolve(part.logicalId), snapshotOf(part)]);
    const snapshot = { parts: Object.fromEntries(parts), redeployToken };
    const text = new CanonicalWriter((token) => stack.resolve(token)).write(snapshot) ?? 'null';
    return createHash('sha256').update(text).digest('hex').slice(0, 16);
  }
}

function snapshotOf(part: CfnResource): object {
  const properties = Object.entries(resolveProperties(part));
  return Object.fromEntries(properties.filter(([name]) => !WITHOUT_EFFECT.includes(name)));
}
