import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';

export interface FunctionLogsProps {
  readonly logRetention?: logs.RetentionDays;
  readonly logRemovalPolicy?: RemovalPolicy;
}

/** Gives a function a log group of its own, which keeps its entries for a time and goes with the function. */
export function createLogGroup(fn: lambda.Function, props: FunctionLogsProps): logs.LogGroup {
  // CDK makes one too, without retention, when the app asks for it by a feature flag
  fn.node.tryRemoveChild('LogGroup');
  const logGroup = new logs.LogGroup(fn, 'Logs', {
    retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
    removalPolicy: props.logRemovalPolicy ?? RemovalPolicy.DESTROY,
  });
  const resource = fn.node.defaultChild as lambda.CfnFunction;
  resource.loggingConfig = { ...resource.loggingConfig, logGroup: logGroup.logGroupName };
  return logGroup;
}
