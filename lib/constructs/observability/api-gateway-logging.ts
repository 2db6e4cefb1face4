import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type CfnResource, Stack, Stage, Token, TokenComparison, Validations } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import { ConstructError } from '../construct-error';
import { checkProps } from '../shape/check-props';
import { API_GATEWAY_LOGGING_PROPS } from '../shape/observability-shapes';

/** Properties of `ApiGatewayLogging`. */
export interface ApiGatewayLoggingProps {
  /**
   * Role with which API Gateway writes into CloudWatch Logs.
   *
   * @default - one is made, with the service's managed policy
   */
  readonly role?: iam.IRole;
}

/**
 * The role with which API Gateway writes logs. It is a setting of the whole account in a region, so it stands once, in
 * one stack of one app, and is never made by an API. APIs of the same app wait for it.
 *
 * @example
 * new ApiGatewayLogging(this, 'Logging');
 */
export class ApiGatewayLogging extends Construct {
  /** The role that is set for the account. */
  public readonly role: iam.IRole;

  private readonly account: apigateway.CfnAccount;

  constructor(scope: Construct, id: string, props: ApiGatewayLoggingProps = {}) {
    super(scope, id);
    checkProps(this, props, API_GATEWAY_LOGGING_PROPS);
    const other = registryOf(this).loggings.find((logging) => sharesEnvironment(logging, this));
    if (other) {
      throw new ConstructError(
        this,
        `the role for logs is one for each account and region, "${other.node.path}" sets it already`,
      );
    }
    this.role = props.role ?? this.makeRole();
    this.account = new apigateway.CfnAccount(this, 'Resource', { cloudWatchRoleArn: this.role.roleArn });
    registryOf(this).loggings.push(this);
    for (const api of registryOf(this).apis) this.precede(api);
  }

  /** @internal */
  public static _awaitBy(api: LoggedApi): void {
    const { apis, loggings } = registryOf(api.stage);
    apis.push(api);
    for (const logging of loggings) logging.precede(api);
  }

  /** @internal */
  public static _isIn(app: IConstruct): boolean {
    return registryOf(app).loggings.length > 0;
  }

  private precede({ api, stage }: LoggedApi): void {
    if (!sharesEnvironment(this, stage)) return;
    stage.node.addDependency(this.account);
    // In a region that has never had an API the setting does not exist until the first one does.
    if (Stack.of(api) === Stack.of(this)) this.account.node.addDependency(api);
  }

  private makeRole(): iam.Role {
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [
        iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
      ],
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason:
        'the policy that the service itself keeps for writing its logs, which go to groups that it names by itself',
    });
    return role;
  }
}

/** An API whose stage writes logs. */
export interface LoggedApi {
  readonly api: CfnResource;
  readonly stage: CfnResource;
}

interface LoggingRegistry {
  readonly loggings: ApiGatewayLogging[];
  readonly apis: LoggedApi[];
}

const REGISTRY = Symbol.for('cdk-gatehouse.logging');

function registryOf(construct: IConstruct): LoggingRegistry {
  const root = construct.node.root as IConstruct & { [REGISTRY]?: LoggingRegistry };
  root[REGISTRY] ??= { loggings: [], apis: [] };
  return root[REGISTRY];
}

function sharesEnvironment(a: IConstruct, b: IConstruct): boolean {
  const [left, right] = [Stack.of(a), Stack.of(b)];
  if (Stage.of(left) !== Stage.of(right)) return false;
  return [
    [left.region, right.region],
    [left.account, right.account],
  ].every(([x, y]) => Token.compareStrings(x as string, y as string) !== TokenComparison.DIFFERENT);
}
