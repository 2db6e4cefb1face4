import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { ApiGatewayLogging } from './observability/api-gateway-logging';
import { PATH_NODE_QUOTA } from './route-tree';

const NEAR = 0.8;
const AUTHORIZER_QUOTA = 10;

/** Says how near the API is to the number of resources that API Gateway makes for one. */
export function annotatePathNodes(api: IConstruct, count: number): void {
  if (count > PATH_NODE_QUOTA) {
    Annotations.of(api).addWarningV2(
      'cdk-gatehouse:pathNodes',
      `the paths make ${count} resources, API Gateway's quota is ${PATH_NODE_QUOTA} for each API: have it raised before deploying`,
    );
  } else if (count > NEAR * PATH_NODE_QUOTA) {
    Annotations.of(api).addInfoV2(
      'cdk-gatehouse:pathNodesNear',
      `the paths make ${count} of the ${PATH_NODE_QUOTA} resources that API Gateway gives an API`,
    );
  }
}

export function annotateAuthorizers(api: IConstruct, count: number): void {
  if (count <= AUTHORIZER_QUOTA) return;
  Annotations.of(api).addWarningV2(
    'cdk-gatehouse:authorizers',
    `the API has ${count} authorizers, API Gateway's quota is ${AUTHORIZER_QUOTA} for each API: have it raised before deploying`,
  );
}

/** A version's id moves with its code, and every deployment of the function would be one of the API. */
export function annotateVersion(api: IConstruct, route: string, handler: lambda.IFunction): void {
  if (!('edgeArn' in handler)) return;
  Annotations.of(api).addWarningV2(
    `cdk-gatehouse:version:${route}`,
    `route "${route}" is answered by a version, so every change of the function's code deploys the API again: use an alias`,
  );
}

/** Logs need a role that is set once for each account and region, which an API never does by itself. */
export function annotateMissingLogging(api: IConstruct): void {
  if (ApiGatewayLogging._isIn(api)) return;
  Annotations.of(api).addInfoV2(
    'cdk-gatehouse:accountRole',
    'the stage writes logs, for which the account needs a role in this region: unless it is set already, add one ApiGatewayLogging',
  );
}
