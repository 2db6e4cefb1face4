import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { checkOptions } from '../shape/shape';
import { DEPLOYMENT_WATCH, GRADUAL_DEPLOYMENT_OPTIONS } from '../shape/function-shapes';

/** What watches a deployment. */
export interface DeploymentWatch {
  /**
   * Alarms that roll the deployment back.
   *
   * @default - only a failing hook rolls back
   */
  readonly alarms?: cloudwatch.IAlarm[];

  /**
   * Function that is called before traffic moves, and may refuse the deployment.
   *
   * @default - none
   */
  readonly preHook?: lambda.IFunction;

  /**
   * Function that is called after all traffic moved, and may have it moved back.
   *
   * @default - none
   */
  readonly postHook?: lambda.IFunction;
}

/** Traffic that moves in steps. */
export interface GradualDeploymentOptions extends DeploymentWatch {
  /** Percentage of the traffic of the first step, or of each step: 1 to 99. */
  readonly percent: number;

  /** Time between steps, in whole minutes. */
  readonly interval: Duration;
}

/** How traffic moves to a new version of a function. */
export class GradualDeployment {
  /** A part of the traffic first, the rest once the interval has passed. */
  static canary(options: GradualDeploymentOptions): GradualDeployment {
    return GradualDeployment.inSteps('canary', options, codedeploy.TrafficRouting.timeBasedCanary);
  }

  /** The same part of the traffic at every interval, until all of it has moved. */
  static linear(options: GradualDeploymentOptions): GradualDeployment {
    return GradualDeployment.inSteps('linear', options, codedeploy.TrafficRouting.timeBasedLinear);
  }

  /** All traffic in one step, with hooks and alarms around it. */
  static allAtOnce(options: DeploymentWatch = {}): GradualDeployment {
    checkOptions('GradualDeployment.allAtOnce', options, DEPLOYMENT_WATCH);
    return new GradualDeployment(options, () => codedeploy.LambdaDeploymentConfig.ALL_AT_ONCE);
  }

  private static inSteps(
    kind: string,
    options: GradualDeploymentOptions,
    route: (steps: codedeploy.BaseTrafficShiftingConfigProps) => codedeploy.TrafficRouting,
  ): GradualDeployment {
    checkOptions(`GradualDeployment.${kind}`, options, GRADUAL_DEPLOYMENT_OPTIONS);
    checkSteps(kind, options);
    const { interval, percent: percentage } = options;
    return new GradualDeployment(
      options,
      (scope) =>
        new codedeploy.LambdaDeploymentConfig(scope, 'DeploymentConfig', {
          trafficRouting: route({ interval, percentage }),
        }),
    );
  }

  private constructor(
    private readonly watch: DeploymentWatch,
    private readonly configure: (scope: Construct) => codedeploy.ILambdaDeploymentConfig,
  ) {}

  /**
   * Makes the deployment group that moves the traffic of an alias.
   *
   * @internal
   */
  public _attach(scope: Construct, alias: lambda.Alias): codedeploy.LambdaDeploymentGroup {
    const { alarms, preHook, postHook } = this.watch;
    const group = new codedeploy.LambdaDeploymentGroup(scope, 'DeploymentGroup', {
      alias,
      deploymentConfig: this.configure(scope),
      alarms,
      preHook,
      postHook,
    });
    const role = group.role?.node.defaultChild;
    if (role instanceof iam.CfnRole) {
      Validations.of(role).acknowledge({
        id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]',
        reason: "the service's own policy for moving a function's traffic: what it needs changes with the service",
      });
    }
    return group;
  }
}

function checkSteps(kind: string, { percent, interval }: GradualDeploymentOptions): void {
  if (!Number.isInteger(percent) || percent < 1 || percent > 99) {
    throw new Error(`GradualDeployment.${kind} needs a percent from 1 to 99, got "${percent}"`);
  }
  if (interval.isUnresolved()) return;
  const minutes = interval.toMinutes({ integral: false });
  if (!Number.isInteger(minutes) || minutes < 1) {
    throw new Error(`GradualDeployment.${kind} needs an interval of whole minutes, got "${interval.toHumanString()}"`);
  }
}
