import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CfnResource, Lazy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ApiDocument } from './openapi/api-document';
import { digestSnapshot } from './openapi/digest';

/** What is made by the import of the document, and would be lost at the next one if it stood beside it. */
const MADE_BY_DOCUMENT = [
  'AWS::ApiGateway::Authorizer',
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Model',
  'AWS::ApiGateway::RequestValidator',
  'AWS::ApiGateway::Resource',
];

/**
 * A deployment whose logical id follows what the API does. The id is computed once, in a validation: before it, references have
 * not got their final form, and after it, the document no longer changes.
 */
export function addDeployment(
  scope: Construct,
  { restApi, document, redeployToken }: DeploymentParts,
): apigateway.Deployment {
  const api = restApi.node.defaultChild as apigateway.CfnRestApi;
  const deployment = new apigateway.Deployment(scope, 'Deployment', { api: restApi });
  const resource = deployment.node.defaultChild as apigateway.CfnDeployment;
  const stack = Stack.of(scope);
  const prefix = stack.getLogicalId(resource);
  const digest = () => {
    const properties = document.withoutBody(() => resolveProperties(api));
    const { sharedTexts } = document;
    return digestSnapshot({ document: document.render(), sharedTexts, properties, redeployToken }, (token) =>
      stack.resolve(token),
    );
  };
  let frozen: string | undefined;
  scope.node.addValidation({
    validate: () => {
      frozen = digest();
      return [];
    },
  });
  resource.overrideLogicalId(
    Lazy.uncachedString({
      produce: (context) => prefix + ('preparing' in context && context.preparing ? 'Preparing' : (frozen ?? digest())),
    }),
  );
  return deployment;
}

/** What a deployment is made of. */
export interface DeploymentParts {
  readonly restApi: apigateway.SpecRestApi;
  readonly document: ApiDocument;
  readonly redeployToken?: string;
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

function resolveProperties(api: apigateway.CfnRestApi): Record<string, any> {
  const rendered = api.stack.resolve((api as any)._toCloudFormation()) as Record<string, any>;
  const [resource] = Object.values(rendered.Resources as Record<string, any>);
  return resource.Properties;
}
