import * as path from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { injectProps } from '../property-injection';
import { BundledCode } from './bundled-code';
import type { BundledFunctionProps } from './bundled-function-options';
import { BundleRegistry } from './bundle-registry';
import { addBundleMetadata } from './bundle-metadata';
import { requestBundle } from './bundle-request';
import { narrowExecutionRole } from './execution-role';
import { checkProps, renderEnvironment } from './function-settings';
import { withDefaults } from './function-defaults';
import { createLogGroup } from './function-logs';
import { createLiveAlias } from './live-alias';

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
  /** Id of the class for property injectors, which may set props of every bundled function of an app. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-gatehouse.BundledFunction';

  /**
   * The alias `live`, when the function has provisioned concurrency, SnapStart or a gradual deployment: whoever calls the
   * function should call this.
   */
  public readonly alias?: lambda.Alias;

  private readonly ownLogGroup?: logs.LogGroup;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    const injected = injectProps(BundledFunction.PROPERTY_INJECTION_ID, { scope, id }, props);
    checkProps(scope, id, injected);
    const { entry: givenEntry, handler = 'handler', format, bundleAwsSdk, esbuild, ...rest } = injected;
    const { provisionedConcurrency, gradualDeployment, secrets, parameters, ...given } = rest;
    const {
      logRetention,
      logRemovalPolicy,
      tracing = lambda.Tracing.ACTIVE,
      ...settings
    } = withDefaults(scope, id, given);
    const isTraced = tracing !== lambda.Tracing.DISABLED;
    const entry = path.resolve(givenEntry);
    const request = requestBundle({
      entry,
      projectRoot: BundleRegistry.of(scope.node.root).projectRootOf(entry),
      runtime: settings.runtime,
      format,
      bundleAwsSdk,
      esbuild,
    });
    super(scope, id, {
      ...settings,
      environment: renderEnvironment(injected, settings.environment),
      code: new BundledCode({ request, exportName: handler }),
      handler: `index.${handler}`,
    });
    addBundleMetadata(this, request);
    if (settings.logGroup === undefined) this.ownLogGroup = createLogGroup(this, { logRetention, logRemovalPolicy });
    // by the L1: the L2 would make a policy of its own for it
    if (isTraced) (this.node.defaultChild as lambda.CfnFunction).tracingConfig = { mode: tracing };
    narrowExecutionRole(this, {
      logGroupArn: this.logGroup.logGroupArn,
      isTraced,
      isInVpc: settings.vpc !== undefined,
    });
    for (const secret of Object.values(secrets ?? {})) secret.grantRead(this);
    for (const parameter of Object.values(parameters ?? {})) parameter.grantRead(this);
    this.alias = createLiveAlias(this, { ...settings, provisionedConcurrency, gradualDeployment });
  }

  public override get logGroup(): logs.ILogGroup {
    return this.ownLogGroup ?? super.logGroup;
  }
}
