import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Lazy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { AccessLogConfig } from '../observability/access-log';
import type { FrontDoorApiProps } from '../front-door-props';
import { CacheSize } from './cache-options';
import type { StageSettings } from './stage-settings';

/** What a stage is made of. */
export interface StageParts {
  readonly deployment: apigateway.Deployment;
  readonly name: string;
  readonly props: FrontDoorApiProps;
  readonly settings: StageSettings;
  readonly accessLog?: AccessLogConfig;
  readonly executionLogGroup?: logs.ILogGroup;
}

export function addStage(scope: Construct, parts: StageParts): apigateway.Stage {
  const { deployment, name, props, settings, accessLog, executionLogGroup } = parts;
  const stage = new apigateway.Stage(scope, 'Stage', {
    deployment,
    stageName: name,
    description: props.stage?.description,
    variables: props.stage?.variables,
    tracingEnabled: props.tracing ?? true,
  });
  const resource = stage.node.defaultChild as apigateway.CfnStage;
  resource.methodSettings = Lazy.uncachedAny({ produce: () => settings.render() });
  resource.cacheClusterEnabled = Lazy.uncachedAny({ produce: () => settings.usesCache });
  resource.cacheClusterSize = Lazy.uncachedString({
    produce: () => (settings.usesCache ? (props.cache?.size ?? CacheSize.GB_0_5) : undefined),
  });
  resource.accessLogSetting = accessLog && { destinationArn: accessLog.destinationArn, format: accessLog.format };
  // API Gateway makes the group itself, without a retention, if it is not there first.
  if (executionLogGroup) resource.node.addDependency(executionLogGroup);
  return stage;
}
