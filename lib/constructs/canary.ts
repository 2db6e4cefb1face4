import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Annotations, Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { type ExecutionLogOptions, makeExecutionLogGroup } from './observability/execution-log';
import { findVariableFaults } from './stage-variables';

/** Digits that end the logical id of a deployment. */
const DIGEST = '[0-9a-f]{16}';

/**
 * A part of a stage's requests that the API as it is now answers, while the API as it was answers the others.
 *
 * A deployment is a picture of the API. The one that stands must stay in the template, under its logical id, or CloudFormation would
 * take it away; so it is named here.
 *
 * 1. Deploy as always. The output `DeploymentId` of the stack is the logical id of the deployment that stands.
 * 2. Change the API, add `canary: { baseDeployment: 'OrdersDeployment…', percent: 10 }`, and deploy.
 * 3. Raise `percent`, or change the API again: the base stays as it is, the canary follows.
 * 4. To take everything over, deploy with `percent: 0`, then once more without `canary`. To go back instead, undo the change of the API.
 *
 * Taking `canary` out at once should do as well, but in what order CloudFormation then changes the stage is not documented. A
 * `baseDeployment` that the stack does not have is made of the API as it is now, so that everybody gets the change. Functions are not
 * split: both deployments call the same ones, unless a stage variable tells them apart.
 */
export interface CanaryOptions {
  /** Logical id of the deployment that answers all other requests: the output `DeploymentId` before the change. */
  readonly baseDeployment: string;

  /** Requests of every hundred that the API as it is now answers, from 0 to 100. */
  readonly percent: number;

  /**
   * Stage variables that have other values for these.
   *
   * @default - those of the stage
   */
  readonly variables?: { readonly [name: string]: string };

  /**
   * Whether these requests are answered from the stage's cache, and fill it, instead of one of their own.
   *
   * @default false
   */
  readonly useStageCache?: boolean;
}

/** What is wrong with the options; nothing if they are good. */
export function findCanaryFaults({ percent, variables = {} }: CanaryOptions): string[] {
  const faults = findVariableFaults('stage.canary.variables', variables);
  if (percent >= 0 && percent <= 100) return faults;
  return [...faults, `stage.canary.percent must be from 0 to 100, got "${percent}"`];
}

/** What a canary is added to. */
export interface CanaryParts {
  readonly deployment: apigateway.Deployment;
  readonly stage: apigateway.CfnStage;
  readonly executionLog: ExecutionLogOptions;
  /** Name of the stage's own execution log. */
  readonly executionLogName: string;
}

/** Keeps the base deployment in the template, and gives the new one its share of the stage. */
export function addCanary(api: Construct, options: CanaryOptions, parts: CanaryParts): void {
  const { baseDeployment, percent, variables, useStageCache = false } = options;
  const { deployment, stage } = parts;
  const latest = deployment.node.defaultChild as apigateway.CfnDeployment;
  const prefix = Stack.of(api).getLogicalId(latest);
  if (!new RegExp(`^${prefix}${DIGEST}$`).test(baseDeployment)) {
    throw new ConstructError(
      api,
      `stage.canary.baseDeployment must be the output "DeploymentId" of what stands, "${prefix}" and 16 digits, got "${baseDeployment}"`,
    );
  }
  const isUnchanged = () => latest.stack.resolve(latest.logicalId) === baseDeployment;
  const scope = new Construct(api, 'Canary');
  const base = new BaseDeployment(scope, 'BaseDeployment', { restApiId: deployment.api.restApiId }, isUnchanged);
  base.overrideLogicalId(baseDeployment);
  base.cfnOptions.deletionPolicy = latest.cfnOptions.deletionPolicy;
  base.cfnOptions.updateReplacePolicy = latest.cfnOptions.updateReplacePolicy;
  stage.deploymentId = base.ref;
  stage.canarySetting = Lazy.uncachedAny({
    produce: () =>
      isUnchanged()
        ? undefined
        : { deploymentId: latest.ref, percentTraffic: percent, stageVariableOverrides: variables, useStageCache },
  });
  const logGroup = makeExecutionLogGroup(scope, parts.executionLog, `${parts.executionLogName}/Canary`);
  if (logGroup) stage.node.addDependency(logGroup);
  api.node.addValidation({ validate: () => annotateUnchanged(api, isUnchanged()) });
}

/** The deployment that stands. It is the latest one as long as the API has not changed. */
class BaseDeployment extends apigateway.CfnDeployment {
  constructor(
    scope: Construct,
    id: string,
    props: apigateway.CfnDeploymentProps,
    private readonly isLatest: () => boolean,
  ) {
    super(scope, id, props);
  }

  protected override shouldSynthesize(): boolean {
    return !this.isLatest();
  }
}

function annotateUnchanged(api: Construct, isUnchanged: boolean): string[] {
  if (isUnchanged) {
    Annotations.of(api).addInfoV2(
      'cdk-gatehouse:noCanary',
      'the API is as its base deployment has it, so the stage gets no canary until it changes',
    );
  }
  return [];
}
