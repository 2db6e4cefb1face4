import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { BundledCode } from './bundled-code';
import type { BundledFunctionProps } from './bundled-function-options';
import { addBundleMetadata } from './bundle-metadata';
import { requestBundle } from './bundle-request';
import { narrowExecutionRole } from './execution-role';
import { checkProps, renderEnvironment } from './function-settings';
import { withDefaults } from './function-defaults';

/**
 * A Node.js function from a JavaScript or TypeScript file. All functions of an app are bundled by esbuild in one pass.
 *
 * @example
 * new BundledFunction(this, 'Worker', {
 *   entry: 'lambda/worker.ts',
 *   environment: { QUEUE_URL: queue.queueUrl },
 * });
 */
export class BundledFunction extends lambda.Function {
  /**
   * The alias `live`, when the function has provisioned concurrency, SnapStart or a gradual deployment: whoever calls the
   * function should call this.
   */
  public readonly alias?: lambda.Alias;

  private readonly ownLogGroup?: logs.LogGroup;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    checkProps(scope, id, props);
    const { entry, handler = 'handler', format, bundleAwsSdk, esbuild, ...rest } = props;
    const { provisionedConcurrency, gradualDeployment, secrets, parameters, ...given } = rest;
    const { logRetention, logRemovalPolicy, tracing, ...settings } = withDefaults(scope, id, given);
    const request = requestBundle({
      entry,
      runtime: settings.runtime,
      ...(format !== undefined && { format }),
      ...(bundleAwsSdk !== undefined && { bundleAwsSdk }),
      ...(esbuild !== undefined && { esbuild }),
    });
    super(scope, id, {
      ...settings,
      ...(settings.role !== undefined && tracing !== undefined && { tracing }),
      environment: renderEnvironment(props, settings.environment),
      code: new BundledCode({ request, exportName: handler }),
      handler: `index.${handler}`,
    });
    addBundleMetadata(this, request);
    // CDK makes a group of its own when the app asks for it by a feature flag
    if (settings.logGroup === undefined) this.node.tryRemoveChild('LogGroup');
    this.ownLogGroup =
      settings.logGroup === undefined
        ? new logs.LogGroup(this, 'Logs', {
            retention: logRetention ?? logs.RetentionDays.ONE_MONTH,
            removalPolicy: logRemovalPolicy ?? RemovalPolicy.DESTROY,
          })
        : undefined;
    const resource = this.node.defaultChild as lambda.CfnFunction;
    if (this.ownLogGroup !== undefined) {
      const config = resource.loggingConfig as lambda.CfnFunction.LoggingConfigProperty;
      resource.loggingConfig = { ...config, logGroup: this.ownLogGroup.logGroupName };
    }
    const isTraced = (tracing ?? lambda.Tracing.ACTIVE) !== lambda.Tracing.DISABLED;
    // by the L1: the L2 would make a policy of its own for it
    if (isTraced) resource.tracingConfig = { mode: tracing ?? lambda.Tracing.ACTIVE };
    narrowExecutionRole(this, {
      logGroupArn: this.logGroup.logGroupArn,
      isTraced,
      isInVpc: settings.vpc !== undefined,
    });
    for (const secret of Object.values(secrets ?? {})) secret.grantRead(this);
    for (const parameter of Object.values(parameters ?? {})) parameter.grantRead(this);
    if (provisionedConcurrency === undefined && gradualDeployment === undefined && given.snapStart === undefined)
      return;
    this.alias = new lambda.Alias(this, 'Live', {
      aliasName: 'live',
      version: this.currentVersion,
      ...(provisionedConcurrency !== undefined && { provisionedConcurrentExecutions: provisionedConcurrency }),
    });
    gradualDeployment?._attach(this, this.alias);
  }

  public override get logGroup(): logs.ILogGroup {
    return this.ownLogGroup ?? super.logGroup;
  }
}
