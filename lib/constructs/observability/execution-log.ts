import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as logs from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** What API Gateway writes about its own work on each request. */
export interface ExecutionLogOptions {
  /**
   * How much is written. `MethodLoggingLevel.OFF` writes nothing and makes no log group.
   *
   * @default MethodLoggingLevel.ERROR
   */
  readonly level?: apigateway.MethodLoggingLevel;

  /**
   * Whether whole requests and answers are written, with whatever is secret in them.
   *
   * @default false
   */
  readonly dataTrace?: boolean;

  /**
   * How long lines are kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly retention?: logs.RetentionDays;

  /**
   * What becomes of the log group when the API is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What is wrong with the options; nothing if they are good. */
export function findExecutionLogFaults({ level, dataTrace, retention, removalPolicy }: ExecutionLogOptions): string[] {
  if (level !== apigateway.MethodLoggingLevel.OFF) return [];
  return Object.entries({ dataTrace: dataTrace || undefined, retention, removalPolicy })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `executionLog.${name} has no effect at level OFF: leave it out, or choose another level`);
}

/**
 * The log group that API Gateway would make by itself, under the name that it uses, but with a retention. It must stand
 * before the stage does.
 */
export function makeExecutionLogGroup(
  scope: Construct,
  options: ExecutionLogOptions,
  logGroupName: string,
): logs.LogGroup | undefined {
  if (options.level === apigateway.MethodLoggingLevel.OFF) return undefined;
  return new logs.LogGroup(scope, 'ExecutionLog', {
    logGroupName,
    retention: options.retention ?? logs.RetentionDays.ONE_MONTH,
    removalPolicy: options.removalPolicy ?? RemovalPolicy.DESTROY,
  });
}
