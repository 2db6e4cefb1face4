import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CfnResource, Lazy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { nameByDigest, resolveProperties } from './deployment-id';
import type { ApiDocument } from './openapi/api-document';
import { digest, writeSnapshot } from './openapi/digest';
import { annotateTemplateBytes } from './stack-limits';

/** What is made by the import of the document, and would be lost at the next one if it stood beside it. */
const MADE_BY_DOCUMENT = [
  'AWS::ApiGateway::Authorizer',
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Model',
  'AWS::ApiGateway::RequestValidator',
  'AWS::ApiGateway::Resource',
];

/** A deployment whose logical id follows what the API does. */
export function addDeployment(
  scope: Construct,
  { restApi, document, redeployToken, retainDeployments }: DeploymentParts,
): apigateway.Deployment {
  const api = restApi.node.defaultChild as apigateway.CfnRestApi;
  const deployment = new apigateway.Deployment(scope, 'Deployment', { api: restApi, retainDeployments });
  const stack = Stack.of(scope);
  let snapshot = '';
  nameByDigest(scope, deployment.node.defaultChild as apigateway.CfnDeployment, () => {
    const properties = document.withoutBody(() => resolveProperties(api));
    const { sharedTexts } = document;
    snapshot = writeSnapshot({ document: document.render(), sharedTexts, properties, redeployToken }, (token) =>
      stack.resolve(token),
    );
    return digest(snapshot);
  });
  scope.node.addValidation({
    validate: () => {
      annotateTemplateBytes(scope, snapshot, document.routeCount);
      return [];
    },
  });
  return deployment;
}

/** The logical id of a deployment, which synthesis knows. */
export function logicalIdOf(deployment: apigateway.Deployment): string {
  const resource = deployment.node.defaultChild as apigateway.CfnDeployment;
  return Lazy.uncachedString({ produce: (context) => context.resolve(resource.logicalId) });
}

/** What a deployment is made of. */
export interface DeploymentParts {
  readonly restApi: apigateway.SpecRestApi;
  readonly document: ApiDocument;
  readonly redeployToken?: string;
  readonly retainDeployments?: boolean;
}

/** Resources that stand beside the document although only the document may make them. */
export function findStrayResources(restApi: apigateway.SpecRestApi): string[] {
  const api = restApi.node.defaultChild as apigateway.CfnRestApi;
  const ref = JSON.stringify(api.stack.resolve(api.ref));
  return api.node.root.node
    .findAll()
    .filter((child): child is CfnResource => CfnResource.isCfnResource(child))
    .filter((resource) => MADE_BY_DOCUMENT.includes(resource.cfnResourceType))
    .filter(
      (resource) =>
        resource.stack === api.stack && JSON.stringify(resource.stack.resolve(restApiIdOf(resource))) === ref,
    )
    .map(
      (resource) =>
        `"${resource.node.path}" (${resource.cfnResourceType}) would be lost at the next deployment: add it as a route, by a prop, or by addOverride`,
    );
}

function restApiIdOf(resource: CfnResource): unknown {
  return (resource as { restApiId?: string }).restApiId;
}
