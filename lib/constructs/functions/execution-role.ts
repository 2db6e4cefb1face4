import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Lazy, Validations } from 'aws-cdk-lib/core';

export interface ExecutionRoleProps {
  readonly logGroupArn: string;
  readonly isTraced: boolean;
  readonly isInVpc: boolean;
}

/** AWS's managed policies that a function's own role comes with, and that the inline policy stands for. */
const REPLACED = /AWSLambda(?:BasicExecution|VPCAccessExecution)Role"/;

/** Gives a function's role what the function needs to run, on its own log group only, without a policy resource. */
export function narrowExecutionRole(fn: lambda.Function, props: ExecutionRoleProps): void {
  const statements = renderStatements(props);
  const role = ownRoleOf(fn);
  if (role === undefined) {
    for (const statement of statements) fn.addToRolePolicy(statement);
    return;
  }
  const managed = role.managedPolicyArns;
  role.managedPolicyArns = Lazy.uncachedList(
    {
      produce: (context) => {
        const arns = (context.resolve(managed) ?? []) as string[];
        return arns.filter((arn) => !REPLACED.test(JSON.stringify(arn)));
      },
    },
    { omitEmpty: true },
  );
  role.policies = [{ policyName: 'Run', policyDocument: new iam.PolicyDocument({ statements }) }];
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

function renderStatements({ logGroupArn, isTraced, isInVpc }: ExecutionRoleProps): iam.PolicyStatement[] {
  const anywhere = [
    ...(isTraced ? ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'] : []),
    ...(isInVpc ? VPC_ACTIONS : []),
  ];
  return [
    new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] }),
    ...(anywhere.length > 0 ? [new iam.PolicyStatement({ actions: anywhere, resources: ['*'] })] : []),
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
