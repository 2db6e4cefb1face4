import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type IResolveContext, Lazy, Tokenization, Validations } from 'aws-cdk-lib/core';

export interface ExecutionRoleProps {
  readonly logGroupArn: string;
  readonly isTraced: boolean;
  readonly isInVpc: boolean;
}

/** AWS's managed policies that a function's own role comes with, and that the inline policy stands for. */
const REPLACED = /:iam::aws:policy\/service-role\/AWSLambda(?:BasicExecution|VPCAccessExecution)Role$/;

/** Gives a function's role what the function needs to run, on its own log group only, without a policy resource. */
export function narrowExecutionRole(fn: lambda.Function, props: ExecutionRoleProps): void {
  const statements = renderStatements(props);
  const role = ownRoleOf(fn);
  if (role === undefined) {
    for (const statement of statements) fn.addToRolePolicy(iam.PolicyStatement.fromJson(statement));
    return;
  }
  const managed = role.managedPolicyArns ?? [];
  role.managedPolicyArns = Lazy.uncachedList(
    { produce: (context) => listOf(managed, context).filter((arn) => !REPLACED.test(arn)) },
    { omitEmpty: true },
  );
  role.policies = [{ policyName: 'Run', policyDocument: { Statement: statements, Version: '2012-10-17' } }];
  if (!props.isTraced && !props.isInVpc) return;
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'X-Ray segments and the network interfaces of a function have no ARN that a policy could name beforehand',
  });
}

/** The L1 of the role that `lambda.Function` made for itself. */
function ownRoleOf(fn: lambda.Function): iam.CfnRole | undefined {
  const role = fn.role;
  const resource = role?.node.scope === fn ? role.node.defaultChild : undefined;
  return resource instanceof iam.CfnRole ? resource : undefined;
}

/** A list as it was written, its members not resolved: a resolved ARN of AWS is no text that could be looked at. */
function listOf(list: string[], context: IResolveContext): string[] {
  const token = Tokenization.reverseList(list);
  return token ? ((token.resolve(context) ?? []) as string[]) : list;
}

/** As they stand in the template: every function has them, and the words of `PolicyDocument` are resolved at length. */
function renderStatements({ logGroupArn, isTraced, isInVpc }: ExecutionRoleProps): object[] {
  const anywhere = [
    ...(isTraced ? ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'] : []),
    ...(isInVpc ? VPC_ACTIONS : []),
  ];
  return [
    { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: logGroupArn },
    ...(anywhere.length > 0 ? [{ Action: anywhere.sort(), Effect: 'Allow', Resource: '*' }] : []),
  ];
}

const VPC_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
