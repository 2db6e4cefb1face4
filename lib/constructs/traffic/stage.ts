import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Lazy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { AccessLogConfig } from '../observability/access-log';
import type { StageOptions } from '../stage-options';
import type { StageSettings } from './stage-settings';

/** What a stage is made of. */
export interface StageParts {
  readonly deployment: apigateway.Deployment;
  readonly name: string;
  readonly options: StageOptions;
  readonly settings: StageSettings;
  readonly tracing: boolean;
  readonly accessLog?: AccessLogConfig;
  readonly executionLogGroup?: logs.LogGroup;
}

export function addStage(scope: Construct, parts: StageParts): apigateway.Stage {
  const { deployment, name, options, settings, accessLog, executionLogGroup } = parts;
  const stage = new apigateway.Stage(scope, 'Stage', {
    deployment,
    stageName: name,
    description: options.description,
    variables: options.variables,
    tracingEnabled: parts.tracing,
  });
  const resource = stage.node.defaultChild as apigateway.CfnStage;
  resource.methodSettings = Lazy.uncachedAny({ produce: () => settings.render() });
  resource.accessLogSetting = accessLog && { destinationArn: accessLog.destinationArn, format: accessLog.format };
  // API Gateway makes the group itself, without a retention, if it is not there first.
  if (executionLogGroup) resource.node.addDependency(executionLogGroup);
  return stage;
}
