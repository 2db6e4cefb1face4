import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { addCanary } from './canary';
import { type DomainPlace, mapRestApi, takeDomain } from './domain/base-path-mapping';
import { Endpoint } from './domain/endpoint';
import type { FrontDoorApiProps } from './front-door-props';
import { AccessLog, type AccessLogConfig } from './observability/access-log';
import { ApiGatewayLogging } from './observability/api-gateway-logging';
import { makeExecutionLogGroup } from './observability/execution-log';
import { addStage } from './traffic/stage';
import type { StageSettings } from './traffic/stage-settings';
import { associateWebAcl } from './traffic/web-acl';

/** What is published. */
export interface PublishedParts {
  readonly restApi: apigateway.SpecRestApi;
  readonly deployment: apigateway.Deployment;
  readonly stageName: string;
  readonly settings: StageSettings;
  readonly props: FrontDoorApiProps;
}

/** What stands around a deployment. */
export interface Publication {
  readonly stage: apigateway.Stage;
  readonly accessLog?: AccessLogConfig;
  readonly executionLogGroup?: logs.ILogGroup;
  /** Where the API stands, if it has a domain. */
  readonly place?: DomainPlace;
}

/** Makes the stage of an API with its logs, its canary, its firewall, and its place on a domain. */
export function publish(scope: Construct, parts: PublishedParts): Publication {
  const { restApi, deployment, stageName, settings, props } = parts;
  const { executionLog = {}, domain, webAcl } = props;
  const executionLogName = `API-Gateway-Execution-Logs_${restApi.restApiId}/${stageName}`;
  const executionLogGroup = makeExecutionLogGroup(scope, executionLog, executionLogName);
  const accessLog = (props.accessLog ?? AccessLog.toLogGroup())._bind(scope);
  const stage = addStage(scope, { deployment, name: stageName, props, settings, accessLog, executionLogGroup });
  restApi.deploymentStage = stage;
  const resource = stage.node.defaultChild as apigateway.CfnStage;
  if (props.stage?.canary) {
    addCanary(scope, props.stage.canary, { deployment, stage: resource, executionLog, executionLogName });
  }
  if (webAcl) associateWebAcl(scope, webAcl, stage.stageArn);
  ApiGatewayLogging._awaitBy({ api: restApi.node.defaultChild as apigateway.CfnRestApi, stage: resource });
  const endpoint = props.endpoint ?? Endpoint.regional();
  const place = domain && takeDomain(scope, domain, { endpoint, protocol: 'REST' });
  if (place) mapRestApi(scope, place, stage);
  return { stage, accessLog, executionLogGroup, place };
}
